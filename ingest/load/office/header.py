"""Which rows of a table name its columns. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.load.office.cells import is_sign, is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

Grid = list[list[str]]
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column."""

NAME_CHARS = 120
FILLED = 0.6
HEADER_ROWS = 3


@dataclass(slots=True, kw_only=True)
class Region:
    """A rectangle of cells; `spans` are merged cells within it, counted from its corner."""

    grid: Grid
    spans: list[Span] = field(default_factory=list)


def names_groups(region: Region, row: int) -> bool:
    """Whether a row with one cell names columns below it: merged over some of them, not over all."""
    width = len(region.grid[0])
    return any(a == row and 0 < d - b < width - 1 for a, b, _, d in region.spans)


def header_rows(region: Region, first: int) -> int:
    """How many rows, from `first` on, name the columns: one, or names of groups of columns and then names."""
    rows = region.grid[first:]
    for depth, row in enumerate(rows[: min(HEADER_ROWS, len(rows) - 1)], 1):
        grouped = _merged(region, first + depth - 1)
        if not grouped and names(row, repeated=depth > 1):
            return depth
        if not all(map(may_name, filter(None, row))):
            return depth - 1  # values: what stands above them, merged over some of the columns, names these
        if not grouped and sum(map(bool, row)) > FILLED * len(row):
            return 0
    return 0


def _merged(region: Region, row: int) -> bool:
    return any(a <= row <= c and d > b for a, b, c, d in region.spans)


def names(row: Sequence[str], *, repeated: bool = False) -> bool:
    """Whether a row could name columns: words in most places; the labels of a form end with a colon.

    A name stands once, unless `repeated`: below names of groups.
    """
    filled = [cell for cell in row if cell]
    return (
        len(filled) >= max(2, FILLED * len(row))
        and any(map(is_word, filled))
        and all(map(may_name, filled))
        and (repeated or len(set(filled)) == len(filled))
        and not filled[0].endswith(":")
        and all(len(cell) <= NAME_CHARS for cell in filled)
    )


def may_name(cell: str) -> bool:
    """Whether a cell may stand among the names of columns: words, a year, a sign such as №."""
    return is_word(cell) or is_year(cell) or is_sign(cell)


def is_year(cell: str) -> bool:
    """Whether a cell is a year, which may name a column."""
    return len(cell) == 4 and cell.isdigit() and cell[:2] in {"19", "20"}


def header_of(region: Region, first: int, depth: int) -> list[str]:
    """Names of columns; those of several rows joined by " / "."""
    lines = [list(row) for row in region.grid[first : first + depth]]
    for a, b, c, d in region.spans:
        for row in range(max(a, first), min(c, first + depth - 1) + 1):
            for column in range(b, min(d, len(lines[0]) - 1) + 1):
                if first <= a < first + depth and depth > 1:
                    lines[row - first][column] = region.grid[a][b]
    names = (
        dict.fromkeys(" ".join(line[at].split()) for line in lines if line[at]) for at in range(len(lines[0]))
    )
    return [" / ".join(name) for name in names]
