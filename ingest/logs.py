"""The log of what a process does: events with ids, codes, counts and seconds; never text of a document, never a query.

An event has a short name and fields. Nothing is written before `start` was called; then each event is a line on
stderr, JSON for machines or text for people. `concern` names what all later events are about: command and run.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Literal, TextIO

FORM, LEVEL = "INGEST_LOG", "INGEST_LOG_LEVEL"
"""Environment variables in which processes that this one starts find how to log."""

_OURS = logging.getLogger("ingest")
_ABOUT: ContextVar[Mapping[str, Any]] = ContextVar("about", default={})  # noqa: B039 - never changed in place
_LEADING = ("run", "command")


def concern(**fields: Any) -> None:
    """What later events of this thread are about; "" takes a field away."""
    _ABOUT.set({name: value for name, value in {**_ABOUT.get(), **fields}.items() if value != ""})


def concerned_run() -> str:
    """The id of the run that this thread did last, "" if it had none."""
    return str(_ABOUT.get().get("run", ""))


def run_id(number: int, began: str) -> str:
    """17-20250601T010203Z: the run's row in the history, then when it began, an ISO time.

    A run that is killed leaves its number to the next one; with its time an id is one run's alone.
    """
    return f"{number}-{datetime.fromisoformat(began).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def log(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """Writes one event. Fields are ids, codes, counts, kinds and seconds: JSON values."""
    if form() and _OURS.isEnabledFor(level):
        _OURS.log(level, event, extra={"told": {**_ABOUT.get(), **fields}})


def warn(event: str, **fields: Any) -> None:
    """An event that a person may have to look at."""
    log(event, logging.WARNING, **fields)


def debug(event: str, **fields: Any) -> None:
    """An event that matters only to who looks for a fault."""
    log(event, logging.DEBUG, **fields)


@contextmanager
def timed(event: str) -> Iterator[dict[str, Any]]:
    """Writes an event with its `seconds` when the block is done; the block fills in the other fields."""
    started, fields = time.monotonic(), dict[str, Any]()
    yield fields
    log(event, **fields, seconds=round(time.monotonic() - started, 3))


def level_of(exit_code: int) -> int:
    """How loud an ending is: 0 info, 1 and signals warning, all else error."""
    if exit_code == 0:
        return logging.INFO
    return logging.WARNING if exit_code in {1, 130, 143} else logging.ERROR


def start(chosen: Literal["json", "text"], level: str = "info", stream: TextIO | None = None) -> None:
    """Logs from now on, in this process and, by its environment, in those that it starts."""
    stop()
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(_AsJson() if chosen == "json" else _AsText())
    _OURS.addHandler(handler)
    _OURS.setLevel(level.upper())
    _OURS.propagate = False
    others = logging.StreamHandler(stream or sys.stderr)
    others.setFormatter(handler.formatter)
    others.setLevel(logging.WARNING)
    logging.getLogger().addHandler(others)
    logging.captureWarnings(capture=True)
    os.environ[FORM], os.environ[LEVEL] = chosen, level


def stop() -> None:
    """Logs no more."""
    for logger in (_OURS, logging.getLogger()):
        for handler in list(logger.handlers):
            if isinstance(handler.formatter, _AsJson | _AsText):
                logger.removeHandler(handler)
    _OURS.setLevel(logging.NOTSET)
    _OURS.propagate = True
    logging.captureWarnings(capture=False)
    os.environ.pop(FORM, None)
    os.environ.pop(LEVEL, None)


def form() -> Literal["json", "text", ""]:
    """How events are written, "" if they are not; if they are, no bar is drawn and no other words go to stderr."""
    for handler in _OURS.handlers:
        if isinstance(handler.formatter, _AsJson):
            return "json"
        if isinstance(handler.formatter, _AsText):
            return "text"
    return ""


def relay(line: str, command: str) -> None:
    """Writes what a process that this one started said on stderr: its events as they are.

    Where JSON is wanted any other words, a library's or a dying interpreter's, are counted and not repeated.
    """
    text = line.rstrip()
    if form() == "json" and not _is_event(text):
        warn("stray", of=command, characters=len(text))
        return
    for handler in _OURS.handlers if form() else ():
        if isinstance(handler, logging.StreamHandler):
            handler.acquire()
            handler.stream.write(text + "\n")
            handler.flush()
            handler.release()


def _is_event(text: str) -> bool:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and {"time", "level", "event"} <= row.keys()


def _event(record: logging.LogRecord) -> str:
    """What a library says may quote a document: told is where it said something, not what."""
    if record.name == _OURS.name:
        return record.getMessage()
    return "note" if record.name.startswith(f"{_OURS.name}.") else "library"


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    if record.name == _OURS.name:
        told: dict[str, Any] = getattr(record, "told", {})
        return {name: told[name] for name in _LEADING if name in told} | told
    if _event(record) == "note":
        return {**_ABOUT.get(), "logger": record.name, "message": record.getMessage()}
    return {**_ABOUT.get(), "logger": record.name, "where": f"{record.module}:{record.lineno}"}


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _AsJson(logging.Formatter):
    """One JSON object a line: time, level, event, then run, command and what else there is."""

    def format(self, record: logging.LogRecord) -> str:
        head = {"time": _at(record), "level": record.levelname.lower(), "event": _event(record)}
        return json.dumps({**head, **_fields(record), **head}, ensure_ascii=False, default=str)


class _AsText(logging.Formatter):
    """A line for a person: time, level, event, then name=value."""

    def format(self, record: logging.LogRecord) -> str:
        fields = " ".join(f"{name}={_shown(value)}" for name, value in _fields(record).items())
        return f"{_at(record)} {record.levelname:<7} {_event(record)} {fields}".rstrip()


def _shown(value: Any) -> str:
    """A value in one word, or in quotes: no value can look like another line or another field."""
    if isinstance(value, str) and value and value.isprintable() and not set(value) & set(' "=\\'):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
