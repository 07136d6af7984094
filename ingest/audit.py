"""The audit log: append-only JSON Lines, each line carrying the hash of the one before.

A chain detects a changed, missing or moved line. Who holds the file can cut its tail: `head()` is printed in reports,
so that a copy elsewhere tells, and `verify(head)` compares. Details are ids, counts and kinds, never text.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

from index.durable import sync_directory
from index.errors import EnvironmentFaultError

_ROOT = "0" * 64
_BLOCK = 1 << 16
_FIELDS = ("seq", "at", "run", "actor", "action", "object", "details", "prev")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a line; `line` counts from 1. `missing`: a line before it is gone or was moved."""

    line: int
    kind: Literal["changed", "missing", "torn", "cut"]


class AuditLog:
    """Takes turns with other writers of the file, line by line. Reading writes nothing, nor does making one."""

    def __init__(
        self, path: Path, clock: Callable[[], datetime], *, run: str = "", actor: str | None = None
    ) -> None:
        self.path = path
        self.run = run
        self._clock = clock
        self._actor = user() if actor is None else actor
        self._handle: int | None = None
        self._head: tuple[int, str] = (0, _ROOT)

    def require_writable(self) -> None:
        """Makes the file if it is missing. Raises EnvironmentFaultError when it would take no line."""
        try:
            os.close(self._opened())
        except OSError as error:
            raise self._fault(error) from error

    def append(self, action: str, object: str, details: Mapping[str, Any] | None = None) -> None:  # noqa: A002 - the field's name
        """Writes one line; `details` are JSON values. Raises EnvironmentFaultError when the disk does not take it."""
        try:
            if self._handle is None:
                self._open()
            self._write(action, object, details or {})
        except OSError as error:
            raise self._fault(error) from error

    def flush(self) -> None:
        """Puts on disk what was appended, once a run."""
        if self._handle is not None:
            os.fsync(self._handle)

    def close(self) -> None:
        """Flushes and closes; a later `append` opens again."""
        if self._handle is not None:
            self.flush()
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if self._handle is not None:
            os.close(self._handle)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last whole line; (0, 64 zeros) of an empty log."""
        if self._handle is not None:
            return self._head
        return _tail(self.path)[0]

    def records(self) -> Iterator[dict[str, Any]]:
        """All whole lines, from the first; torn and foreign ones are passed by."""
        return filter(None, map(_parse, _lines(self.path)))

    def verify(self, head: tuple[int, str] | None = None) -> list[Problem]:
        """What is wrong with the chain; nothing for a log that does not exist. `head` is an earlier head."""
        problems: list[Problem] = []
        expected, torn, number, hashes = (0, _ROOT), 0, 0, {0: _ROOT}
        for number, line in enumerate(_lines(self.path), start=1):
            record = _parse(line)
            if record is None:
                torn = len(line.rstrip(b"\n"))
                problems.append(Problem(line=number, kind="torn"))
                continue
            if torn and record["action"] == "truncated" and record["details"].get("bytes") == torn:
                problems.pop()
            torn = 0
            if record["hash"] != _hash(record):
                problems.append(Problem(line=number, kind="changed"))
            elif (record["seq"], record["prev"]) != (expected[0] + 1, expected[1]):
                problems.append(Problem(line=number, kind="missing"))
            expected = (record["seq"], record["hash"])
            hashes[expected[0]] = expected[1]
        if head is not None and hashes.get(head[0]) != head[1]:
            problems.append(Problem(line=number + 1, kind="cut"))
        return problems

    def _fault(self, error: OSError) -> EnvironmentFaultError:
        return EnvironmentFaultError(
            f"audit log {self.path} cannot be written ({error.strerror or type(error).__name__})",
            remedy="Free disk space, grant write access, or correct audit.path.",
        )

    def _opened(self) -> int:
        is_new = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        handle = os.open(self.path, flags, 0o600)
        if is_new:
            sync_directory(self.path.parent)
        return handle

    def _open(self) -> None:
        self._handle = self._opened()
        _wait_for_turn(self._handle)
        self._head, torn, ends_line = _tail(self.path)
        if not ends_line:
            _write_all(self._handle, b"\n")
        if torn:
            self._write("truncated", str(self.path.name), {"bytes": torn})

    def _write(self, action: str, object_: str, details: Mapping[str, Any]) -> None:
        assert self._handle is not None  # noqa: S101 - the callers opened it
        seq, previous = self._head
        record = {
            "seq": seq + 1,
            "at": self._clock().isoformat(timespec="seconds"),
            "run": self.run,
            "actor": self._actor,
            "action": action,
            "object": object_,
            "details": dict(details),
            "prev": previous,
        }
        digest = _hash(record)
        _write_all(self._handle, json.dumps({**record, "hash": digest}).encode() + b"\n")
        self._head = (seq + 1, digest)


def _hash(record: Mapping[str, Any]) -> str:
    body = {name: record[name] for name in _FIELDS if name != "prev"}
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((record["prev"] + canonical).encode()).hexdigest()


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.keys() != {*_FIELDS, "hash"}:
        return None
    texts = (record["prev"], record["hash"])
    return (
        record
        if isinstance(record["details"], dict) and all(isinstance(text, str) for text in texts)
        else None
    )


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            while line := file.readline():
                if not line.endswith(b"\n"):  # torn, or on its way
                    _wait_for_writer(file.fileno())
                    line += file.readline()
                yield line


def _tail(path: Path) -> tuple[tuple[int, str], int, bool]:
    """The head, the length of a torn last line (0: none) and whether the file ends with a line's end.

    Reads from the end, a block at a time, until a whole line is found.
    """
    if not path.exists() or not path.stat().st_size:
        return (0, _ROOT), 0, True
    with path.open("rb") as file:
        start = end = file.seek(0, os.SEEK_END)
        tail, torn = b"", 0
        while start:
            start = file.seek(start - min(start, _BLOCK))
            tail = file.read(end - start) + tail
            end = start
            lines = (tail if not start else tail.partition(b"\n")[2]).removesuffix(b"\n").split(b"\n")
            torn = 0
            for line in reversed(lines):
                record = _parse(line)
                if record is not None:
                    return (record["seq"], record["hash"]), torn, tail.endswith(b"\n")
                torn = torn or len(line)
    return (0, _ROOT), torn, tail.endswith(b"\n")


def _wait_for_turn(handle: int) -> None:
    """Until the file is closed, nobody else appends. A file system that has no locks is taken as it is."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)


def _wait_for_writer(handle: int) -> None:
    """Until nobody appends who does now."""
    if sys.platform != "win32":
        import fcntl

        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
            fcntl.flock(handle, fcntl.LOCK_UN)


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]


def user() -> str:
    """Whoever runs this process; by number where it has no name, as in containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"uid:{os.getuid()}" if hasattr(os, "getuid") else ""
