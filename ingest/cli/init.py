"""`ingest init`."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.frame import Frame, command


@click.argument("directory", type=click.Path(path_type=Path, file_okay=False), default=Path())
def _init(frame: Frame, directory: Path) -> int:
    """Write a commented ingest.toml into DIRECTORY (default: here). An existing one is never overwritten."""
    from index.errors import UsageError
    from ingest.settings import CONFIG_NAME
    from ingest.template import render

    path = directory / CONFIG_NAME
    directory.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(render())
    except FileExistsError as error:
        raise UsageError(f"{path} exists already and was left as it is") from error
    frame.show(
        {"written": str(path)}, f"wrote {path}: name your folder under [[roots]], then run ingest sync"
    )
    return 0


init = command(_init, example="ingest init my-project")
