"""An Office Open XML package: a zip of XML parts tied by relationships. Safe reading, main part, properties."""

from __future__ import annotations

import posixpath
from typing import Any

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE, Archive
from ingest.load.dates import iso_day

PART_BYTES = 100_000_000
PART_MARKS = 3_000_000
"""`<` in one part: three million elements take about 400 MB as a tree."""
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DOCTYPES = (b"<!DOCTYPE", b"<\0!\0D\0O\0", b"\0<\0!\0D\0O")
CORE = {
    "title": "title",
    "version": "version",
    "modified": "modified",
    "created": "created",
    "contentStatus": "status",
    "category": "category",
    "keywords": "keywords",
    "language": "language",
    "creator": "author",
    "subject": "subject",
}
"""Element of core.xml -> property."""
CUSTOM_LIMIT = 50
VALUE_LIMIT = 500

Element = Any


class Package:
    """The parts of a DOCX. Raises `LoadError` with the reason why it is none."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLE):
            raise LoadError(_ole_code(data), "OLE container")
        self._archive = Archive(data)
        self.broken: list[str] = []
        self.main = self._main_part()

    def part(self, name: str) -> Element:
        """The root element of part `name`. Raises `LoadError`."""
        return parse_xml(self._archive.read(name, PART_BYTES))

    def optional(self, name: str) -> Element | None:
        """As `part`; None where it is missing, or damaged (then it is listed in `broken`)."""
        if name not in self._archive:
            return None
        try:
            return self.part(name)
        except LoadError as error:
            if error.code not in (Code.MALFORMED, Code.TRUNCATED):
                raise
            self.broken.append(posixpath.basename(name))
            return None

    def related(self, kind: str) -> Element | None:
        """The part that the main part relates to as `kind` ("styles", "numbering", "footnotes", ...), if any."""
        folder, name = posixpath.split(self.main)
        for found, target in self._relations(f"{folder}/_rels/{name}.rels".lstrip("/")):
            if found == kind:
                return self.optional(_resolve(folder, target))
        return None

    def links(self) -> list[str]:
        """The targets outside of the package that the main part refers to, in the order of their relations."""
        folder, name = posixpath.split(self.main)
        relations = self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"), external=True)
        return [target for kind, target in relations if kind == "hyperlink"]

    def all_related(self, kind: str, most: int = 30) -> list[Element]:
        """The first `most` parts that the main part relates to as `kind` ("header", "footer")."""
        folder, name = posixpath.split(self.main)
        targets = [
            target
            for found, target in self._relations(f"{folder}/_rels/{name}.rels".lstrip("/"))
            if found == kind
        ]
        parts = (self.optional(_resolve(folder, target)) for target in dict.fromkeys(targets[:most]))
        return [part for part in parts if part is not None]

    def properties(self) -> dict[str, str]:
        """What core.xml and custom.xml state: `CORE`'s names first, then custom names in lower case."""
        found: dict[str, str] = {}
        parts = dict(self._relations("_rels/.rels"))
        core = self.optional(_resolve("", parts.get("core-properties", "docProps/core.xml")))
        for element in core if core is not None else ():
            name, value = CORE.get(local(element), ""), _value(element)
            if name in ("modified", "created"):
                value = iso_day(value)
            if name and value:
                found[name] = value
        custom = self.optional(_resolve("", parts.get("custom-properties", "docProps/custom.xml")))
        for element in list(custom if custom is not None else ())[:CUSTOM_LIMIT]:
            name, value = (element.get("name") or "").strip().lower(), _value(element)
            if name and value and not name.startswith(("_", "msip_", "contenttypeid")):
                found.setdefault(name, value)
        return found

    def _main_part(self) -> str:
        relations = dict(self._relations("_rels/.rels"))
        name = _resolve("", relations.get("officeDocument", "word/document.xml"))
        if name not in self._archive:
            raise LoadError(Code.MALFORMED if relations else Code.WRONG_TYPE, "no main document part")
        return name

    def _relations(self, name: str, *, external: bool = False) -> list[tuple[str, str]]:
        """(kind, target) of a relationships part, inner or `external` ones; the kind is the last word of the type."""
        root = self.optional(name)
        return [
            ((element.get("Type") or "").rsplit("/", 1)[-1], element.get("Target") or "")
            for element in (root if root is not None else ())
            if (element.get("TargetMode") == "External") == external
        ]


def parse_xml(data: bytes) -> Element:
    """The root element of an XML part. Raises `LoadError`: entity-refused, too-large, too-deep, malformed."""
    from lxml import etree

    if any(mark in data for mark in DOCTYPES):
        raise LoadError(Code.ENTITY_REFUSED, "DOCTYPE in a part")
    if data.count(b"<") > PART_MARKS:
        raise LoadError(Code.TOO_LARGE, "too many elements in a part")
    for strict, transitional in STRICT.items():
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise LoadError(_syntax_code(str(error)), f"XML error {error.code}") from None


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _syntax_code(message: str) -> Code:
    if "Excessive depth" in message:
        return Code.TOO_DEEP
    if "too long" in message or "Resource limit" in message:
        return Code.TOO_LARGE
    return Code.MALFORMED


def _value(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())[:VALUE_LIMIT]


def _resolve(folder: str, target: str) -> str:
    """A relationship's target as a member name; it may be absolute ("/word/document.xml")."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _ole_code(data: bytes) -> Code:
    """An OLE container holds an encrypted package, or an old binary document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Code.ENCRYPTED
    legacy = any(
        name.encode("utf-16-le") in data for name in ("WordDocument", "PowerPoint Document", "Workbook")
    )
    return Code.LEGACY_FORMAT if legacy else Code.WRONG_TYPE
