"""Reads a source's bytes, and only if it is what the scan saw."""

from __future__ import annotations

import errno
import os
import stat

from ingest.document import Source
from ingest.errors import Code, LoadError

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_SLICE = 1 << 24


def read(source: Source, *, max_bytes: int | None = None) -> bytes:
    """The content of `source`. Raises LoadError: vanished, unreadable, not-regular, changing, too-large.

    A link is read only if it still leads to the file the scan allowed; a pipe is never waited for.
    """
    if max_bytes is not None and source.size > max_bytes:
        raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
    try:
        handle = _open(source)
        try:
            return _read(handle, source)
        finally:
            os.close(handle)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LoadError(Code.VANISHED) from error
    except OSError as error:
        raise LoadError(Code.UNREADABLE, errno.errorcode.get(error.errno or 0, "OSError")) from error


def _open(source: Source) -> int:
    try:
        return os.open(source.path, _FLAGS | _NOFOLLOW)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    handle = os.open(source.path, _FLAGS)
    if os.fstat(handle).st_ino != source.inode:
        os.close(handle)
        raise LoadError(Code.CHANGING, "link")
    return handle


def _read(handle: int, source: Source) -> bytes:
    before = os.fstat(handle)
    if not stat.S_ISREG(before.st_mode):
        raise LoadError(Code.NOT_REGULAR)
    if (before.st_size, before.st_mtime_ns) != (source.size, source.mtime_ns):
        raise LoadError(Code.CHANGING)
    slices = []
    left = before.st_size + 1
    while left > 0 and (piece := os.read(handle, min(left, _SLICE))):
        slices.append(piece)
        left -= len(piece)
    after = os.fstat(handle)
    if left != 1 or (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
        raise LoadError(Code.CHANGING)
    return slices[0] if len(slices) == 1 else b"".join(slices)
