"""Members of 7z archives, by py7zr (extra `formats`)."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.errors import Code, LoadError
from ingest.load.archive import leaves
from ingest.load.container import Member
from ingest.names import encode_name

if TYPE_CHECKING:
    from ingest.load.archive import Limits

AT_ONCE = 32 << 20
"""Bytes that are unpacked together: a solid archive begins anew with each look into it."""


def seven_members(file: BinaryIO, limits: Limits) -> Iterator[Member]:
    """What is in `file`. Raises LoadError: unsupported without py7zr, archive-bomb, malformed, ..."""
    infos = _infos(file, limits)
    size = file.seek(0, 2)
    unpacked = sum(info.uncompressed for info in infos)
    if len(infos) > limits.entries or unpacked > limits.total:
        raise LoadError(Code.ARCHIVE_BOMB, f"{len(infos)} members of {unpacked} bytes")
    if unpacked > limits.ratio_from and unpacked > limits.ratio * size:
        raise LoadError(Code.ARCHIVE_BOMB, "compression ratio")
    shelf = _Shelf(file, [info for info in infos if _is_safe(info) and info.uncompressed <= limits.member])
    for info in infos:
        key = encode_name(info.filename)
        yield Member(key=key, name=info.filename, open=partial(_open, shelf, info, limits.member))


def _open(shelf: _Shelf, info: Any, limit: int) -> bytes:
    if not _is_safe(info):
        raise LoadError(Code.UNSAFE_PATH, "a member")
    if info.uncompressed > limit:
        raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
    return shelf.take(info.filename) if info.uncompressed else b""


def _is_safe(info: Any) -> bool:
    return not leaves(info.filename) and "\\" not in info.filename and not info.is_symlink


def _infos(file: BinaryIO, limits: Limits) -> list[Any]:
    with opened(file) as archive:
        infos = [info for info in archive.list() if not info.is_directory]
        if archive.needs_password():
            raise LoadError(Code.PASSWORD_REQUIRED, "7z")
    return infos if len(infos) <= limits.entries else infos[: limits.entries + 1]


class _Shelf:
    """What was unpacked and not asked for yet: neighbours are unpacked together."""

    def __init__(self, file: BinaryIO, infos: list[Any]) -> None:
        self._file = file
        self._sizes = {info.filename: info.uncompressed for info in infos}
        self._held: dict[str, bytes] = {}

    def take(self, name: str) -> bytes:
        if name not in self._held:
            self._held = self._unpack(name)
        if name not in self._held:
            raise LoadError(Code.MALFORMED, "a member that is not there")
        return self._held.pop(name)

    def _unpack(self, name: str) -> dict[str, bytes]:
        from py7zr.io import BytesIOFactory

        names = list(self._sizes)
        wanted: list[str] = []
        total = 0
        for one in names[names.index(name) :]:
            total += self._sizes[one]
            if wanted and total > AT_ONCE:
                break
            wanted.append(one)
        factory = BytesIOFactory(max(AT_ONCE, self._sizes[name]) + 1)
        with opened(self._file) as archive:
            archive.extract(targets=wanted, factory=factory)
        return {one: product.read() for one, product in factory.products.items() if product.seek(0) == 0}


@contextmanager
def opened(file: BinaryIO) -> Iterator[Any]:
    """A `py7zr.SevenZipFile`; what goes wrong with it is a LoadError: unsupported without py7zr, malformed, ..."""
    try:
        import py7zr
    except ImportError as error:
        raise LoadError(Code.UNSUPPORTED, 'needs pip install "kb-ingest[formats]"') from error
    file.seek(0)
    try:
        with py7zr.SevenZipFile(file) as archive:
            yield archive
    except py7zr.PasswordRequired as error:
        raise LoadError(Code.PASSWORD_REQUIRED, "7z") from error
    except (py7zr.UnsupportedCompressionMethodError, NotImplementedError) as error:
        raise LoadError(Code.UNSUPPORTED, "a method of compression") from error
    except EOFError as error:
        raise LoadError(Code.TRUNCATED, "7z") from error
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, OSError, ValueError) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from error
