"""What every command shares: its options, its output, and how trouble becomes words and an exit code."""

from __future__ import annotations

import functools
import io
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ingest.ending import Ending
    from ingest.settings import Settings

LOGGING = ("serve",)
"""Commands whose output is their log: they log without being asked."""
TYPED = ("search", "why", "eval")
"""Commands that take words of a person, which must not get into a log, not even in what an error says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How this call wants its settings and its output."""

    config: Path | None
    flags: tuple[str, ...]
    as_json: bool
    name: str = ""

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
    @click.option(
        "--log",
        type=click.Choice(["json", "text"]),
        envvar="INGEST_LOG",
        help="Log what is done on stderr, in place of the bar.",
    )
    @click.option(
        "--log-level",
        type=click.Choice(["debug", "info", "warning", "error"]),
        default="info",
        envvar="INGEST_LOG_LEVEL",
        help="With --log: leave out what matters less.",
    )
    @functools.wraps(function)
    def run(
        config: Path | None,
        flags: tuple[str, ...],
        as_json: bool,
        log: str | None,
        log_level: str,
        **arguments: Any,
    ) -> None:
        frame = Frame(config=config, flags=flags, as_json=as_json, name=name)
        _begin_log(name, log, log_level)
        sys.exit(_guarded(function, frame, arguments))

    name = function.__name__.strip("_")
    shown = "\b\nExamples:\n" + "\n".join(f"  {line.strip()}" for line in example.strip().splitlines())
    return click.command(name=name, epilog=shown)(run)


def _begin_log(name: str, form: str | None, level: str) -> None:
    from ingest import logs

    if form is None and name in LOGGING:
        form = "text"
    if form is None:
        logs.stop()
    else:
        logs.start("json" if form == "json" else "text", level)
    logs.concern(command=name, run="")
    logs.debug("start", pid=os.getpid())


def _guarded(function: Callable[..., int | None], frame: Frame, arguments: dict[str, Any]) -> int:
    from index.interrupt import install
    from ingest.ending import DEFECT, ending_of
    from ingest.logs import level_of, log

    install()
    started = time.monotonic()
    try:
        code = function(frame, **arguments) or 0
        sys.stdout.flush()
        log("end", level_of(code), exit_code=code, seconds=round(time.monotonic() - started, 3))
        return code
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # what is left goes nowhere, in silence
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last words of a process
        ending = ending_of(error)
        trace = traceback.format_tb(error.__traceback__) if ending.exit_code == DEFECT else []
        _log_failure(frame, ending, trace)
        return complain(ending, trace, as_json=frame.as_json)


def _log_failure(frame: Frame, ending: Ending, trace: Sequence[str]) -> None:
    from ingest.logs import level_of, log

    words = {} if frame.name in TYPED else {"error": ending.noted, "remedy": ending.remedy}
    where = {"trace": "".join(trace)} if trace else {}
    log("failed", level_of(ending.exit_code), exit_code=ending.exit_code, **words, **where)


def complain(ending: Ending, trace: Sequence[str] = (), *, as_json: bool) -> int:
    """Says how it ended, on stderr and, if asked for JSON, as the one document on stdout; gives the exit code.

    `trace` is where a defect happened. A log on stderr has been told already, and takes no other lines.
    """
    from ingest.logs import form

    if not form():
        click.echo("".join(trace), err=True, nl=False)
        click.echo(f"ingest: {ending.message}", err=True)
        for line in [*ending.lines, *ending.remedy.splitlines()]:
            click.echo(f"        {line}", err=True)
    if as_json:
        told = {
            "error": ending.message,
            "remedy": ending.remedy,
            "exit_code": ending.exit_code,
            **ending.told,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    return ending.exit_code


def speak_any_language() -> None:
    """Lets output hold every letter whatever the locale: JSON is UTF-8, words lose what a terminal cannot show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
