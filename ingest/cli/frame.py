"""What every command shares: its options, its output, and how trouble becomes words and an exit code."""

from __future__ import annotations

import functools
import io
import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ingest.ending import Ending
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


def command(function: Callable[..., int | None], *, example: str) -> click.Command:
    """Makes a command of a function whose first argument is a Frame and which returns its exit code.

    `example` are command lines, one a line, shown below the options of its help.
    """

    @click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Settings file; default: ingest.toml, sought upwards.",
    )
    @click.option("--set", "flags", multiple=True, metavar="KEY=VALUE", help="Override a setting.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
    @functools.wraps(function)
    def run(config: Path | None, flags: tuple[str, ...], as_json: bool, **arguments: Any) -> None:
        frame = Frame(config=config, flags=flags, as_json=as_json)
        sys.exit(_guarded(function, frame, arguments))

    shown = "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in example.strip().splitlines())
    return click.command(name=function.__name__.strip("_"), epilog=shown)(run)


def _guarded(function: Callable[..., int | None], frame: Frame, arguments: dict[str, Any]) -> int:
    from index.interrupt import install
    from ingest.ending import DEFECT, ending_of

    install()
    try:
        code = function(frame, **arguments) or 0
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # what is left goes nowhere, in silence
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last words of a process
        ending = ending_of(error)
        if ending.exit_code == DEFECT:
            click.echo("".join(traceback.format_tb(error.__traceback__)), err=True, nl=False)
        return complain(ending, as_json=frame.as_json)


def complain(ending: Ending, *, as_json: bool) -> int:
    """Says how it ended, on stderr and, if asked for JSON, as the one document on stdout; gives the exit code."""
    click.echo(f"ingest: {ending.message}", err=True)
    for line in ending.remedy.splitlines():
        click.echo(f"        {line}", err=True)
    if as_json:
        told = {"error": ending.message, "remedy": ending.remedy, "exit_code": ending.exit_code}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    return ending.exit_code


def speak_any_language() -> None:
    """Lets output hold every letter whatever the locale: JSON is UTF-8, words lose what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
