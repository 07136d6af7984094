"""The state directory belongs to one writer at a time, to its owner only, and to a local disk."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from index.errors import EnvironmentFaultError, LockedError
from index.mounts import network_type, read_mountinfo

__all__ = ["StateLock", "network_type", "require_local", "secure_directory"]

Lent = tuple[tuple[int, ...], dict[str, str]]
"""Descriptors and variables for a child."""
INHERITED = "INGEST_LOCK_FD"
"""Environment variable: which descriptor of a child is its parent's lock. Worth nothing without the descriptor."""


class StateLock:
    """The lock of a state directory; the system releases it when the last of its holders ends, however they end.

    A child may work under its parent's lock: `lent` says what to start it with, and the child's own StateLock then
    takes part in the lock instead of asking for it. On POSIX the lock belongs to the open file that both have: it
    is held as long as one of them lives. A process that was lent nothing cannot claim to be a child, since the system
    is asked whether that very open file holds the lock. Windows has no such thing; see `lent`.
    With another `name` it is a lock for something else in that directory.
    """

    def __init__(self, directory: Path, *, command: str | None = None, name: str = "lock") -> None:
        self.path = directory / name
        self._command = _command() if command is None else command
        self._note = b""
        self._handle: int | None = None
        self._inherited = False

    def try_acquire(self) -> bool:
        """Takes the lock if it is free, or takes part in the one that was lent; tells whether it is now ours."""
        if self._handle is not None:
            return True
        handle = _inherited(self.path)
        self._inherited = handle is not None
        if handle is None:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
            if not _lock(handle):
                os.close(handle)
                return False
        self._handle = handle
        self._note = f"{os.getpid()} {self._command}\n".encode("utf-8", "backslashreplace")
        elders = _living(_read(handle).splitlines(keepends=True)) if self._inherited else []
        _write(handle, b"".join((*elders, self._note)))
        return True

    def release(self) -> None:
        """Gives the lock back, or the part in it; nothing if it is not ours."""
        if self._handle is None:
            return
        _write(self._handle, _read(self._handle).replace(self._note, b"", 1))
        if self._inherited:
            os.environ[INHERITED] = str(self._handle)  # for the next StateLock of this process
        else:
            os.close(self._handle)
        self._handle = None

    @contextlib.contextmanager
    def lent(self) -> Iterator[Lent]:
        """While one child works under this lock: descriptors to pass to it, and variables for its environment.

        One child at a time: this lock does not keep children apart. A lock that is not held lends nothing. On Windows,
        where a lock is one process's, it is given back for that time and the child asks for it like anybody: who comes
        between is let in, and the child's run ends with 4.
        """
        if self._handle is None:
            yield (), {}
        elif sys.platform == "win32":
            self.release()
            try:
                yield (), {}
            finally:
                self.try_acquire()
        else:
            yield (self._handle,), {INHERITED: str(self._handle)}

    def holder(self) -> str:
        """Who holds the lock, as far as known: "pid 123 (ingest sync)"; of a family the eldest that lives."""
        try:
            lines = self.path.read_bytes().splitlines()
        except OSError:
            lines = []
        for pid, command in filter(None, map(_holder, _living(lines) or lines)):
            return f"pid {pid} ({command})" if command else f"pid {pid}"
        return "another process"

    def __enter__(self) -> Self:
        if not self.try_acquire():
            holder = self.holder()
            remedy = "Wait until it ends, or stop it; the lock is released when its process ends."
            if holder.endswith(" serve)"):
                remedy += (
                    '\nA server makes runs itself, and on order: POST /sync {"allow_delete": 120}, for one.'
                )
            raise LockedError(f"{self.path.parent} is in use by {holder}", remedy=remedy)
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def secure_directory(path: Path) -> None:
    """Makes the directory if it is missing, readable by its owner only."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise EnvironmentFaultError(
            f"state directory {path} cannot be made ({type(error).__name__})",
            remedy="Give state.dir a place that this user may write.",
        ) from error


def require_local(directory: Path) -> None:
    """Raises EnvironmentFaultError (exit 8) when `directory` lies on a network file system, which breaks locks.

    Where the system does not tell (no /proc), nothing is checked.
    """
    kind = network_type(read_mountinfo(), os.path.realpath(directory))
    if kind:
        raise EnvironmentFaultError(
            f"state directory {directory} lies on a network file system ({kind})",
            remedy="Set state.dir to a local disk; the documents themselves may be on a share.",
        )


def _lock(handle: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        with contextlib.suppress(OSError):
            os.lseek(handle, 1 << 30, os.SEEK_SET)  # far from the text, which others may then read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
            return True
        return False
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _inherited(path: Path) -> int | None:
    """The descriptor that this process was lent, if it is the lock of `path` and holds it; it can be taken once."""
    number = os.environ.get(INHERITED, "")
    if sys.platform == "win32" or not (number.isdecimal() and len(number) < 10):
        return None
    import fcntl

    handle = int(number)
    try:
        given, lock = os.fstat(handle), path.stat()
        if not stat.S_ISREG(given.st_mode) or (given.st_dev, given.st_ino) != (lock.st_dev, lock.st_ino):
            return None
        os.set_inheritable(handle, False)  # children of this process are no part of it
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nothing to do for an open file that holds it
    except OSError:
        return None
    del os.environ[INHERITED]
    return handle


def _read(handle: int) -> bytes:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 4096)


def _write(handle: int, text: bytes) -> None:
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text)


def _holder(line: bytes) -> tuple[int, str] | None:
    """Of a line "123 ingest sync"; None for what is no such line."""
    pid, _, command = line.decode("utf-8", "replace").strip().partition(" ")
    return (int(pid), command) if pid.isdecimal() and len(pid) < 10 else None


def _living(lines: Sequence[bytes]) -> list[bytes]:
    """Lines of processes that live."""
    return [line for line in lines if (told := _holder(line)) and _is_alive(told[0])]


def _is_alive(pid: int) -> bool:
    if sys.platform != "win32":  # where there is no question without a side effect
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            pass
    return True


def _command() -> str:
    """The program and its subcommand; nothing else of the command line, which may hold a search phrase."""
    word = next((arg for arg in sys.argv[1:] if re.fullmatch(r"[a-z]{2,12}", arg)), "")
    program = Path(sys.argv[0] or "python")
    name = program.parent.name if program.name == "__main__.py" else program.name
    return f"{name} {word}".strip()
