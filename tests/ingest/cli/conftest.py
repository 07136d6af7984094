"""`ingest` called in this process, as its entry point calls it: what it prints, and how it ends."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.commands import Done
from ingest.cli import main
from tests.world import World

Ask = Callable[..., Done]


@pytest.fixture
def ask(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Runs a command line; `world` adds the settings of a world."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def run(*arguments: str, world: World | None = None) -> Done:
        more = settings_of(world) if world else []
        with pytest.raises(SystemExit) as ended:
            main([*arguments, *more])
        out, err = capfd.readouterr()
        return Done(code=int(ended.value.code or 0), out=out, err=err)

    yield run
    for number, handler in handlers.items():
        signal.signal(number, handler)


def settings_of(world: World) -> list[str]:
    world.settings()  # writes ingest.toml
    flags = (f"state.dir='{world.state}'", f"audit.path='{world.state / 'audit.jsonl'}'", *world.flags)
    return ["--config", str(world.folder / "ingest.toml"), *(f"--set={flag}" for flag in flags)]


@pytest.fixture
def indexed(world: World) -> World:
    """A world in step: two documents, a duplicate, an unsupported file, one with identifiers."""
    world.write(
        "guide.md",
        "# Guide\n\nHold both buttons to reset the pump.\n\n## Valves\n\nTurn the red valve left.\n",
    )
    world.write("copy/guide.md", world.docs.joinpath("guide.md").read_text("utf-8"))
    world.write(
        "letter.md", "# Letter\n\nWrite to ivan.petrov@mail.ru or call +7 912 345-67-89 about the pump.\n"
    )
    world.write("logo.png", "not text")
    report = world.sync()
    assert report.exit_code == 0
    return world


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
