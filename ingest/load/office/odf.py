"""An OpenDocument package: content, styles, what it states about itself (OASIS ODF 1.2)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE, Archive
from ingest.load.dates import iso_day
from ingest.load.xml_part import PART_BYTES, brief, local, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any

SPACE = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
OFFICE, TEXT, TABLE, STYLE, DRAW, FO, META, CHART = (
    SPACE % name
    for name in ("office", "text", "table", "style", "drawing", "xsl-fo-compatible", "meta", "chart")
)
INDEXES = frozenset(
    f"{TEXT}{name}-index" for name in ("alphabetical", "illustration", "table", "object", "user")
) | {TEXT + "table-of-content"}
"""What a program makes of the rest of the text."""
MANIFEST = "META-INF/manifest.xml"
HREF = "{http://www.w3.org/1999/xlink}href"
PROPERTIES = {
    "title": "title",
    "subject": "subject",
    "language": "language",
    "date": "modified",
    "creation-date": "created",
    "initial-creator": "author",
    "keyword": "keywords",
}
"""Element of meta.xml -> property. Several keywords are joined by ", "."""
STATED_LIMIT = 50


class Odf:
    """The parts of an OpenDocument file. Raises `LoadError` with the reason why it is none."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLE):
            raise LoadError(Code.WRONG_TYPE, "OLE container")
        self._archive = Archive(data)
        manifest = self._part(MANIFEST)
        if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
            raise LoadError(Code.PASSWORD_REQUIRED, "a document with a password")

    @cached_property
    def content(self) -> Element:
        """The root of content.xml."""
        root = self._part("content.xml")
        if root is None:
            raise LoadError(
                Code.MALFORMED if MANIFEST in self._archive else Code.WRONG_TYPE, "no content part"
            )
        return root

    @cached_property
    def styles(self) -> Element | None:
        """The root of styles.xml, if it is there."""
        return self._part("styles.xml")

    def object(self, address: str) -> Element | None:
        """The content of an object within the package ("./Object 1"), None where there is none."""
        return self._part(address.removeprefix("./").rstrip("/") + "/content.xml") if address else None

    def properties(self) -> dict[str, str]:
        """What meta.xml states: `PROPERTIES`, then fields of the user in lower case."""
        root = self._part("meta.xml")
        found: dict[str, str] = {}
        fields: dict[str, str] = {}
        meta = root.find(OFFICE + "meta") if root is not None else None
        for element in meta if meta is not None else ():
            name, value = PROPERTIES.get(local(element), ""), brief(element)
            if element.tag == META + "user-defined" and value and len(fields) < STATED_LIMIT:
                fields[(element.get(META + "name") or "").strip().lower()] = value
            if name in ("modified", "created"):
                value = iso_day(value)
            if name and value:
                found[name] = f"{found[name]}, {value}" if name == "keywords" and name in found else value
        fields.pop("", None)
        return fields | found

    def _part(self, name: str) -> Element | None:
        return parse_xml(self._archive.read(name, PART_BYTES)) if name in self._archive else None


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of `table` itself that a reader sees, in order."""
    for child in table:
        if child.tag == TABLE + "table-row":
            if child.get(TABLE + "visibility") not in ("collapse", "filter"):
                yield child
        elif child.tag in (TABLE + "table-rows", TABLE + "table-header-rows", TABLE + "table-row-group"):
            yield from rows_of(child)
