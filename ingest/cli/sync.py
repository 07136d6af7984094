"""`ingest sync`, `ingest plan`, `ingest rebuild`."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.settings import Settings
    from ingest.survey import Request

_allow = click.option(
    "--allow-delete", type=click.IntRange(min=0), default=0, metavar="N", help="Approve up to N."
)


@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@_allow
@click.option("--new-failures-only", is_flag=True, help="Exit 0 when every failure was known before.")
def _sync(frame: Frame, paths: tuple[Path, ...], allow_delete: int, new_failures_only: bool) -> int:
    r"""Bring the index in step with the documents, all or those below PATHS.

    \b
    Exit codes: 0 in step; 1 done, some sources failed; 2 configuration; 3 refused, nothing dropped;
    4 locked; 5 other embedder; 6 state unreadable; 8 environment; 130/143 stopped.
    """
    from ingest.survey import Request

    settings = frame.settings()
    return _go(
        frame,
        settings,
        Request(
            within=_prefixes(settings, paths), allow_delete=allow_delete, new_failures_only=new_failures_only
        ),
    )


@_allow
def _rebuild(frame: Frame, allow_delete: int) -> int:
    """Read everything anew into a new generation, check it, and switch to it.

    The live generation serves until the switch and stays beside for a way back. Vectors come from the cache where
    text and embedder are the same. Exit 7: the new generation did not pass and nothing was switched.
    """
    from ingest.survey import Request

    return _go(
        frame, frame.settings(), Request(command="rebuild", allow_delete=allow_delete, everything=True)
    )


@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def _plan(frame: Frame, paths: tuple[Path, ...]) -> int:
    """Say what sync would do and why, and what it would cost; write nothing."""
    from ingest.cli.progress import progress_for
    from ingest.run import plan as make_plan
    from ingest.survey import Request

    settings = frame.settings()
    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    with closing(progress):
        result = make_plan(settings, Request(command="plan", within=_prefixes(settings, paths)), progress)
    frame.show(result, _plan_text(result))
    return 3 if "refused" in result else 0


def _go(frame: Frame, settings: Settings, request: Request) -> int:
    from ingest.cli.progress import progress_for
    from ingest.run import run

    progress = progress_for(quiet=frame.as_json and not sys.stderr.isatty())
    with closing(progress):
        report = run(settings, request, progress)
    frame.show(report.as_json(), report.as_text())
    return report.exit_code


def _prefixes(settings: Settings, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """Source id prefixes of the paths. Raises UsageError for a path that lies in no root."""
    from index.errors import UsageError
    from ingest.scan import encode_name

    prefixes = []
    for path in paths:
        absolute = path.absolute()
        root = next((root for root in settings.roots if absolute.is_relative_to(root.path.absolute())), None)
        if root is None:
            raise UsageError(
                f"{path} lies in no root", remedy="Roots are set under [[roots]] in ingest.toml."
            )
        inner = absolute.relative_to(root.path.absolute()).parts
        prefixes.append("/".join([root.name, *(encode_name(part) for part in inner)]))
    return tuple(prefixes)


def _plan_text(result: dict[str, Any], most: int = 20) -> str:
    lines = [
        ", ".join(f"{number} to {name}" for name, number in result["documents"].items() if name != "keep")
    ]
    lines.append(
        f"{result['documents']['keep']} stay as they are; {result['chunks']['to_embed']} chunks to embed"
    )
    grouped = Counter((item["do"], item["why"]) for item in result["reasons"])
    lines += [f"  {number:6} {do}: {why}" for (do, why), number in grouped.most_common()]
    named = [item for item in result["reasons"] if item["do"] != "load"]
    lines += [f"  {item['do']:8} {item['document']}  ({item['why']})" for item in named[:most]]
    if len(named) > most:
        lines.append(f"  ... and {len(named) - most} more (--json lists all)")
    if "refused" in result:
        lines.append(f"sync would refuse: {result['refused']}")
    return "\n".join(lines)


sync = command(_sync)
plan = command(_plan)
rebuild = command(_rebuild)
