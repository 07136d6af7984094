"""Tables of MediaWiki (`{| |}`) and of HTML within wikitext, as a grid of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.load.html_table import CELLS, SPAN
from ingest.load.markup import number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Node = Any

PARTS = frozenset({"tbody", "thead", "tfoot"})


def grid(table: Node, flat: Callable[[Node], str]) -> tuple[str, list[list[str]]]:
    """(caption, rows) of a table; a merged cell stands once, "" in the places it covers."""
    caption = ""
    rows: list[list[str]] = []
    covered: dict[int, int] = {}
    budget = CELLS
    for cells in _rows(table):
        line: list[str] = []
        for cell in cells:
            text = flat(cell.contents)
            if str(cell.tag) == "caption" or (cell.wiki_markup == "|" and not rows and text.startswith("+")):
                caption = text.lstrip("+ ")
                continue
            _skip(line, covered)
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            for offset in range(across):
                if down > 1:
                    covered[len(line)] = down - 1
                line.append("" if offset else text)
        _skip(line, covered)
        budget -= len(line)
        if any(line) and budget > 0:
            rows.append(line)
    return caption, rows


def _rows(table: Node) -> Iterator[list[Node]]:
    """Cells row by row; the first row needs no mark."""
    loose: list[Node] = []
    for node in table.contents.nodes if table.contents is not None else ():
        name = str(getattr(node, "tag", "")).strip().lower()
        if name in ("td", "th", "caption"):
            loose.append(node)
            continue
        if loose and name in ("tr", *PARTS):
            yield loose
            loose = []
        if name == "tr":
            yield _cells(node)
        elif name in PARTS:
            yield from _rows(node)
    if loose:
        yield loose


def _cells(row: Node) -> list[Node]:
    nodes = row.contents.nodes if row.contents is not None else ()
    return [node for node in nodes if str(getattr(node, "tag", "")).strip().lower() in ("td", "th")]


def _skip(line: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(line), 0) > 0:
        covered[len(line)] -= 1
        line.append("")


def _span(cell: Node, name: str) -> int:
    if not cell.has(name):
        return 1
    return min(SPAN, number_of(str(cell.get(name).value).strip().strip("\"'"), 1) or 1)
