"""The loader for archives: every file in one is a document, or a container, of its own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.errors import Code, LoadError
from ingest.junk import is_junk
from ingest.load.archive import EMPTY, LIMITS, LOCAL, Archive, Limits
from ingest.load.container import Member
from ingest.names import encode_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source
    from ingest.load.container import Item

SEVEN = b"7z\xbc\xaf\x27\x1c"
UTF8_FLAG = 0x800


class ArchiveLoader:
    """zip, tar (also packed), 7z, and a single file packed by gzip, bzip2 or xz.

    A member's key is its path in the archive; one that cannot be taken is a member all the same, whose `open` says
    why: unsafe-path, password-required, too-large, ... Names of no interest (`ingest.junk`) are left out.
    """

    name: ClassVar[str] = "archive"
    version: ClassVar[str] = "4"
    suffixes: ClassVar[tuple[str, ...]] = (
        ".zip",
        ".tar",
        ".tgz",
        ".tbz2",
        ".txz",
        ".gz",
        ".bz2",
        ".xz",
        ".7z",
    )
    libraries: ClassVar[tuple[str, ...]] = ("py7zr",)
    streams: ClassVar[bool] = True
    limited: ClassVar[bool] = True

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self.settings = tuple(f"{name}={getattr(limits, name)}" for name in Limits.__slots__)

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The members, in the order of the archive. Raises `LoadError`: malformed, truncated, archive-bomb, ..."""
        from ingest.load.archive_seven import seven_members
        from ingest.load.archive_tar import tar_members

        start = file.read(len(SEVEN))
        file.seek(0)
        if start.startswith((LOCAL, EMPTY)):
            members = self._zip(file)
        elif start == SEVEN:
            members = seven_members(file, self._limits)
        else:
            members = tar_members(file, source.path.name, self._limits)
        return (member for member in members if not any(map(is_junk, member.key.split("/"))))

    def _zip(self, file: BinaryIO) -> Iterator[Member]:
        archive = Archive(file, self._limits)
        for name in archive.names:
            shown = _shown(name, archive.flags(name))
            yield Member(
                key=encode_name(shown), name=shown, open=partial(archive.read, name, self._limits.member)
            )
        for name in archive.unsafe:
            yield unsafe(name)


def unsafe(name: str) -> Member:
    """A member that is not to be opened: its name leaves the archive, or it is a link or a device."""

    def refuse() -> bytes:
        raise LoadError(Code.UNSAFE_PATH, "a member")

    return Member(key=encode_name(name), name=name, open=refuse)


def _shown(name: str, flags: int) -> str:
    """The name that a person gave: what zipfile takes for cp437 is UTF-8 or, where Russian is written, cp866."""
    if flags & UTF8_FLAG or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for charset in ("utf-8", "cp866"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return name
