"""An Office Open XML package: a zip of XML parts tied by relationships. Safe reading, main part, properties."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE, Archive
from ingest.load.dates import iso_day
from ingest.load.xml_part import PART_BYTES, brief, local, parse_xml

STRICT = {
    b"http://purl.oclc.org/ooxml/" + old: b"http://schemas.openxmlformats.org/" + new
    for old, new in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"presentationml/main", b"presentationml/2006/main"),
        (b"drawingml/main", b"drawingml/2006/main"),
        (b"drawingml/chart", b"drawingml/2006/chart"),
        (b"drawingml/diagram", b"drawingml/2006/diagram"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
    )
}
"""Namespaces of strict OOXML -> those of the transitional one."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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

Element = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One relationship: `kind` is the last word of its type, `target` the name of a part."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of a DOCX, PPTX or XLSX. Raises `LoadError` with the reason why it is none.

    `usual` is the main part of a package that does not say which one it is.
    """

    def __init__(self, data: bytes, usual: str = "word/document.xml") -> None:
        self._usual = usual
        if data.startswith(OLE):
            raise LoadError(_ole_code(data), "OLE container")
        self._archive = Archive(data)
        self.broken: list[str] = []
        self.main = self._main_part()

    def part(self, name: str) -> Element:
        """The root element of part `name`. Raises `LoadError`."""
        return parse_xml(self._archive.read(name, PART_BYTES), STRICT)

    def raw(self, name: str) -> bytes | None:
        """The bytes of part `name`; None where it is missing. Raises `LoadError`."""
        return self._archive.read(name, PART_BYTES) if name in self._archive else None

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
        found = (link.target for link in self.relations(self.main) if link.kind == kind)
        target = next(found, None)
        return None if target is None else self.optional(target)

    def relations(self, part: str, *, external: bool = False) -> list[Link]:
        """What part `part` relates to ("" for the package itself), as its file lists it: parts, or what is outside."""
        folder, name = posixpath.split(part)
        root = self.optional(f"{folder}/_rels/{name}.rels".lstrip("/"))
        return [
            Link(
                id=element.get("Id") or "",
                kind=(element.get("Type") or "").rsplit("/", 1)[-1],
                target=target if external else _resolve(folder, target),
            )
            for element in (root if root is not None else ())
            if (element.get("TargetMode") == "External") == external
            for target in (element.get("Target") or "",)
        ]

    def links(self, part: str | None = None) -> list[str]:
        """The targets outside of the package that a part refers to (the main one), in the order of their relations."""
        relations = self.relations(self.main if part is None else part, external=True)
        return [link.target for link in relations if link.kind == "hyperlink"]

    def all_related(self, kind: str, most: int = 30) -> list[Element]:
        """The first `most` parts that the main part relates to as `kind` ("header", "footer")."""
        targets = [link.target for link in self.relations(self.main) if link.kind == kind]
        parts = (self.optional(target) for target in dict.fromkeys(targets[:most]))
        return [part for part in parts if part is not None]

    def properties(self) -> dict[str, str]:
        """What core.xml and custom.xml state: `CORE`'s names first, then custom names in lower case."""
        found: dict[str, str] = {}
        parts = {link.kind: link.target for link in self.relations("")}
        core = self.optional(parts.get("core-properties", "docProps/core.xml"))
        for element in core if core is not None else ():
            name, value = CORE.get(local(element), ""), brief(element)
            if name in ("modified", "created"):
                value = iso_day(value)
            if name and value:
                found[name] = value
        custom = self.optional(parts.get("custom-properties", "docProps/custom.xml"))
        for element in list(custom if custom is not None else ())[:CUSTOM_LIMIT]:
            name, value = (element.get("name") or "").strip().lower(), brief(element)
            if name and value and not name.startswith(("_", "msip_", "contenttypeid")):
                found.setdefault(name, value)
        return found

    def _main_part(self) -> str:
        parts = {link.kind: link.target for link in self.relations("")}
        name = parts.get("officeDocument", self._usual)
        if name not in self._archive:
            raise LoadError(Code.MALFORMED if parts else Code.WRONG_TYPE, "no main document part")
        return name


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
