"""Tables of a DOCX as rows of cells: spans, vertical merges, deleted and hidden rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.docx_inline import CHOICES, GONE, THROUGH, chosen, placeholder
from ingest.load.docx_package import W
from ingest.load.docx_styles import toggle, value
from ingest.load.markup import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Element = Any

SPAN = 63
"""The widest table Word can make."""


def rows(table: Element) -> Iterator[Element]:
    """The `w:tr` of `table` that a reader sees, unwrapped from content controls."""
    for row in _children(table, "tr"):
        properties = row.find(W + "trPr")
        if properties is None or (properties.find(W + "del") is None and not toggle(properties, "hidden")):
            yield row


def hidden_rows(table: Element) -> int:
    """How many rows of `table` are hidden."""
    return sum(1 for row in _children(table, "tr") if toggle(row.find(W + "trPr"), "hidden"))


def deleted(table: Element) -> Iterator[Element]:
    """The rows of `table` that a tracked change deletes, and the cells so deleted of its other rows."""
    for row in _children(table, "tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            yield row
        else:
            yield from (cell for cell in _children(row, "tc") if cell.find(f"{W}tcPr/{W}cellDel") is not None)


def cells(row: Element) -> Iterator[tuple[Element | None, int]]:
    """(cell, columns) from left to right; the cell is None where a merge goes on or the grid is empty."""
    if before := min(SPAN, number_of(value(row.find(W + "trPr"), "gridBefore"))):
        yield None, before
    for cell in _children(row, "tc"):
        properties = cell.find(W + "tcPr")
        width = min(SPAN, max(1, number_of(value(properties, "gridSpan"), 1)))
        yield (None if _continues(properties) else cell), width


def _continues(properties: Element | None) -> bool:
    if properties is None:
        return False
    if properties.find(W + "cellDel") is not None:
        return True
    for name in ("vMerge", "hMerge"):
        merge = properties.find(W + name)
        if merge is not None and merge.get(W + "val") != "restart":
            return True
    return False


def _children(parent: Element, name: str) -> Iterator[Element]:
    stack = list(reversed(list(parent)))
    while stack:
        child = stack.pop()
        tag = child.tag
        if tag == W + name:
            yield child
        elif tag in GONE:
            continue
        elif tag in THROUGH or (tag == W + "sdt" and not placeholder(child)):
            stack.extend(reversed(list(child)))
        elif tag == CHOICES:
            stack.extend(reversed(list(chosen(child))))
