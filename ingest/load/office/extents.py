"""How large the sheets of a workbook are, and what of them is hidden: told without making them."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.markup import number_of
from ingest.load.office.cell_formats import Formats, Texts, codes_of, column_of, formats_of
from ingest.load.office.sheet_parts import beside
from ingest.load.office.xls_records import read
from ingest.load.xml_part import PART_BYTES, local, refuse_doctype

if TYPE_CHECKING:
    from collections.abc import Collection

    from ingest.document import Block
    from ingest.load.office.header import Span

Element = Any

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>")
COLUMN_OF = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{1,4})[0-9]")
ROW_OF = re.compile(rb"\br\s*=\s*[\"']\s*[A-Za-z]{1,4}([0-9]{1,9})")
"""In a sheet, at a guess: of empty cells too."""
SURE = 1_000_000
"""Cells of a rectangle from which on it is measured cell by cell."""
PLACE = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{1,4})([0-9]{1,9})")
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
ATTRIBUTE = re.compile(rb"\b(r|min|max|hidden)\s*=\s*[\"']\s*([^\"']*?)\s*[\"']")
FILTERED = re.compile(rb"<(?:\w+:)?autoFilter\b")
CYRILLIC = re.compile(rb"[\xd0\xd1][\x80-\xbf]|&#(?:10[3-9]\d|1[12]\d\d);")
TRUE = (b"1", b"true")
COLUMNS = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """`cells` in the rectangle around a sheet's values; hidden rows and columns count from 0.

    `spans` are merged cells where calamine does not tell them, `beside` is what the sheet shows besides its cells,
    `formats` how it shows numbers.
    """

    cells: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    spans: tuple[Span, ...] = ()
    beside: tuple[Block, ...] = ()
    formats: Formats | Texts = field(default_factory=Formats)


def of_xlsx(data: bytes, let_in: Collection[str] = ()) -> tuple[dict[str, Extent], dict[str, str]]:
    """(name of a sheet -> extent, properties of the package). Raises `LoadError`."""
    from ingest.load.docx_package import RELATION_ID, Package

    package = Package(data, "xl/workbook.xml")
    root = package.part(package.main)
    if local(root) != "workbook":
        raise LoadError(Code.WRONG_TYPE, "no workbook")
    parts = {link.id: link for link in package.relations(package.main)}
    russian = False
    for link in parts.values():
        if link.kind == "sharedStrings" and (strings := package.raw(link.target)) is not None:
            refuse_doctype(strings)
            russian = CYRILLIC.search(strings) is not None
    codes = codes_of(package.related("styles"))
    names = [sheet.get("name") or "" for sheet in root.iter("{*}sheet")]
    russian = russian or any(map(CYRILLIC.search, (word.encode() for word in (*names, *codes.values()))))
    extents: dict[str, Extent] = {}
    for sheet in root.iter("{*}sheet"):
        found = parts.get(sheet.get(RELATION_ID) or "")
        content = package.raw(found.target) if found is not None else None
        if found is not None and content is not None and found.kind in ("worksheet", "chartsheet"):
            shown = tuple(beside(package, found.target, let_in))
            russian = russian or CYRILLIC.search(content) is not None
            formats = formats_of(content, codes, spaced=russian)
            extents[sheet.get("name") or ""] = replace(sheet_extent(content), beside=shown, formats=formats)
    return extents, package.properties()


def sheet_extent(content: bytes) -> Extent:
    """The extent of one worksheet part. Only cells that are no empty tags count."""
    refuse_doctype(content)
    placed = COLUMN_OF.findall(content)
    columns, rows = set(placed), set(ROW_OF.findall(content))
    cells = _area(columns, rows)
    if cells > SURE or content.count(b"<c ") + content.count(b"<c>") > len(placed):
        places = [PLACE.search(cell[1]) for cell in CELL.finditer(content)]
        cells = _area({one[1] for one in places if one}, {one[2] for one in places if one})
        if None in places:  # they follow each other in their rows
            rows = {told[b"r"] for row in ROW.finditer(content) if b"r" in (told := _attributes(row[1]))}
            widest = max(row.count(b"<c") for row in content.split(b"<row"))
            cells = max(cells, widest * _area({b"A"}, rows), len(places))
    hidden: set[int] = set()
    if FILTERED.search(content) is None:
        for row in ROW.finditer(content):
            if b"hidden" in row[1] and (told := _attributes(row[1])).get(b"hidden") in TRUE:
                hidden.add(_whole(told.get(b"r")) - 1)
    gone: set[int] = set()
    for column in COLUMN.finditer(content):
        told = _attributes(column[1])
        if told.get(b"hidden") in TRUE:
            gone.update(range(_whole(told.get(b"min")) - 1, min(COLUMNS, _whole(told.get(b"max")))))
    return Extent(cells=cells, hidden_rows=frozenset(hidden), hidden_columns=frozenset(gone))


def of_xls(data: bytes) -> dict[str, Extent]:
    """Name of a sheet -> extent, in a binary workbook; what has no name goes by its place. Raises `LoadError`."""
    import olefile

    try:
        with olefile.OleFileIO(data) as container:
            name = next((one for one in ("Workbook", "Book") if container.exists(one)), "")
            if not name:
                raise LoadError(Code.WRONG_TYPE, "no workbook")
            stream = container.openstream(name).read(PART_BYTES)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise LoadError(Code.MALFORMED, type(error).__name__) from None
    told, sheets, russian = read(stream)
    return {
        told.names.get(place, f"@{place}"): Extent(
            cells=sheet.cells,
            hidden_rows=frozenset(() if sheet.filtered else sheet.hidden_rows),
            hidden_columns=frozenset(sheet.hidden_columns),
            formats=told.formats(sheet.styles, spaced=russian),
        )
        for place, sheet in sheets.items()
    }


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {found[1]: found[2] for found in ATTRIBUTE.finditer(text)}


def _whole(text: bytes | None) -> int:
    return number_of((text or b"").decode("ascii", "replace"))


def _area(columns: set[bytes], rows: set[bytes]) -> int:
    """Cells in the rectangle around these columns and rows."""
    across, down = [column_of(name) for name in columns], [int(row) for row in rows]
    return (max(across) - min(across) + 1) * (max(down) - min(down) + 1) if across and down else 0
