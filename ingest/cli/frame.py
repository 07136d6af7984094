"""What every command shares: its options, its output, and how trouble becomes words and an exit code."""

from __future__ import annotations

import functools
import json
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ingest.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How this call wants its settings and its output."""

    config: Path | None
    flags: tuple[str, ...]
    as_json: bool

    def settings(self) -> Settings:
        """The settings of this call."""
        from ingest.configure import configure

        return configure(self.config, flags=self.flags)

    def show(self, data: Any, text: str) -> None:
        """Prints `data` as one JSON document, or `text` for a person."""
        click.echo(json.dumps(data, ensure_ascii=False, indent=2) if self.as_json else text)


def command(function: Callable[..., int | None]) -> click.Command:
    """Makes a command of a function whose first argument is a Frame and which returns its exit code."""

    @click.option(
        "--config",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Settings file; default: ingest.toml, sought upwards.",
    )
    @click.option("--set", "flags", multiple=True, metavar="KEY=VALUE", help="Override a setting.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
    @functools.wraps(function)
    def run(config: Path | None, flags: tuple[str, ...], as_json: bool, **arguments: Any) -> None:
        frame = Frame(config=config, flags=flags, as_json=as_json)
        sys.exit(_guarded(function, frame, arguments))

    return click.command(name=function.__name__)(run)


def _guarded(function: Callable[..., int | None], frame: Frame, arguments: dict[str, Any]) -> int:
    from index.errors import KbError, StateError
    from index.interrupt import Interrupted, install

    install()
    try:
        return function(frame, **arguments) or 0
    except KbError as error:
        return _complain(frame, str(error), error.remedy, error.exit_code)
    except Interrupted as stop:
        return _complain(frame, "stopped; what was done is kept", "Run it again to go on.", stop.exit_code)
    except KeyboardInterrupt:
        return _complain(frame, "stopped", "Run it again to go on.", 130)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except sqlite3.DatabaseError as error:
        message = f"the state cannot be read or written ({type(error).__name__}: {error})"
        return _complain(frame, message, "Check the disk, then run ingest doctor.", StateError.exit_code)


def _complain(frame: Frame, message: str, remedy: str, code: int) -> int:
    click.echo(f"ingest: {message}", err=True)
    if remedy:
        click.echo(f"        {remedy}", err=True)
    if frame.as_json:
        click.echo(json.dumps({"error": message, "remedy": remedy, "exit_code": code}, ensure_ascii=False))
    return code
