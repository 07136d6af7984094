"""A folder of a wiki that somebody packed: zip, tar, tar.gz, tar.bz2, tar.xz, read from its start to its end."""

from __future__ import annotations

import lzma
import tarfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import Code, LoadError
from ingest.load.archive import LIMITS, LOCAL, Archive, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENTRIES = 200_000
UNPACKED = 100_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file in a package. `read(limit)` gives its bytes; in a tar only while it is the newest one."""

    name: str
    size: int
    read: Callable[[int], bytes]


def packed(file: BinaryIO) -> Iterator[Packed]:
    """The plain files of the package with safe names, in its order.

    Raises `LoadError`: truncated, malformed, wrong-type, archive-bomb, unsafe-path, ...
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith(LOCAL):
        archive = Archive(file, Limits(entries=ENTRIES, total=UNPACKED))
        for name in archive.names:
            if not is_junk(name):
                yield Packed(name=name, size=archive.size(name), read=partial(archive.read, name))
    else:
        yield from _tar(file)


def is_junk(name: str) -> bool:
    """What programs of macOS put beside each file."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def _tar(file: BinaryIO) -> Iterator[Packed]:
    most = max(LIMITS.ratio_from, LIMITS.ratio * file.seek(0, 2))
    file.seek(0)
    with _reading(), tarfile.open(fileobj=file, mode="r:*") as tar:
        count = 0
        while (info := tar.next()) is not None:
            tar.__dict__["members"] = []  # else it remembers all of them
            count += 1
            if count > ENTRIES or info.offset_data + info.size > most:
                raise LoadError(Code.ARCHIVE_BOMB, "entries or unpacked size")
            name = info.name.removeprefix("./")
            if info.isfile() and _safe(name) and not is_junk(name):
                yield Packed(name=name, size=info.size, read=partial(_read, tar, info))


def _read(tar: tarfile.TarFile, info: tarfile.TarInfo, limit: int) -> bytes:
    if info.size > limit:
        raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
    with _reading():
        stream = tar.extractfile(info)
        content = stream.read() if stream is not None else b""
    if len(content) < info.size:
        raise LoadError(Code.TRUNCATED, "a member ends early")
    return content


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except (EOFError, tarfile.ReadError) as error:
        ends = isinstance(error, EOFError) or "unexpected end" in str(error)
        raise LoadError(Code.TRUNCATED if ends else Code.MALFORMED, type(error).__name__) from None
    except (tarfile.TarError, zlib.error, lzma.LZMAError, OSError, ValueError, OverflowError) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from None


def _safe(name: str) -> bool:
    return bool(name) and "\\" not in name and not name.startswith("/") and ".." not in name.split("/")
