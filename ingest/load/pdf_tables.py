"""Ruled tables: which grids are tables, what stands in their cells, and which go on over a page break. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING, Protocol

from ingest.load.pdf_order import in_reading_order
from ingest.load.pdf_page import Line, Table
from ingest.load.pdf_rows import REACHES, same_row
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_ruled import Cell, Grid

_NEAR = 4.0
_PADDING = 8.0
_NARROW = 20.0
_FRAME_SHARE = 0.5
_FRAME_LINES = 8
_HEADER_ROWS = 3
_CONTINUED = re.compile(
    r"(?:(?:продолжение|окончание)\s+табл|(?:table|табл\w*\.?)\s+[\w.]+\s*[-–—(,]*\s*(?:continued|cont\.|продолжение|окончание))",
    re.IGNORECASE,
)

Rows = list[list[str]]


def within(line: Line, box: Box) -> bool:
    """Whether a line's middle lies in a box."""
    x, y = (line.left + line.right) / 2, (line.bottom + line.top) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def with_tables(lines: Sequence[Line], grids: Sequence[Grid], area: float) -> list[Line]:
    """The lines of a page, with one line for each table in place of those in its cells. `area`: the page's.

    `lines` do not reach from one cell into another. A table within a table is text of the cell it stands in.
    """
    result = list(lines)
    for grid in sorted(grids, key=lambda grid: _area(grid.box)):
        inside = [at for at, line in enumerate(result) if within(line, grid.box) and not line.hidden]
        if not inside:
            continue
        cells: list[list[Line]] = [[] for _ in grid.cells]
        homes: list[int] = []
        for at in inside:
            home = next(
                (n for n, cell in enumerate(grid.cells) if within(result[at], cell.box)), len(cells) - 1
            )
            cells[home].append(result[at])
            homes.append(home)
        gone = set(inside)
        if not _is_table(grid, cells):
            continue
        if _is_frame(grid, cells, area):
            gone = {at for at, home in zip(inside, homes, strict=True) if _margin(result[at], grid, home)}
            result = [line for at, line in enumerate(result) if at not in gone]
            continue
        table = Table(grid=grid, cells=tuple(tuple(in_reading_order(cell)) for cell in cells))
        result[inside[0]] = _standing_for(table)
        gone.remove(inside[0])
        result = [line for at, line in enumerate(result) if at not in gone]
    return result


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _is_table(grid: Grid, cells: Sequence[Sequence[Line]]) -> bool:
    """Whether a grid has columns and enough text: not a box around text, a chart or a pattern."""
    full = [cell for cell, lines in zip(grid.cells, cells, strict=True) if lines]
    columns = {cell.column for cell in full}
    return len(columns) > 1 and len(full) >= max(2, 0.05 * len(cells))


def _is_frame(grid: Grid, cells: Sequence[Sequence[Line]], area: float) -> bool:
    """Whether a grid is the frame of a page, as drawings and GOST papers have it: one cell holds the page."""
    sizes = [sum(len(line.text) for line in lines) for lines in cells]
    most = max(range(len(sizes)), key=sizes.__getitem__)
    return (
        _area(grid.cells[most].box) > _FRAME_SHARE * area
        and len(cells[most]) >= _FRAME_LINES
        and sizes[most] > _FRAME_SHARE * sum(sizes)
    )


def _margin(line: Line, grid: Grid, home: int) -> bool:
    """Whether a line is a field in the margin of a frame: upright text in a cell narrower than 20 points."""
    box = grid.cells[home].box
    return not line.upright and min(box[2] - box[0], box[3] - box[1]) < _NARROW


def _standing_for(table: Table) -> Line:
    lines = [line for cell in table.cells for line in cell]
    left, bottom, right, top = table.grid.box
    return Line(
        text=" ".join(line.text for line in lines),
        page=lines[0].page,
        size=median_low(line.size for line in lines),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        table=table,
    )


@dataclass(slots=True)
class _Part:
    """A table, or what has been joined of it so far."""

    xs: tuple[float, ...]
    rows: Rows
    rooms: list[float]  # what is free behind the last line of each cell of the last row, in letters
    low: list[bool]  # which of them reach down to its last line


class Texts(Protocol):
    """How lines become texts: `ingest.load.pdf_words.Words`."""

    def cell(self, lines: Sequence[Line], box: Box) -> str:
        """The text of a cell."""
        ...

    def join(self, text: str, more: str, between: str) -> str:
        """A text and what goes on with it."""
        ...


