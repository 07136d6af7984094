"""Which lines of a PDF page stand in cells side by side: they jump up and right, or hang below a later cell. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line

_LINES = 12
"""A cell that is taller is a column of text."""
_NEAR = 6
"""Lines between two rows that jump: rows whose cells have one line each, or one such cell."""


def regions(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs [start, end) of lines, in content order, that hold rows of cells side by side."""
    rows: list[tuple[int, int]] = []
    for at, (last, line) in enumerate(pairwise(lines)):
        jump = jumps(last, line)
        if jump or hangs(last, line):
            start, end = _row(lines, at) if jump else (at, at + 2)
            if rows and start - rows[-1][1] <= _NEAR and alike(lines[start], lines[rows[-1][0]]):
                rows[-1] = rows[-1][0], max(end, rows[-1][1])
            else:
                rows.append((start, end))
    return rows


def jumps(last: Line, line: Line) -> bool:
    """Whether `line` begins a cell to the right of the one that `last` ends."""
    if not (alike(last, line) and line.left > last.right - 0.2 * line.size):
        return False
    return 0.5 * line.size < line.top - last.top < 1.5 * _LINES * line.size


def hangs(last: Line, line: Line) -> bool:
    """Whether `line` may go on with a later cell of a row that stands in one line."""
    step = max(last.top - line.top, last.bottom - line.bottom)
    lower = step > 0.4 * line.size and last.bottom - line.top < line.size
    return alike(last, line) and lower and last.left + 4 * line.size < line.left < last.right


def goes_on(last: Line, line: Line) -> bool:
    """Whether the last cell of a table has one more line."""
    return hangs(last, line) or (follows(last, line) and abs(last.left - line.left) < 1.0)


def alike(last: Line, line: Line) -> bool:
    """Whether two lines may be of one table: upright, of about one size."""
    if last.table or line.table or not (last.upright and line.upright) or last.hidden != line.hidden:
        return False
    return last.page == line.page and abs(last.size - line.size) <= 0.15 * line.size


def follows(last: Line, line: Line) -> bool:
    """Whether `line` may go on with the cell of `last`: right below it, of one look."""
    return alike(last, line) and last.bold == line.bold and below(last, line)


def below(last: Line, line: Line) -> bool:
    """Whether `line` is the next one under `last`; some fonts' boxes are as high as their letters, so bottoms count."""
    return 0.5 * line.size < last.bottom - line.bottom < 1.9 * line.size


def _row(lines: Sequence[Line], at: int) -> tuple[int, int]:
    """The lines of the two cells between which lines[at] jumps."""
    edge = lines[at + 1].left
    start, end = at, at + 2
    while start and lines[start - 1].right <= edge and follows(lines[start - 1], lines[start]):
        start -= 1
    while end < len(lines) and lines[end].right > edge and follows(lines[end - 1], lines[end]):
        end += 1
    return start, end
