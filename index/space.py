"""Room on the disk: asked for before something is written, because a full disk tears what is being written."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.buggify import fires
from index.errors import EnvironmentFaultError

RESERVE = 200 << 20
SHARE = 20
"""What stays free: 200 MB, or a twentieth of a small disk."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_ROOM = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_IOERR_WRITE,
)
_REMEDY = "Free disk space, or give state.dir another disk; then run it again: what was not written is written then."


def require_space(directory: Path, needed: int, *, reserve: int | None = None) -> None:
    """Raises EnvironmentFaultError (8) unless `needed` bytes and a reserve are free where `directory` lies."""
    usage = shutil.disk_usage(directory)
    kept = min(RESERVE, usage.total // SHARE) if reserve is None else reserve
    if usage.free < needed + kept or fires("space"):
        raise EnvironmentFaultError(
            f"{usage.free >> 20} MB are free for {directory}; {(needed + kept) >> 20} MB are needed",
            remedy=_REMEDY,
        )


def size_of(directory: Path) -> int:
    """Bytes on disk of all files below a directory; what vanishes meanwhile does not count."""
    total = 0
    for path in directory.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


@contextmanager
def explained(directory: Path) -> Iterator[None]:
    """Turns what SQLite and the system raise when the disk is full into EnvironmentFaultError (8)."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise
        what = "no space is left" if error.sqlite_errorcode == sqlite3.SQLITE_FULL else "the disk failed"
        raise EnvironmentFaultError(f"{what} for the manifest in {directory}", remedy=_REMEDY) from error
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise EnvironmentFaultError(f"no space is left in {directory}", remedy=_REMEDY) from error


class Still(sqlite3.Connection):
    """A connection that reads its file as one that does not change: whatever is written from now on, it may not see."""


def open_for_reading(path: Path, timeout: float) -> sqlite3.Connection:
    """Opens an SQLite file for questions only. Raises sqlite3.Error.

    Readers of a file with a write-ahead log share memory through a file beside it. When the disk is too full for that
    and nobody writes (the log is empty), the file is read as one that does not change: for a moment, see `Still`.
    """
    address = path.absolute().as_uri()
    db = sqlite3.connect(
        f"{address}?mode=rw", uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )
    try:
        db.execute("PRAGMA query_only = ON")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        db.close()
        log = path.with_name(path.name + "-wal")
        if error.sqlite_errorcode not in _NO_ROOM or (log.exists() and log.stat().st_size):
            raise
        return sqlite3.connect(
            f"{address}?mode=ro&immutable=1",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            factory=Still,
        )
    except sqlite3.DatabaseError:
        db.close()
        raise
    return db
