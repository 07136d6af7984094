"""Mails of Outlook (.msg): an OLE file whose streams are properties ([MS-OXMSG]). Who wrote to whom is left out."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Member, Page
from ingest.load.encoding import decode
from ingest.load.mail.body import html_blocks, once, plain_blocks
from ingest.load.mail.eml import FALSE_NAME, unique
from ingest.load.mail.rtf import text_of, unpacked
from ingest.names import encode_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source
    from ingest.load.container import Item

SUBJECT, BODY, HTML, RTF = "0037", "1000", "1013", "1009"
SENT, DELIVERED, CODEPAGE, CHARSET = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
CONTENT, LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT_ID = "3701", "3707", "3704", "3001", "3712"
ATTACHMENT = "__attach_version1.0_"
CHARSETS = {20127: "ascii", 20866: "koi8-r", 21866: "koi8-u", 65001: "utf-8"}
ISO_8859 = range(28591, 28607)
DEEPEST = 5


class OutlookLoader:
    """As `MailLoader`: the message is the document "", attachments and attached mails are documents of their own."""

    name: ClassVar[str] = "outlook"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = (".msg",)
    libraries: ClassVar[tuple[str, ...]] = ("olefile", "lxml", "chardet")
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The message, then its attachments. Raises `LoadError`: malformed, wrong-type."""
        import olefile

        try:
            ole = olefile.OleFileIO(file)
        except (OSError, ValueError, IndexError, struct.error) as error:
            raise LoadError(Code.MALFORMED, type(error).__name__) from error
        with ole:
            names = ["/".join(path) for path in ole.listdir()]
            if "__properties_version1.0" not in names:
                raise LoadError(Code.WRONG_TYPE, "no mail")
            yield from _items(source.id, _Message(ole, names, ""), "", 1)


class _Message:
    """A message in an OLE file; `prefix` is the storage of one that is attached to another."""

    def __init__(self, ole: Any, names: list[str], prefix: str) -> None:
        self.ole, self.names, self.prefix = ole, names, prefix
        self._there = frozenset(names)
        header = 24 if prefix else 32
        self.numbers = self._numbers(self.stream(f"{prefix}__properties_version1.0"), header)
        own, other = (_charset(self.numbers.get(tag, 0)) for tag in (CODEPAGE, CHARSET))
        self.charset, self.page_charset = own or other, other

    def stream(self, name: str) -> bytes:
        """A stream's content, b"" where there is none."""
        if name not in self._there:
            return b""
        try:
            return bytes(self.ole.openstream(name.split("/")).read())
        except (OSError, ValueError, IndexError) as error:
            raise LoadError(Code.MALFORMED, "a stream") from error

    def text(self, tag: str, storage: str = "") -> str:
        """A property that is text, "" where there is none."""
        stem = f"{self.prefix}{storage}__substg1.0_{tag}"
        if wide := self.stream(f"{stem}001F"):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self.stream(f"{stem}001E").rstrip(b"\0")
        return decode(narrow, self.charset or None) if narrow else ""

    def binary(self, tag: str, storage: str = "") -> bytes:
        """A property that is bytes, b"" where there is none."""
        return self.stream(f"{self.prefix}{storage}__substg1.0_{tag}0102")

    def page(self) -> str:
        """Its body as HTML, whose charset is its own and not that of the other texts; "" where there is none."""
        from ingest.load.html_tree import stated_charset

        if data := self.binary(HTML).rstrip(b"\0"):
            return decode(data, self.page_charset or stated_charset(data) or self.charset or None)
        return self.text(HTML)

    def attachments(self) -> list[str]:
        """The storages of what is attached, in order."""
        start = f"{self.prefix}{ATTACHMENT}"
        found = {name[len(self.prefix) :].split("/")[0] for name in self.names if name.startswith(start)}
        return sorted(found)

    def day(self) -> str:
        """When it was sent, or came: an ISO day, "" where nothing tells."""
        for tag in (SENT, DELIVERED):
            ticks = self.numbers.get(tag, 0)
            if 0 < ticks < 1 << 62:
                try:
                    return (
                        (datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10))
                        .date()
                        .isoformat()
                    )
                except OverflowError:
                    continue
        return ""

    @staticmethod
    def _numbers(data: bytes, header: int) -> dict[int, int]:
        found = {}
        for at in range(header, len(data) - 15, 16):
            kind, tag, _, value = struct.unpack_from("<HHIQ", data, at)
            if kind in {0x0003, 0x0040}:
                found[tag] = value if kind == 0x0040 else value & 0xFFFFFFFF
        return found


def _charset(page: int) -> str:
    """The charset of a Windows code page; "" for none."""
    if page in ISO_8859:
        return f"iso8859-{page - ISO_8859[0] + 1}"
    return CHARSETS.get(page, f"cp{page & 0xFFFF}" if page else "")


def _items(source_id: str, message: _Message, key: str, depth: int) -> Iterator[Item]:
    yield Page(key=key, read=partial(_read, source_id, message, key))
    names = set[str]()
    subject = " ".join(message.text(SUBJECT).split())
    for storage in message.attachments():
        place = f"{storage}/"
        inner = f"{message.prefix}{place}__substg1.0_{CONTENT}000D/"
        stated = next(
            filter(None, (message.text(tag, place) for tag in (LONG_NAME, SHORT_NAME, SHOWN_NAME))), ""
        )
        is_mail = f"{inner}__properties_version1.0" in message.names
        name = FALSE_NAME.sub(" ", stated).strip() or f"part-{len(names) + 1}"
        name = unique(name if not is_mail or name.lower().endswith(".msg") else f"{name}.msg", names)
        path = "/".join(filter(None, (key, encode_name(name))))
        if is_mail:
            if depth >= DEEPEST:
                yield Page(key=path, read=_too_deep)
            else:
                yield from _items(source_id, _Message(message.ole, message.names, inner), path, depth + 1)
        elif not (
            message.text(CONTENT_ID, place) and name.lower().endswith((".png", ".jpg", ".jpeg", ".gif"))
        ):
            yield Member(
                key=path,
                name=name,
                open=partial(message.binary, CONTENT, place),
                section=(subject,) if subject else (),
            )


def _too_deep() -> RawDocument:
    raise LoadError(Code.TOO_DEEP, f"more than {DEEPEST} mails in each other")


def _read(source_id: str, message: _Message, key: str) -> RawDocument:
    blocks: list[Block] = []
    unseen: list[str] = []
    if page := message.page():
        blocks, unseen = html_blocks(page)
    if not blocks and (text := message.text(BODY)):
        blocks = plain_blocks(text)
    if not blocks and (packed := message.binary(RTF)):
        text, is_html = text_of(unpacked(packed))
        blocks, unseen = html_blocks(text) if is_html else (plain_blocks(text), [])
    blocks = list(once(blocks))
    if not blocks and not message.attachments():
        raise LoadError(Code.NO_TEXT, "no words")
    properties = {
        "date": message.day(),
        "hidden_runs": str(len(unseen) or ""),
        HIDDEN_TEXT: "\n".join(unseen)[:HIDDEN_CHARS],
    }
    return RawDocument(
        source_id=source_id,
        key=key,
        title=" ".join(message.text(SUBJECT).split()),
        blocks=tuple(blocks),
        properties={name: value for name, value in properties.items() if value},
    )
