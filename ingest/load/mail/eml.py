"""Mails in Internet form (.eml), and pages saved as such (.mht). Who wrote to whom is left out."""

from __future__ import annotations

import mimetypes
import re
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.container import Member, Page
from ingest.load.encoding import decode
from ingest.load.mail.body import html_blocks, once, plain_blocks
from ingest.names import encode_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from ingest.document import Source
    from ingest.load.container import Item

MOST_BYTES = 200 << 20
DEEPEST = 50
KNOWN = (
    "from",
    "to",
    "subject",
    "date",
    "received",
    "message-id",
    "mime-version",
    "content-type",
    "return-path",
)
SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
FALSE_NAME = re.compile(r"[/\\\x00-\x1f]+")


class MailLoader:
    """The message is the document "", its attachments are documents of their own, attached mails as well.

    Its title is the subject; `date` is when it was sent. Pictures that are shown within the text are no attachments.
    """

    name: ClassVar[str] = "mail"
    version: ClassVar[str] = "5"
    suffixes: ClassVar[tuple[str, ...]] = (".eml", ".mht", ".mhtml")
    libraries: ClassVar[tuple[str, ...]] = ("lxml", "chardet")
    streams: ClassVar[bool] = True

    def load(self, source: Source, file: BinaryIO) -> Iterator[Item]:
        """The message, then its attachments. Raises `LoadError`: malformed, too-large, too-deep, ..."""
        import email
        import email.policy

        data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise LoadError(Code.TOO_LARGE, f"a mail of more than {MOST_BYTES} bytes")
        message = email.message_from_bytes(_bytes(data), policy=email.policy.default)
        if not any(name in message for name in KNOWN):
            raise LoadError(Code.WRONG_TYPE, "no mail")
        parts = _Parts()
        parts.sort(message)
        yield Page(key="", read=partial(_read, source.id, message, parts))
        names = set[str]()
        for part in parts.attached:
            name = unique(_name(part, len(names) + 1), names)
            yield Member(
                key=encode_name(name), name=name, open=partial(_content, part), section=_section(message)
            )


class _Parts:
    """The leaves of a message: `bodies` are read as its text, in order, `attached` are files.

    `instead` are plain forms, to be read if the page they stand for says nothing, by the page's identity.
    """

    def __init__(self) -> None:
        self.bodies: list[EmailMessage] = []
        self.instead: dict[int, EmailMessage] = {}
        self.attached: list[EmailMessage] = []

    def sort(self, part: Any, depth: int = 0) -> None:
        """Goes through a part."""
        if depth > DEEPEST:
            raise LoadError(Code.TOO_DEEP, f"more than {DEEPEST} parts in each other")
        kind, named = part.get_content_type(), bool(part.get_filename())
        if kind in SEALED or (kind.startswith("message/") and kind != "message/rfc822" and not named):
            self.bodies += [part] if kind in SEALED else []
        elif kind == "message/rfc822" or named or part.get_content_disposition() == "attachment":
            shown = kind.startswith("image/") and (part.get("content-id") or part.get("content-location"))
            self.attached += [] if shown else [part]
        elif kind == "multipart/alternative":
            self._best(part, depth)
        elif part.is_multipart():
            for inner in part.iter_parts() if kind != "multipart/related" else self._related(part):
                self.sort(inner, depth + 1)
        elif part.get_content_maintype() == "text" and kind != "text/calendar":
            self.bodies.append(part)
        elif part.get_content_maintype() != "image" or not part.get("content-id"):
            self.attached += [part] if depth or part.get_content_maintype() != "text" else []

    def _related(self, part: Any) -> Iterator[Any]:
        """The page itself, and what is attached to it; its pictures and styles belong to it."""
        inner = list(part.iter_parts())
        yield from inner[:1]
        yield from (one for one in inner[1:] if one.get_content_disposition() == "attachment")

    def _best(self, part: Any, depth: int) -> None:
        """Of several forms of one text the richest that is read: HTML, else plain."""
        forms = list(part.iter_parts())
        kinds = [_inner_kind(form) for form in forms]
        for kind in ("text/html", "text/plain"):
            if kind in kinds:
                before = len(self.bodies)
                self.sort(forms[kinds.index(kind)], depth + 1)
                if kind == "text/html" and "text/plain" in kinds:
                    self.instead |= {
                        id(page): forms[kinds.index("text/plain")] for page in self.bodies[before:]
                    }
                break
        for form, kind in zip(forms, kinds, strict=True):
            if kind not in {"text/html", "text/plain", "text/enriched", "text/calendar", "text/x-amp-html"}:
                self.sort(form, depth + 1)


