"""A dump that was packed as one file, as a stream: gz, bz2, xz, 7z, or not packed at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import queue
import threading
import zlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from ingest.errors import Code, LoadError
from ingest.load.archive_seven import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

OPENED: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
SEVEN = b"7z\xbc\xaf\x27\x1c"
RATIO = 2_000
"""Bytes out of one byte in: a dump with all versions repeats itself, a bomb repeats more."""
SMALL = 10_000_000
PARTS, PATIENCE = 8, 0.2


@contextmanager
def unpacked(file: BinaryIO) -> Iterator[BinaryIO]:
    """The content from its start. Reading raises `LoadError`: truncated, malformed, archive-bomb, unsupported."""
    most = max(SMALL, RATIO * file.seek(0, io.SEEK_END))
    file.seek(0)
    start = file.read(6)
    file.seek(0)
    if start == SEVEN:
        pull = _Pull(file)
        try:
            yield cast("BinaryIO", _Counted(pull, most))
        finally:
            pull.stop()
        return
    kind = next((opened for magic, opened in OPENED.items() if start.startswith(magic)), None)
    yield file if kind is None else cast("BinaryIO", _Counted(kind(file), most))


def head(file: BinaryIO, count: int = 4096) -> bytes:
    """The first bytes of the content; b"" where they cannot be had. The file is rewound."""
    try:
        with unpacked(file) as plain:
            return plain.read(count)
    except LoadError:
        return b""
    finally:
        file.seek(0)


class _Counted:
    """A stream of which no more than `most` bytes are read."""

    def __init__(self, stream: Any, most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, count: int) -> bytes:
        """At most `count` bytes."""
        try:
            part: bytes = self._stream.read(count)
        except EOFError as error:
            raise LoadError(Code.TRUNCATED, "packed data ends early") from error
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise LoadError(Code.MALFORMED, type(error).__name__) from None
        self._left -= len(part)
        if self._left < 0:
            raise LoadError(Code.ARCHIVE_BOMB, "unpacked size")
        return part


class _StoppedError(Exception):
    """Nobody wants more of it."""


class _Pull:
    """The first file of a 7z. Its library pushes, so a thread of its own unpacks, no more than a few parts ahead."""

    def __init__(self, file: BinaryIO) -> None:
        self._parts: queue.Queue[bytes | LoadError | None] = queue.Queue(PARTS)
        self._stopped = threading.Event()
        self._rest = b""
        self._ended = False
        self._thread = threading.Thread(target=self._run, args=(file,), daemon=True)
        self._thread.start()

    def read(self, count: int) -> bytes:
        """At most `count` bytes; b"" at the end."""
        if not self._rest and not self._ended:
            part = self._parts.get()
            if isinstance(part, LoadError):
                self._ended = True
                raise part
            self._ended = part is None
            self._rest = part or b""
        part, self._rest = self._rest[:count], self._rest[count:]
        return part

    def stop(self) -> None:
        """Ends the thread."""
        self._stopped.set()
        self._thread.join()

    def put(self, part: bytes | LoadError | None) -> None:
        """What the thread hands over; it waits while enough lies there. Raises when nobody wants it."""
        while True:
            if self._stopped.is_set():
                raise _StoppedError
            try:
                self._parts.put(part, timeout=PATIENCE)
            except queue.Full:
                continue
            return

    def _run(self, file: BinaryIO) -> None:
        end: LoadError | None = LoadError(Code.MALFORMED, "7z")
        with suppress(_StoppedError):
            try:
                self._unpack(file)
                end = None
            except LoadError as error:
                end = error
            finally:  # whatever happened: the one who reads must not wait for ever
                self.put(end)

    def _unpack(self, file: BinaryIO) -> None:
        with opened(file) as archive:
            if archive.needs_password():
                raise LoadError(Code.PASSWORD_REQUIRED, "7z")
            names = [one.filename for one in archive.list() if not one.is_directory]
            if not names:
                raise LoadError(Code.NO_TEXT, "an empty archive")
            archive.extract(targets=names[:1], factory=_factory(self))


def _factory(pull: _Pull) -> Any:
    from py7zr.io import Py7zIO, WriterFactory

    class Sink(Py7zIO):  # type: ignore[misc]  # the library has no types
        size_ = 0

        def write(self, s: bytes | bytearray) -> int:
            self.size_ += len(s)
            pull.put(bytes(s))
            return len(s)

        def read(self, size: int | None = None) -> bytes:  # noqa: ARG002 - nobody reads here
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - nor seeks
            return 0

        def flush(self) -> None:
            return

        def size(self) -> int:
            return self.size_

    class Factory(WriterFactory):  # type: ignore[misc]  # likewise
        def create(self, filename: str) -> Any:  # noqa: ARG002 - there is one
            return Sink()

    return Factory()
