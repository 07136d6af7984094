"""One XML part of a package (OOXML, OpenDocument, EPUB) as an element tree: no entities, no network, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Mapping

PART_BYTES = 100_000_000
PART_MARKS = 3_000_000
"""`<` in one part: three million elements take about 400 MB as a tree."""
DOCTYPES = (b"<!DOCTYPE", b"<\0!\0D\0O\0", b"\0<\0!\0D\0O")
VALUE_LIMIT = 500

Element = Any


def parse_xml(data: bytes, renamed: Mapping[bytes, bytes] | None = None) -> Element:
    """The root element of an XML part; `renamed` are namespaces to read as others.

    Raises `LoadError`: entity-refused, too-large, too-deep, malformed.
    """
    from lxml import etree

    refuse_doctype(data)
    if data.count(b"<") > PART_MARKS:
        raise LoadError(Code.TOO_LARGE, "too many elements in a part")
    for old, new in (renamed or {}).items():
        data = data.replace(old, new)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LoadError(_syntax_code(str(error)), f"XML error {error.code}") from None


def refuse_doctype(data: bytes) -> None:
    """Raises `LoadError`, entity-refused, where `data` has a DOCTYPE, in any encoding that XML parsers guess."""
    if any(mark in data for mark in DOCTYPES):
        raise LoadError(Code.ENTITY_REFUSED, "DOCTYPE in a part")


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def brief(element: Element) -> str:
    """The words of an element that states a property, in one line, cut where no property is that long."""
    return " ".join("".join(element.itertext()).split())[:VALUE_LIMIT]


def _syntax_code(message: str) -> Code:
    if "Excessive depth" in message:
        return Code.TOO_DEEP
    if "too long" in message or "Resource limit" in message:
        return Code.TOO_LARGE
    return Code.MALFORMED