def _inner_kind(form: Any) -> str:
    """What a form is in the end: a page with pictures is a page."""
    for _ in range(DEEPEST):
        if not form.is_multipart() or form.get_content_type() not in {"multipart/related", "multipart/mixed"}:
            break
        inner = next(iter(form.iter_parts()), None)
        if inner is None:
            break
        form = inner
    return str(form.get_content_type())


def _read(source_id: str, message: Any, parts: _Parts) -> RawDocument:
    blocks: list[Block] = []
    unseen: list[str] = []
    for part in parts.bodies:
        found, hidden = _body(part)
        if not found and id(part) in parts.instead:
            found, _ = _body(parts.instead[id(part)])
        blocks += found
        unseen += hidden
    blocks = list(once(blocks))
    if not blocks and not parts.attached:
        raise LoadError(Code.NO_TEXT, "no words")
    properties = {"date": _date(message), HIDDEN_TEXT: "\n".join(unseen)[:HIDDEN_CHARS]}
    properties |= {"hidden_runs": str(len(unseen) or "")}
    return RawDocument(
        source_id=source_id,
        title=_subject(message),
        blocks=tuple(blocks),
        properties={name: value for name, value in properties.items() if value},
    )


def _body(part: Any) -> tuple[list[Block], list[str]]:
    """What a part says, and what a reader does not see of it."""
    kind = part.get_content_type()
    if kind in SEALED:
        raise LoadError(Code.ENCRYPTED, "a sealed mail")
    text = decode(_payload(part), part.get_content_charset())
    if kind == "text/html":
        return html_blocks(text)
    return plain_blocks(text, flowed=(part.get_param("format") or "") == "flowed"), []


def _bytes(data: bytes) -> bytes:
    """A mail as bytes of ASCII: some programs save it as UTF-16."""
    wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or data[:100].count(0) > 30
    return decode(data).encode() if wide else data.removeprefix(b"\xef\xbb\xbf")


def _section(message: Any) -> tuple[str, ...]:
    subject = _subject(message)
    return (subject,) if subject else ()


def _subject(message: Any) -> str:
    """The subject in one line; headers that declare no charset are told by what they hold."""
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "subject"), "")
    if any("\udc80" <= char <= "\udcff" for char in raw):
        return " ".join(decode(raw.encode("utf-8", "surrogateescape")).split())
    try:
        return " ".join(str(message["subject"] or "").split())
    except (ValueError, LookupError, AttributeError, TypeError):
        return " ".join(raw.split())


def _date(message: Any) -> str:
    """The ISO day on which it was sent, "" where no date can be read."""
    from email.utils import parsedate_to_datetime

    raw = next((str(value) for name, value in message.raw_items() if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(raw).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return raw[:10] if re.match(r"\d{4}-\d\d-\d\d", raw) else ""


def _name(part: Any, number: int) -> str:
    """The name of an attachment; one is made for those that have none."""
    try:
        stated = str(part.get_filename() or "")
    except (ValueError, LookupError, AttributeError, TypeError):
        stated = ""
    if stated := FALSE_NAME.sub(" ", stated.replace("\\", "/").rpartition("/")[2]).strip():
        return stated
    kind = part.get_content_type()
    suffix = ".eml" if kind == "message/rfc822" else mimetypes.guess_extension(kind) or ""
    return f"part-{number}{suffix}"


def unique(name: str, names: set[str]) -> str:
    """`name`, or `name~2` and so on where it is taken; notes it in `names`."""
    stem, dot, suffix = name.rpartition(".")
    chosen, number = name, 1
    while chosen.casefold() in names:
        number += 1
        chosen = f"{stem}~{number}{dot}{suffix}" if stem else f"{name}~{number}"
    names.add(chosen.casefold())
    return chosen


def _content(part: Any) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list):
            return bytes(inner[0].as_bytes()) if inner else b""
    return _payload(part)


def _payload(part: Any) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
