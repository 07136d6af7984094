"""Reading zip archives as streams, within limits: members never touch the disk and never cost more than they say."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE = 1_000_000
STEP = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCAL, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED_FLAG = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an archive may hold; sizes in bytes. `ratio` counts for members of more than `ratio_from`."""

    entries: int = 10_000
    total: int = 500 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 10 * MEGABYTE


LIMITS = Limits()


class Archive:
    """A zip, in memory or in a file that can seek.

    `names` are its files with safe names, in archive order; `skipped` counts the others.

    Raises `LoadError`: truncated, malformed, wrong-type, archive-bomb, unsafe-path (no safe member at all).
    """

    def __init__(self, data: bytes | BinaryIO, limits: Limits = LIMITS) -> None:
        self._zip = _open(data)
        self._limits = limits
        self._spent = 0
        files = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self._zip.infolist()) > limits.entries:
            raise LoadError(Code.ARCHIVE_BOMB, f"{len(self._zip.infolist())} entries")
        if sum(info.file_size for info in files) > limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "declared size")
        for info in files:
            if info.file_size > limits.ratio_from and info.file_size > limits.ratio * info.compress_size:
                raise LoadError(Code.ARCHIVE_BOMB, "compression ratio")
        self._members = {info.filename: info for info in files if _safe(info)}
        self.names = tuple(self._members)
        self.skipped = sum(1 for info in files if not _safe(info))
        if files and not self._members:
            raise LoadError(Code.UNSAFE_PATH, f"{self.skipped} members")

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """How many bytes `name` says it has."""
        return self._members[name].file_size

    def read(self, name: str, limit: int) -> bytes:
        """The content of `name`, at most `limit` bytes. Raises `LoadError`: too-large, malformed, encrypted, ..."""
        content = self.head(name, limit + 1)
        if len(content) > limit:
            raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
        return content

    def head(self, name: str, count: int) -> bytes:
        """The first `count` bytes of `name`; raises as `read` does. All reading counts towards the total."""
        parts: list[bytes] = []
        left = count
        with self.open(name) as stream:
            while left > 0 and (part := stream.read(min(STEP, left))):
                parts.append(part)
                left -= len(part)
        return b"".join(parts)

    def open(self, name: str) -> BinaryIO:
        """The content of `name` as a stream, read forwards only; its `read` raises as the method `read` does."""
        info = self._members[name]
        if info.flag_bits & ENCRYPTED_FLAG:
            raise LoadError(Code.PASSWORD_REQUIRED, "a member with a password")
        if info.compress_type not in METHODS:
            raise LoadError(Code.MALFORMED, f"compression method {info.compress_type}")
        with reading():
            return io.BufferedReader(_Member(self._zip.open(info), self._spend), STEP)

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent > self._limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "unpacked size")


class _Member(io.RawIOBase):
    """A member that is being read: what goes wrong gets its code, what comes out is counted."""

    def __init__(self, stream: IO[bytes], spend: Callable[[int], None]) -> None:
        self._stream, self._spend = stream, spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with reading():
            part = self._stream.read(len(buffer))
        self._spend(len(part))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


@contextmanager
def reading() -> Iterator[None]:
    """Reading a member of an archive: what its library raises becomes a `LoadError`, truncated or malformed."""
    try:
        yield
    except EOFError as error:
        raise LoadError(Code.TRUNCATED, "a member ends early") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from error


def _open(source: bytes | BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        data, end = _ends(source)
        if not data:
            raise LoadError(Code.EMPTY_FILE) from error
        if not data.startswith((LOCAL, EMPTY)):
            raise LoadError(Code.WRONG_TYPE, "not a zip archive") from error
        # The directory of a zip stands at its end: without its mark, the end is missing.
        code = Code.MALFORMED if EMPTY in end else Code.TRUNCATED
        raise LoadError(code, type(error).__name__) from error


def _ends(source: bytes | BinaryIO) -> tuple[bytes, bytes]:
    """The first bytes and the last ones, where the directory is."""
    if isinstance(source, bytes):
        return source[:4], source[-(STEP + 22) :]
    source.seek(0)
    first = source.read(4)
    source.seek(max(0, source.seek(0, io.SEEK_END) - STEP - 22))
    return first, source.read()


def _safe(info: zipfile.ZipInfo) -> bool:
    """Whether the name stays inside the archive and the member is a plain file."""
    name = info.filename
    if not name or "\\" in name or name.startswith("/") or name[1:2] == ":":
        return False
    if stat.S_ISLNK(info.external_attr >> 16):
        return False
    return ".." not in name.split("/")
