"""Mailboxes in one file (.mbox): a mail after the other, each begun by a line "From "."""

from __future__ import annotations

import hashlib
import re
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from ingest.errors import Code, LoadError
from ingest.load.container import Member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source
    from ingest.load.container import Item

BEGIN = re.compile(rb"From \S+.* \d{2}:\d{2}.*\r?\n")
ID = re.compile(rb"^message-id:\s*<?([^>\r\n]+)", re.IGNORECASE | re.MULTILINE)
LINE = 1 << 20
HEADERS = 1 << 16


class MboxLoader:
    """Each mail is a file of its own; its key is a hash of its message id, so that it outlives a new export."""

    name: ClassVar[str] = "mbox"
    version: ClassVar[str] = "1"
    suffixes: ClassVar[tuple[str, ...]] = (".mbox",)
    libraries: ClassVar[tuple[str, ...]] = ()
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:  # noqa: ARG002 - as loaders are called
        """The mails in their order. Raises `LoadError`: wrong-type."""
        if not BEGIN.match(file.readline(LINE)):
            raise LoadError(Code.WRONG_TYPE, "no mailbox")
        met = set[str]()
        start = file.tell()
        while start >= 0:
            end, following = _end(file)
            file.seek(start)
            found = ID.search(file.read(min(HEADERS, end - start)))
            said = found[1].strip() if found else str(start).encode()
            key = hashlib.sha256(said).hexdigest()[:16]
            if key not in met:
                met.add(key)
                yield Member(key=key, name=f"{key}.eml", open=partial(_mail, file, start, end))
            start = following
            file.seek(max(0, start))


def _end(file: BinaryIO) -> tuple[int, int]:
    """Where the mail ends that begins here, and where the next begins (-1: there is none)."""
    blank = True
    at = file.tell()
    while line := file.readline(LINE):
        if blank and line.startswith(b"From ") and BEGIN.fullmatch(line):
            return at, file.tell()
        blank = line in {b"\n", b"\r\n"}
        at = file.tell()
    return at, -1


def _mail(file: BinaryIO, start: int, end: int) -> bytes:
    if end - start > 200 << 20:
        raise LoadError(Code.TOO_LARGE, "a mail")
    file.seek(start)
    return re.sub(rb"^>(>*From )", rb"\1", file.read(end - start), flags=re.MULTILINE)
