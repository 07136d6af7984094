"""The sheets of an OpenDocument workbook: how large they are, what is hidden, merged, and stands beside the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import Block
from ingest.load.markup import number_of
from ingest.load.office.cell_formats import Texts
from ingest.load.office.extents import COLUMNS, Extent
from ingest.load.office.odf import CHART, DRAW, HREF, OFFICE, TABLE, TEXT, Odf, rows_of
from ingest.load.tables import pipe_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.office.header import Span

Element = Any

ROWS = 1 << 20
SPANS = 100_000
SHOWN = ("float", "percentage", "currency", "time")
"""Kinds of values that are read as the sheet shows them."""
SHAPES = frozenset(DRAW + name for name in ("custom-shape", "text-box", "rect", "ellipse", "polygon", "path"))


def of_ods(data: bytes) -> tuple[dict[str, Extent], dict[str, str]]:
    """(name of a sheet -> extent, properties) of an OpenDocument spreadsheet; repeated cells counted as often."""
    package = Odf(data)
    sheets = (
        table for body in package.content.iter(OFFICE + "spreadsheet") for table in body.iter(TABLE + "table")
    )
    found = {table.get(TABLE + "name") or "": _extent(package, table) for table in sheets}
    return found, package.properties()


def _extent(package: Odf, table: Element) -> Extent:
    wide, high, below = 0, 0, 0
    texts: dict[tuple[int, int], str] = {}
    hidden: set[int] = set()
    spans: list[Span] = []
    for row in table.iter(TABLE + "table-row"):
        repeated = _count(row, "number-rows-repeated")
        if row.get(TABLE + "visibility") == "collapse":
            hidden.update(range(below, min(ROWS, below + repeated)))
        reach, at = 0, 0
        for cell in row.iterchildren(TABLE + "table-cell", TABLE + "covered-table-cell"):
            start, at = at, at + _count(cell, "number-columns-repeated")
            if not len(cell) and not any(key.endswith("}value") for key in cell.attrib):
                continue
            reach = at
            if repeated == 1 and (text := _number_text(cell)):
                texts[below, at - 1] = text
            across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
            if (across > 1 or down > 1) and len(spans) < SPANS:
                spans.append((below, start, below + down - 1, start + across - 1))
        below += repeated
        if reach:
            wide, high = max(wide, reach), below
    return Extent(
        cells=wide * high,
        hidden_rows=frozenset(row for row in hidden if row < high),
        hidden_columns=frozenset(_hidden_columns(table)),
        spans=tuple(spans),
        beside=tuple(_beside(package, table)),
        formats=Texts(texts),
    )


def _hidden_columns(table: Element) -> Iterator[int]:
    at = 0
    for column in table.iter(TABLE + "table-column"):
        start, at = at, at + _count(column, "number-columns-repeated")
        if column.get(TABLE + "visibility") == "collapse":
            yield from range(start, min(COLUMNS, at))


def _number_text(cell: Element) -> str:
    """What a cell that holds a number shows; "" of others."""
    if cell.get(OFFICE + "value-type") not in SHOWN:
        return ""
    return " ".join(_words(line) for line in cell.iterchildren(TEXT + "p")).strip()


def _beside(package: Odf, table: Element) -> Iterator[Block]:
    """The words of text boxes and shapes; of charts the title and the table that they draw."""
    for shape in table.iter(*SHAPES, DRAW + "object"):
        lines = [words for line in shape.iterchildren(TEXT + "p") if (words := _words(line))]
        if lines:
            yield Block(kind="text", text="\n".join(lines))
        if shape.tag == DRAW + "object":
            yield from _chart(package.object(shape.get(HREF) or ""))


def _chart(root: Element | None) -> Iterator[Block]:
    if root is None or next(root.iter(OFFICE + "chart"), None) is None:
        return
    for title in root.iter(CHART + "title"):
        if words := _words(title):
            yield Block(kind="text", text=words)
    for table in root.iter(TABLE + "table"):
        rows = [
            [
                " ".join(map(_words, cell.iterchildren(TEXT + "p")))
                for cell in row.iterchildren(TABLE + "table-cell")
            ]
            for row in rows_of(table)
        ]
        if text := pipe_table(rows):
            yield Block(kind="table", text=text)


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _count(element: Element, name: str) -> int:
    return max(1, number_of(element.get(TABLE + name), 1))
