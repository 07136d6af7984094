"""The state directory belongs to one writer at a time, to its owner only, and to a local disk."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from pathlib import Path
from typing import Self

from index.errors import EnvironmentFaultError, LockedError
from index.mounts import network_type, read_mountinfo

__all__ = ["StateLock", "network_type", "require_local", "secure_directory"]


class StateLock:
    """The lock of a state directory; the system releases it when its process ends, however it ends."""

    def __init__(self, directory: Path, *, command: str | None = None) -> None:
        self.path = directory / "lock"
        self._command = _command() if command is None else command
        self._handle: int | None = None

    def try_acquire(self) -> bool:
        """Takes the lock if it is free; tells whether it is now ours."""
        if self._handle is not None:
            return True
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        if not _lock(handle):
            os.close(handle)
            return False
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {self._command}\n".encode("utf-8", "backslashreplace"))
        self._handle = handle
        return True

    def release(self) -> None:
        """Gives the lock back; nothing if it is not ours."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None

    def holder(self) -> str:
        """Who holds the lock, as far as known: "pid 123 (ingest sync)"."""
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return "another process"
        pid, _, command = text.strip().partition(" ")
        if not pid.isdigit():
            return "another process"
        return f"pid {pid} ({command})" if command else f"pid {pid}"

    def __enter__(self) -> Self:
        if not self.try_acquire():
            raise LockedError(
                f"{self.path.parent} is in use by {self.holder()}",
                remedy="Wait until it ends, or stop it; the lock is released when its process ends.",
            )
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


def _command() -> str:
    """The program and its subcommand; nothing else of the command line, which may hold a search phrase."""
    word = next((arg for arg in sys.argv[1:] if re.fullmatch(r"[a-z]{2,12}", arg)), "")
    return f"{Path(sys.argv[0] or 'python').name} {word}".strip()
