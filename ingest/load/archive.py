"""Reading zip archives as streams, within limits: members never touch the disk and never cost more than they say."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

from ingest.errors import Code, LoadError
from ingest.load.zip_end import directory_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEGABYTE = 1_000_000
STEP = 1 << 16
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCAL, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED_FLAG = 0x1
ENTRY_BYTES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an archive may hold; sizes in bytes. `ratio` counts for members of more than `ratio_from`, each by itself.

    `member` is the size of one, and `depth` how many archives may lie in each other, where members are documents.
    """

    entries: int = 10_000
    total: int = 500 * MEGABYTE
    ratio: int = 200
    ratio_from: int = 10 * MEGABYTE
    member: int = 100 << 20
    depth: int = 2


LIMITS = Limits()


class Archive:
    """A zip, in memory or open. `names` are its files with safe names, in archive order; `unsafe` are the others.

    Raises `LoadError`: truncated, malformed, wrong-type, archive-bomb, unsafe-path (no safe member at all).
    """

    def __init__(self, data: bytes | BinaryIO, limits: Limits = LIMITS) -> None:
        file = io.BytesIO(data) if isinstance(data, bytes) else data
        if directory_bytes(file) > max(MEGABYTE, limits.entries * ENTRY_BYTES):
            raise LoadError(Code.ARCHIVE_BOMB, "size of the directory")
        self._zip = _open(file)
        self._limits = limits
        self._spent = 0
        files = [info for info in self._zip.infolist() if not info.is_dir()]
        if len(self._zip.infolist()) > limits.entries:
            raise LoadError(Code.ARCHIVE_BOMB, f"{len(self._zip.infolist())} entries")
        if sum(info.file_size for info in files) > limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "declared size")
        if files and all(map(self._swells, files)):
            raise LoadError(Code.ARCHIVE_BOMB, "compression ratio")
        self._members = {_name(info): info for info in files if _safe(info)}
        self.names = tuple(self._members)
        self.unsafe = tuple(info.filename for info in files if not _safe(info))
        self.skipped = len(self.unsafe)
        if files and not self._members:
            raise LoadError(Code.UNSAFE_PATH, f"{self.skipped} members")

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def flags(self, name: str) -> int:
        """The general purpose flags of `name`."""
        return self._members[name].flag_bits

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
        self._refuse_swelling(info)
        if info.compress_type not in METHODS:
            raise LoadError(Code.MALFORMED, f"compression method {info.compress_type}")
        with _sound():
            return io.BufferedReader(_Stream(self._zip.open(info), self._spend), STEP)

    def within(self, name: str, limits: Limits) -> Archive:
        """The zip that is a member, read where it lies: best from its start to its end."""
        info = self._members[name]
        self._refuse_swelling(info)
        with _sound():
            return Archive(cast("BinaryIO", self._zip.open(info)), limits)

    def _refuse_swelling(self, info: zipfile.ZipInfo) -> None:
        if self._swells(info):
            raise LoadError(Code.ARCHIVE_BOMB, "a member's compression ratio")

    def _swells(self, info: zipfile.ZipInfo) -> bool:
        """Whether a member says of itself that it unpacks to more than its size allows; it is never opened."""
        limits = self._limits
        return info.file_size > limits.ratio_from and info.file_size > limits.ratio * info.compress_size

    def _spend(self, count: int) -> None:
        self._spent += count
        if self._spent > self._limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "unpacked size")


class _Stream(io.RawIOBase):
    """A member that is being read: what goes wrong gets its code, what comes out is counted."""

    def __init__(self, inner: IO[bytes], spend: Callable[[int], None]) -> None:
        self._inner, self._spend = inner, spend

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _sound():
            part = self._inner.read(len(buffer))
        self._spend(len(part))
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._inner.close()
        super().close()


@contextmanager
def _sound() -> Iterator[None]:
    """Says in codes what the library raises for damaged members."""
    try:
        yield
    except EOFError:
        raise LoadError(Code.TRUNCATED, "a member ends early") from None
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, OSError) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from None  # the library names the member


def _open(file: BinaryIO) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        size = file.seek(0, io.SEEK_END)
        if not size:
            raise LoadError(Code.EMPTY_FILE) from error
        file.seek(0)
        if not file.read(4).startswith((LOCAL, EMPTY)):
            raise LoadError(Code.WRONG_TYPE, "not a zip archive") from error
        file.seek(max(0, size - STEP - 22))
        # The directory of a zip stands at its end: without its mark, the end is missing.
        code = Code.MALFORMED if EMPTY in file.read(STEP + 22) else Code.TRUNCATED
        raise LoadError(code, type(error).__name__) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name as archives should have it: some programs on Windows write their own separator."""
    return info.filename.replace("\\", "/")


def leaves(name: str) -> bool:
    """Whether the name of a member leads out of its archive, on any system."""
    name = name.replace("\\", "/")
    return not name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/")


def _safe(info: zipfile.ZipInfo) -> bool:
    """Whether the name stays inside the archive and the member is a plain file."""
    return not leaves(_name(info)) and not stat.S_ISLNK(info.external_attr >> 16)
