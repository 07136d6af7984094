"""Members of tar archives, packed or not, and of files that are packed alone."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, cast

from ingest.errors import Code, LoadError
from ingest.load.archive import leaves
from ingest.load.container import Member
from ingest.names import encode_name

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

    from ingest.load.archive import Limits

GZIP, BZIP, XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
BLOCK = 512
ONE_READ = 64 << 20
"""More is never asked for at once but by a header that lies."""


def tar_members(file: BinaryIO, name: str, limits: Limits) -> Iterator[Member]:
    """What is in `file`, whose own name is `name`: files of a tar, or the one file that was packed."""
    with _sound():
        plain, packed = _unpacked(file, limits)
        start = plain.read(BLOCK)
        plain.seek(0)
    if packed and not _is_tar(start):
        inner = PurePosixPath(name).stem or "content"
        yield Member(key=encode_name(inner), name=inner, open=partial(_whole, plain, limits.member))
        return
    if not _is_tar(start):
        raise LoadError(Code.WRONG_TYPE, "not an archive")
    with _sound(), tarfile.open(fileobj=plain, mode="r:") as tar:
        yield from _members(tar, limits)


def _members(tar: tarfile.TarFile, limits: Limits) -> Iterator[Member]:
    total = count = 0
    while True:
        with _sound():
            info = tar.next()
            tar.members = []  # type: ignore[attr-defined] # it would keep all headers
        if info is None:
            return
        count += 1
        if count > limits.entries:
            raise LoadError(Code.ARCHIVE_BOMB, f"more than {limits.entries} entries")
        if info.isdir():
            continue
        total += info.size
        if total > limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "declared size")
        yield Member(
            key=encode_name(info.name.removeprefix("./")),
            name=info.name.removeprefix("./"),
            open=partial(_content, tar, info, limits.member),
        )


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo, limit: int) -> bytes:
    if not info.isreg() or leaves(info.name):
        raise LoadError(Code.UNSAFE_PATH, "a member")
    if info.size > limit:
        raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
    with _sound():
        stream = tar.extractfile(info)
        content = stream.read() if stream else b""
    if len(content) != info.size:
        raise LoadError(Code.TRUNCATED, "a member ends early")
    return content


def _whole(plain: IO[bytes], limit: int) -> bytes:
    with _sound():
        plain.seek(0)
        parts, left = [], limit + 1
        while left > 0 and (part := plain.read(min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
    if left <= 0:
        raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
    return b"".join(parts)


def _is_tar(start: bytes) -> bool:
    """Whether a block is the header of a tar of any age: its sum is right, or it is the end of an empty one."""
    if len(start) < BLOCK or not start.strip(b"\0"):
        return False
    try:
        stated = int(start[148:156].strip(b" \0") or b"x", 8)
    except ValueError:
        return False
    return stated == sum(start[:148]) + sum(start[156:BLOCK]) + 8 * 32


def _unpacked(file: BinaryIO, limits: Limits) -> tuple[IO[bytes], bool]:
    start = file.read(8)
    file.seek(0)
    if start.startswith(GZIP):
        return _Bounded(gzip.GzipFile(fileobj=file), file, limits), True
    if start.startswith(BZIP):
        return _Bounded(bz2.BZ2File(file), file, limits), True
    if start.startswith(XZ):
        return _Bounded(lzma.LZMAFile(file), file, limits), True
    return _Bounded(file, file, limits, direct=True), False


class _Bounded(io.RawIOBase, IO[bytes]):
    """A stream, unpacking or `direct`, that gives no more than an archive may hold, by size and by ratio."""

    def __init__(
        self,
        inner: IO[bytes] | io.BufferedIOBase,
        packed: BinaryIO,
        limits: Limits,
        *,
        direct: bool = False,
    ) -> None:
        self._inner, self._packed, self._limits = cast("BinaryIO", inner), packed, limits
        self._direct = direct
        self._far = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._inner.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        target = offset if whence == io.SEEK_SET else self.tell() + offset
        while not self._direct and (left := target - self.tell()) > 0 and self.read(min(left, 1 << 20)):
            pass
        return self._inner.seek(target) if self._direct or target < self.tell() else self.tell()

    def read(self, size: int = -1) -> bytes:
        if size > ONE_READ:
            raise LoadError(Code.ARCHIVE_BOMB, "a header that asks for too much")
        data = self._inner.read(size)
        self._far = max(self._far, self._inner.tell())
        limits = self._limits
        if self._far > limits.total:
            raise LoadError(Code.ARCHIVE_BOMB, "unpacked size")
        if self._far > limits.ratio_from and self._far > limits.ratio * max(1, self._packed.tell()):
            raise LoadError(Code.ARCHIVE_BOMB, "compression ratio")
        return data

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


@contextmanager
def _sound() -> Iterator[None]:
    """Says in codes what the libraries raise for damaged archives."""
    try:
        yield
    except EOFError as error:
        raise LoadError(Code.TRUNCATED, "it ends early") from error
    except tarfile.ReadError as error:
        code = Code.TRUNCATED if "end of" in str(error) else Code.MALFORMED
        raise LoadError(code, "tar") from error
    except (tarfile.TarError, zlib.error, lzma.LZMAError, OSError, ValueError, OverflowError) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from error
