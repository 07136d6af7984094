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
ID = re.compile(rb"^message-id:[ \t]*(?:\r?\n[ \t]+)?<?([^<>\s]{3,})", re.IGNORECASE | re.MULTILINE)
STATED = re.compile(rb"^(?:date|from|to|subject):.*(?:\r?\n[ \t].*)*", re.IGNORECASE | re.MULTILINE)
TOP = re.compile(rb"\r?\n\r?\n")
LINE = 1 << 20
HEADERS = 1 << 16


class MboxLoader:
    """Each mail is a file of its own; its key is a hash of its message id, so that it outlives a new export.

    A mail without one is known by its date, people and subject; where two have the same, by their content too.
    """

    name: ClassVar[str] = "mbox"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = (".mbox",)
    libraries: ClassVar[tuple[str, ...]] = ()
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:  # noqa: ARG002 - as loaders are called
        """The mails in their order. Raises `LoadError`: wrong-type."""
        if not BEGIN.match(file.readline(LINE)):
            raise LoadError(Code.WRONG_TYPE, "no mailbox")
        met = set[tuple[str, bytes]]()
        taken = set[str]()
        start = file.tell()
        while start >= 0:
            end, following = _end(file)
            key, body = _identity(file, start, end)
            if (key, body) not in met:
                met.add((key, body))
                if key in taken:
                    key = _hash(key.encode() + body)
                taken.add(key)
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


def _identity(file: BinaryIO, start: int, end: int) -> tuple[str, bytes]:
    """The key of a mail, and a hash of what stands below its headers, which programs add to when they export."""
    file.seek(start)
    head = file.read(min(HEADERS, end - start))
    found = TOP.search(head)
    top, below = (head[: found.start()], head[found.end() :]) if found else (head, b"")
    body = hashlib.sha256(below)
    while rest := file.read(min(LINE, end - file.tell())):
        body.update(rest)
    stated = ID.search(top)
    said = stated[1] if stated else b"\n".join(STATED.findall(top)) or body.digest()
    return _hash(said), body.digest()


def _hash(said: bytes) -> str:
    return hashlib.sha256(said).hexdigest()[:16]


def _mail(file: BinaryIO, start: int, end: int) -> bytes:
    if end - start > 200 << 20:
        raise LoadError(Code.TOO_LARGE, "a mail")
    file.seek(start)
    return re.sub(rb"^>(>*From )", rb"\1", file.read(end - start), flags=re.MULTILINE)