def joined(tables: Sequence[Table], words: Texts) -> tuple[str, tuple[int, ...]]:
    """A table that stands on one page or on several as Markdown, its head once; and its lines on each of several pages.

    Merged cells stand once. A row that goes on over pages is of the first one, as is the line below the head.
    """
    whole = _part(tables[0], words.cell)
    ends = [len(whole.rows)]
    for table in tables[1:]:
        _append(whole, _part(table, words.cell), words.join)
        ends.append(len(whole.rows))
    first, *more = (
        sum(map(any, whole.rows[start:end])) for start, end in zip([0, *ends], ends, strict=False)
    )
    return pipe_table(compact(whole.rows)), (first + 1, *more) if more else ()


def _part(table: Table, text: Callable[[Sequence[Line], Box], str]) -> _Part:
    grid = table.grid
    rows = [[""] * (len(grid.xs) - 1) for _ in range(len(grid.ys) - 1)]
    rooms = [0.0] * (len(grid.xs) - 1)
    low = [False] * (len(grid.xs) - 1)
    lowest = min(
        (
            lines[-1].bottom
            for cell, lines in zip(grid.cells, table.cells, strict=True)
            if lines and _ends(cell, rows)
        ),
        default=0.0,
    )
    for cell, lines in zip(grid.cells, table.cells, strict=True):
        if lines:
            rows[cell.row][cell.column] = text(lines, cell.box)
            rooms[cell.column] = _room(lines[-1], cell.box)
            low[cell.column] = lines[-1].bottom < lowest + REACHES * lines[-1].size
    return _Part(grid.xs, rows, rooms, low)


def _ends(cell: Cell, rows: Rows) -> bool:
    return cell.row + cell.down == len(rows)


def _room(line: Line, box: Box) -> float:
    """How many letters have room behind a line of a cell."""
    letter = (line.right - line.left) / max(1, len(line.text))
    return (box[2] - line.right - min(_PADDING, max(0.0, line.left - box[0]))) / max(letter, 0.1)


def _append(whole: _Part, more: _Part, join: Callable[[str, str, str], str]) -> None:
    """Adds the rows of the next page; the columns of both are brought to one count."""
    shift = more.xs[0] - whole.xs[0]
    places = tuple(x - shift for x in more.xs)
    if len(places) > len(whole.xs):
        whole.rows, whole.xs, whole.rooms = _spread(whole.rows, whole.xs, places), places, []
    elif len(places) < len(whole.xs):
        more.rows = _spread(more.rows, places, whole.xs)
    rows = more.rows
    head = 0
    while (
        head < min(_HEADER_ROWS, len(rows), len(whole.rows))
        and rows[head] == whole.rows[head]
        and any(rows[head])
    ):
        head += 1
    rows = rows[head:]
    if (
        rows
        and len(whole.rooms) == len(rows[0])
        and same_row(whole.rows[-1], rows[0], whole.rooms, whole.low)
    ):
        whole.rows[-1] = [
            join(text, rest, " ") if text and rest else text or rest
            for text, rest in zip(whole.rows[-1], rows[0], strict=True)
        ]
        rows = rows[1:]
    whole.rows += rows
    whole.rooms, whole.low = more.rooms, more.low


def _spread(rows: Rows, places: Sequence[float], onto: Sequence[float]) -> Rows:
    """`rows` whose columns begin at `places`, on the finer columns `onto`."""
    to = [min(range(len(onto) - 1), key=lambda i, x=x: abs(onto[i] - x)) for x in places[:-1]]  # type: ignore[misc]
    result = []
    for row in rows:
        wide = [""] * (len(onto) - 1)
        for cell, at in zip(row, to, strict=True):
            wide[at] = f"{wide[at]} {cell}".strip()
        result.append(wide)
    return result


def goes_on(first: Line, second: Line) -> bool:
    """Whether the table of the second line is that of the first one on the next page: same columns, or some of them."""
    one, other = first.table, second.table
    if one is None or other is None or second.page != first.page + 1:
        return False
    xs, ys = one.grid.xs, other.grid.xs
    if len(xs) < len(ys):
        xs, ys = ys, xs
    shift = ys[0] - xs[0]
    if abs((ys[-1] - shift) - xs[-1]) > _NEAR:
        return False
    return all(min(abs(x - (y - shift)) for x in xs) <= _NEAR for y in ys)


def without_continued(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that say "table continued" between the parts of one."""
    result: list[Line] = []
    for at, line in enumerate(lines):
        between = 0 < at < len(lines) - 1 and _CONTINUED.match(line.text)
        if between and goes_on(lines[at - 1], lines[at + 1]):
            continue
        result.append(line)
    return result
