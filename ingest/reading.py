"""Reads a source's bytes, and only if it is what the scan saw."""

from __future__ import annotations

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from index.buggify import READING, fail, fires
from ingest.document import Source
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 1 << 18
"""Bytes by which a loader is chosen; a smaller file is read at once."""
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)
_SLICE = 1 << 24
_BUFFER = 1 << 16


def read(source: Source, *, max_bytes: int | None = None) -> bytes:
    """The content of `source`. Raises LoadError: vanished, unreadable, not-regular, changing, too-large.

    A link is read only if it still leads to the file the scan allowed; a pipe is never waited for.
    """
    if max_bytes is not None and source.size > max_bytes:
        raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
    with opened(source) as file:
        return file.content()


class Opened:
    """A source that is open. `file` can seek; what it cannot read is a `LoadError`, never an `OSError`."""

    def __init__(self, handle: int, source: Source) -> None:
        self._handle, self._source = handle, source
        self.file = cast("BinaryIO", io.BufferedReader(_Raw(handle, closefd=False), _BUFFER))

    def head(self, size: int) -> bytes:
        """The first `size` bytes. Raises as `content`."""
        return os.pread(self._handle, size, 0) if hasattr(os, "pread") else self._seek_and_read(size)

    def content(self) -> bytes:
        """All of it. Raises LoadError: changing."""
        slices = []
        left = self._source.size + 1
        os.lseek(self._handle, 0, os.SEEK_SET)
        while left > 0 and (piece := os.read(self._handle, min(left, _SLICE))):
            piece = piece[len(piece) // 2 :] if fires("short-read") else piece  # half is lost
            slices.append(piece)
            left -= len(piece)
        if left != 1:
            raise LoadError(Code.CHANGING)
        self.require_unchanged()
        return slices[0] if len(slices) == 1 else b"".join(slices)

    def slices(self) -> Iterator[bytes]:
        """All of it, 16 MB at a time."""
        self.file.seek(0)
        while piece := self.file.read(_SLICE):
            yield piece

    def require_unchanged(self) -> None:
        """Raises LoadError, changing, unless size and time are what the scan saw."""
        now = os.fstat(self._handle)
        if (now.st_size, now.st_mtime_ns) != (self._source.size, self._source.mtime_ns):
            raise LoadError(Code.CHANGING)

    def _seek_and_read(self, size: int) -> bytes:
        self.file.seek(0)
        return self.file.read(size)


class _Raw(io.FileIO):
    def readinto(self, buffer: WriteableBuffer) -> int:
        try:
            return super().readinto(buffer) or 0
        except OSError as error:
            raise _unreadable(error) from error


@contextmanager
def opened(source: Source) -> Iterator[Opened]:
    """Opens `source`. Raises LoadError: vanished, unreadable, not-regular, changing."""
    try:
        handle = _open(source)
        try:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise LoadError(Code.NOT_REGULAR)
            file = Opened(handle, source)
            file.require_unchanged()
            yield file
        finally:
            os.close(handle)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LoadError(Code.VANISHED) from error
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> LoadError:
    return LoadError(Code.UNREADABLE, errno.errorcode.get(error.errno or 0, "OSError"))


def _open(source: Source) -> int:
    try:
        fail("open", READING)
        return os.open(source.file, _FLAGS | _NOFOLLOW)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
    handle = os.open(source.file, _FLAGS)
    if os.fstat(handle).st_ino != source.inode:
        os.close(handle)
        raise LoadError(Code.CHANGING, "link")
    return handle
