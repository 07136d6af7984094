"""Tables of a page: which hold data, and their cells on a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.html_tree import classes
from ingest.load.markup import number_of

if TYPE_CHECKING:
    from collections.abc import Callable

Element = Any

SPAN = 200
CELLS = 200_000
PARTS = ("thead", "tbody", "tfoot")
DATA_CLASSES = frozenset({"confluencetable", "wikitable", "dataframe", "data"})
CELL_CHARS = 300
CODE_LINES = 3
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCK_CONTENT = (*HEADINGS, "pre", "table")


def rows(table: Element) -> list[Element]:
    """The rows of `table` itself, in document order."""
    found: list[Element] = []
    for child in table:
        if child.tag == "tr":
            found.append(child)
        elif child.tag in PARTS:
            found.extend(row for row in child if row.tag == "tr")
    return found


def cells(row: Element) -> list[Element]:
    """The cells of one row."""
    return [cell for cell in row if cell.tag in ("td", "th")]


def is_layout(table: Element) -> bool:
    """Whether a table only places things: so its cells are read as pieces of the page, one after another."""
    if table.get("role") in ("presentation", "none"):
        return True
    lines = [cells(row) for row in rows(table)]
    if max((len(line) for line in lines), default=0) <= 1:
        return True
    if classes(table) & DATA_CLASSES or any(cell.tag == "th" for line in lines for cell in line):
        return False
    return any(True for _ in table.iterdescendants(*BLOCK_CONTENT)) and not _is_even(table, lines)


def _is_even(table: Element, lines: list[list[Element]]) -> bool:
    """Whether it is a grid of short cells: it holds data, though some are lines of code, or set as headings.

    The title of a page stands in none, a heading above other words is that of a piece of the page, and rows that
    begin with numbers are lines of code. Code of many lines would lose them in a cell.
    """
    if len(lines) < 2 or len({len(line) for line in lines}) > 1:
        return False
    if all(_words(line[0]).isdecimal() for line in lines):
        return False
    if any(True for _ in table.iterdescendants("h1", "table")):
        return False
    if any(
        "".join(code.itertext()).strip().count("\n") >= CODE_LINES for code in table.iterdescendants("pre")
    ):
        return False
    for cell in (cell for line in lines for cell in line):
        size = len(_words(cell))
        heads = [_words(head) for head in cell.iterdescendants(*HEADINGS)]
        if size > CELL_CHARS or (heads and len(heads[0]) < size):
            return False
    return all(_words(cell) for cell in lines[0])


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


class Grid:
    """Cells placed on a grid; `budget` bounds all tables of a page together."""

    def __init__(self) -> None:
        self.budget = CELLS

    def lines(
        self, table: Element, text: Callable[[Element], str], seen: Callable[[Element], bool]
    ) -> list[list[str]]:
        """The rows as texts; a merged cell stands once, "" in the places it covers. `seen` says what is visible."""
        found: list[list[str]] = []
        covered: dict[int, int] = {}
        for row in rows(table):
            if not seen(row):
                continue
            line: list[str] = []
            for cell in cells(row):
                if not seen(cell):
                    continue
                self._skip(line, covered)
                if not cell.keys():
                    line.append(text(cell))
                    continue
                down = _span(cell.get("rowspan"), SPAN) - 1
                across = _span(cell.get("colspan"), 1)
                content = text(cell)
                for offset in range(across):
                    if down:
                        covered[len(line)] = down
                    line.append("" if offset else content)
            self._skip(line, covered)
            self.budget -= len(line)
            if self.budget < 0:
                raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")
            if any(line):
                found.append(line)
        return found

    @staticmethod
    def _skip(line: list[str], covered: dict[int, int]) -> None:
        """Fills the places that cells of rows above cover."""
        while covered.get(len(line), 0) > 0:
            covered[len(line)] -= 1
            line.append("")


def _span(text: str | None, all_: int) -> int:
    """A span attribute, 1 where it is missing or odd; `all_` for 0, which means "to the end" for rows."""
    count = number_of((text or "").strip(), 1 if not (text or "").strip().isdigit() else SPAN)
    return min(SPAN, count or all_)
