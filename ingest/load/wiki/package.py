"""A folder of a wiki that somebody packed: zip, tar, tar.gz, tar.bz2, tar.xz, read from its start to its end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from ingest.errors import Code, LoadError
from ingest.junk import is_junk
from ingest.load.archive import LOCAL, Archive, Limits
from ingest.load.archive_tar import tar_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMITS = Limits(entries=200_000, total=100_000_000_000, member=500_000_000)
"""Of a package, which is read as a stream: what guards us is the ratio, and the limits of pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file in a package. `read(limit)` gives its bytes; in a tar only while it is the newest one."""

    name: str
    read: Callable[[int], bytes]


def packed(file: BinaryIO) -> Iterator[Packed]:
    """The plain files of the package with safe names, in its order.

    Raises `LoadError`: truncated, malformed, wrong-type, archive-bomb, unsafe-path, ...
    """
    file.seek(0)
    start = file.read(4)
    file.seek(0)
    if start.startswith(LOCAL):
        archive = Archive(file, LIMITS)
        for name in archive.names:
            if not _is_junk(name):
                yield Packed(name=name, read=partial(archive.read, name))
        return
    for member in tar_members(file, "", LIMITS):
        parts = member.name.split("/")
        if (
            member.name
            and not member.name.startswith("/")
            and ".." not in parts
            and not _is_junk(member.name)
        ):
            yield Packed(name=member.name, read=partial(_within, member.open))


def _within(read: Callable[[], bytes], limit: int) -> bytes:
    content = read()
    if len(content) > limit:
        raise LoadError(Code.TOO_LARGE, f"a member of more than {limit} bytes")
    return content


def _is_junk(name: str) -> bool:
    return any(map(is_junk, name.split("/")))
