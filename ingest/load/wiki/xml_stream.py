"""A huge XML file, element by element: no entities, little memory, a text without end is cut, not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Element = Any

STEP = 1 << 17
HEAD = 1 << 16
LONGEST = 24_000_000
"""Bytes of one text that are kept; those behind it are dropped, so that one text costs no more than itself."""
ELEMENT = 400_000_000
"""Bytes from one end of an element to the next: more are no export of a wiki."""
CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
WIDE = (b"\xff\xfe", b"\xfe\xff")
PROLOG = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<(!DOCTYPE|!ENTITY|[A-Za-z_])", re.DOTALL
)
OPEN, CLOSE = b"<![CDATA[", b"]]>"
CONTEXT = 400
ENDS_EARLY = (4, 5, 77)
"""Errors of libxml2 that say the file stops before its root ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skip:
    """Texts that need not be parsed: those right behind the bytes `tag`, in CDATA. A saving, never a promise.

    `unwanted` tells by the bytes before (some hundred, fewer at the start of the file).
    """

    tag: bytes
    unwanted: Callable[[bytes], bool]


def elements(file: BinaryIO, *tags: str, skip: Skip | None = None) -> Iterator[Element]:
    """Each element of these `tags` (Clark names) at its end, children complete; gone when the next is asked for.

    Control bytes, which exports hold and XML forbids, are dropped on the way. Raises `LoadError`: empty-file,
    malformed, truncated, entity-refused, too-large.
    """
    from lxml import etree

    head = b""
    while len(head) < HEAD and (part := file.read(HEAD - len(head))):
        head += part
    _check(head)
    parser = etree.XMLPullParser(
        events=("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # the limits here are ours: one long page must not cost all the others
    )
    cutter = _Cutter(skip, wide=head.startswith(WIDE))
    since, part, ended = 0, head, False
    try:
        while part:
            parser.feed(cutter.cut(part))
            since += len(part)
            for _, element in parser.read_events():
                since = 0
                yield element
                _forget(element)
            if since > ELEMENT:
                raise LoadError(Code.TOO_LARGE, "one element of the file")
            part = file.read(STEP)
        ended = True
        parser.feed(cutter.rest())
        parser.close()
        for _, element in parser.read_events():
            yield element
    except etree.XMLSyntaxError as error:
        code = Code.TRUNCATED if ended or error.code in ENDS_EARLY else Code.MALFORMED
        raise LoadError(code, f"XML error {error.code}") from None


def _check(head: bytes) -> None:
    """A document type can only stand before the root, so that is where it is looked for."""
    if not head.strip():
        raise LoadError(Code.EMPTY_FILE)
    plain = head.decode("utf-16", "replace").encode() if head.startswith(WIDE) else head
    found = PROLOG.match(plain)
    if found is None:
        raise LoadError(Code.MALFORMED, "no root element")
    if found[1].startswith(b"!"):
        raise LoadError(Code.ENTITY_REFUSED, "a document type")


def _forget(element: Element) -> None:
    """Frees what has been read: the element and all before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while parent[0] is not element:
            del parent[0]


class _Cutter:
    """Drops control bytes, texts that are not wanted, and what goes beyond `LONGEST` in one CDATA section or text."""

    def __init__(self, skip: Skip | None, *, wide: bool) -> None:
        self._skip = skip
        self._wide = wide
        self._carry = self._before = b""
        self._inside = self._dropping = False
        self._run = 0

    def cut(self, part: bytes) -> bytes:
        """What the parser gets of `part`; it ends behind a `>`, so that no mark is torn."""
        if self._wide:
            return part
        part = part.translate(None, CONTROLS)
        if len(self._carry) > LONGEST and b"<" not in part and b">" not in part:
            return b""
        data = self._carry + part
        end = data.rfind(b">") + 1
        if self._skip is not None and data.endswith(self._skip.tag, 0, end):
            end -= len(self._skip.tag)
        self._carry = data[end:]
        data = data[:end]
        return self._limited(data if self._skip is None else self._wanted(data, self._skip))

    def rest(self) -> bytes:
        """What is left at the end of the file."""
        return self._carry

    def _wanted(self, data: bytes, skip: Skip) -> bytes:
        """`data` without the texts that `skip` names; the marks around them stay."""
        parts: list[bytes] = []
        position = 0
        if self._dropping:
            position = data.find(CLOSE)
            if position < 0:
                return b""
            self._dropping = False
        mark = skip.tag + OPEN
        while (found := data.find(mark, position)) >= 0:
            start = found + len(mark)
            parts.append(data[position:start])
            end = data.find(CLOSE, start)
            before = data[max(0, found - CONTEXT) : found]
            if skip.unwanted(before if found >= CONTEXT else self._before + before):
                self._dropping = end < 0
            else:
                parts.append(data[start : len(data) if end < 0 else end])
            position = len(data) if end < 0 else end
        parts.append(data[position:])
        self._before = data[-CONTEXT:]
        return b"".join(parts)

    def _limited(self, data: bytes) -> bytes:
        if self._inside:
            end = data.find(CLOSE)
            too_long = self._run > LONGEST
            if end < 0:
                self._run += len(data)
                return b"" if too_long else data
            if too_long:
                data = data[end:]
        closed, opened = data.rfind(CLOSE), data.rfind(OPEN)
        self._inside = opened > closed or (self._inside and closed < 0)
        self._run = len(data) - opened
        return data
