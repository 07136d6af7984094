"""The cells of a sheet as blocks: the tables that stand on it, each with its header. Pure."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from ingest.document import Block
from ingest.load.office.cells import is_word
from ingest.load.office.continued import Part, joined
from ingest.load.office.header import (
    HEADER_ROWS,
    Region,
    header_of,
    header_rows,
    may_name,
    names,
    names_groups,
)
from ingest.load.tables import pipe_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.office.header import Grid, Span

TABLE_CHARS = 16_000
"""A longer table becomes several blocks, each with the header."""
MOST_COLUMNS = 12
HEADER_CHARS = 500
ROW_CHARS = 700
"""A table that is wider becomes records: a header that long is not repeated with every chunk."""


def sheet_blocks(grid: Grid, spans: Sequence[Span] = ()) -> Iterator[Block]:
    """The blocks of a sheet: `grid` holds a text for each cell, "" in cells that a merged one covers."""
    for region in regions(grid, spans):
        yield from region_blocks(region)


def regions(grid: Grid, spans: Sequence[Span] = ()) -> Iterator[Region]:
    """The tables on a sheet: parted by empty rows, and by empty columns where on both sides stands a table."""
    begun: dict[int, list[Span]] = {}
    for span in spans:
        begun.setdefault(span[0], []).append(span)

    def cut(band: tuple[int, int]) -> Region:
        top, bottom = band
        width = max(map(len, grid[top : bottom + 1]))
        within = [span for row in range(top, bottom + 1) for span in begun.get(row, ())]
        return _cut(grid, within, (top, 0, bottom, width - 1))

    def part(band: tuple[int, int]) -> Part | None:
        tables = list(_side_by_side(cut(band)))
        rows = grid[band[0] : band[1] + 1]
        columns = [at for at in range(max(map(len, rows))) if any(at < len(row) and row[at] for row in rows)]
        one = len(tables) == 1 and len(tables[0].grid[0]) == len(columns)
        return Part(columns=columns, region=tables[0]) if one else None

    bands = _bands(grid, spans)
    for band in joined(bands, part) if len(bands) > 1 else bands:
        yield from _side_by_side(cut(band))


def _bands(grid: Grid, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """(first, last) row of what empty rows part. Names of columns go with what follows after one empty row."""
    covered = _covered_rows(len(grid), spans)
    bands: list[tuple[int, int]] = []
    start = 0
    for end in range(len(grid) + 1):
        if end < len(grid) and (any(grid[end]) or covered[end]):
            continue
        if start < end:
            last = bands[-1] if bands else None
            if (
                last is not None
                and start - last[1] == 2
                and _only_names(grid, last)
                and not names(grid[start])
            ):
                bands[-1] = (last[0], end - 1)
            else:
                bands.append((start, end - 1))
        start = end + 1
    return bands


def _only_names(grid: Grid, band: tuple[int, int]) -> bool:
    """Whether a band is the header of a table whose rows stand below an empty one."""
    rows = grid[band[0] : band[1] + 1]
    if len(rows) > HEADER_ROWS + 3 or sum(map(bool, rows[-1])) < 3:
        return False
    return all(may_name(cell) for row in rows for cell in row if cell)


def region_blocks(region: Region) -> Iterator[Block]:
    """A region's lines before its table as text, then the table; or records where it is too wide for one."""
    grid = region.grid
    first = 0
    width = len(grid[0])
    if width == 1:
        yield Block(kind="text", text="\n".join(" ".join(row[0].split()) for row in grid if row[0]))
        return
    while first < len(grid) and sum(map(bool, grid[first])) <= 1 and not names_groups(region, first):
        text = "".join(grid[first])
        if text:
            yield Block(kind="text", text=text)
        first += 1
    rows = grid[first:]
    if not rows:
        return
    depth = header_rows(region, first)
    header = header_of(region, first, depth) if depth else [""] * width
    body = [row for row in rows[depth:] if any(row)]
    if not depth or not _is_wide(header, body):
        yield from _tables(header, body)
        return
    filled = _filled_down(region, first + depth)
    yield from (Block(kind="text", text=text) for row in filled if (text := _record(header, row)))


def _cut(grid: Grid, spans: Sequence[Span], area: Span) -> Region:
    """The part of `grid` in `area`, without empty columns and rows around it."""
    top, left, bottom, right = area
    rows = [
        row[left : right + 1] + [""] * (right + 1 - max(left, len(row))) for row in grid[top : bottom + 1]
    ]
    used = [at for at in range(right - left + 1) if any(row[at] for row in rows)]
    if not used:
        return Region(grid=[])
    lead, last = used[0], used[-1]
    inner = [
        (a - top, b - left - lead, c - top, d - left - lead)
        for a, b, c, d in spans
        if top <= a <= bottom and left + lead <= b <= left + last
    ]
    return Region(grid=[row[lead : last + 1] for row in rows], spans=inner)


def _side_by_side(region: Region) -> Iterator[Region]:
    """The tables of a region that stand beside each other."""
    grid = region.grid
    if not grid:
        return
    width = len(grid[0])
    bridged = {at for a, b, _, d in region.spans for at in range(b, d + 1)}
    empty = [at for at in range(width) if at not in bridged and not any(row[at] for row in grid)]
    edges = [at for at in empty if _begins_table(grid, at + 1)]
    bounds = [-1, *edges, width]
    parts = [(left + 1, right - 1) for left, right in pairwise(bounds) if right - left > 1]
    if len(parts) < 2 or any(right == left for left, right in parts):
        yield _without_empty_columns(region, empty)
        return
    for left, right in parts:
        part = _cut(grid, region.spans, (0, left, len(grid) - 1, right))
        yield _without_empty_columns(Region(grid=_trimmed(part.grid), spans=part.spans), ())


def _begins_table(grid: Grid, column: int) -> bool:
    """Whether a column names rows, so that a table may begin with it: most of its cells are words."""
    cells = [row[column] for row in grid if column < len(row) and row[column]]
    return bool(cells) and 2 * sum(map(is_word, cells)) > len(cells) and len(cells) > 1


def _without_empty_columns(region: Region, empty: Sequence[int]) -> Region:
    gone = {*empty, *(at for at in range(len(region.grid[0])) if not any(row[at] for row in region.grid))}
    if not gone:
        return region
    places = {at: new for new, at in enumerate(at for at in range(len(region.grid[0])) if at not in gone)}
    grid = [[row[at] for at in places] for row in region.grid]
    spans = [
        (a, min(inner), c, max(inner))
        for a, b, c, d in region.spans
        if (inner := [places[at] for at in range(b, d + 1) if at in places])
    ]
    return Region(grid=grid, spans=spans)


def _trimmed(grid: Grid) -> Grid:
    """Without empty rows at the end; those at the start stay, since spans count from there."""
    last = max(at for at, row in enumerate(grid) if any(row))
    return grid[: last + 1]


def _covered_rows(count: int, spans: Sequence[Span]) -> list[bool]:
    """Of each row, whether a merged cell from above reaches into it: it is not empty, however little it holds."""
    changes = [0] * (count + 2)
    for first, _, last, _ in spans:
        if 0 <= first < count:
            changes[first + 1] += 1
            changes[min(last, count - 1) + 1] -= 1
    return [open_ > 0 for open_ in accumulate(changes)]


def _is_wide(header: Sequence[str], body: Grid) -> bool:
    if len(header) > MOST_COLUMNS or sum(map(len, header)) > HEADER_CHARS:
        return True
    return bool(body) and sum(len(cell) for row in body for cell in row) > ROW_CHARS * len(body)


def _filled_down(region: Region, start: int) -> Grid:
    """The rows from `start` on, a merged cell's text in all rows that it reaches over."""
    grid = [list(row) for row in region.grid]
    for a, b, c, _ in region.spans:
        for row in range(max(a, start), min(c, len(grid) - 1) + 1) if a >= start and b < len(grid[0]) else ():
            grid[row][b] = region.grid[a][b]
    return grid[start:]


def _record(header: Sequence[str], row: Sequence[str]) -> str:
    pairs = ((name, " ".join(cell.split())) for name, cell in zip(header, row, strict=False) if cell)
    return "\n".join(f"{name}: {cell}" if name else cell for name, cell in pairs)


def _tables(header: list[str], body: Grid) -> Iterator[Block]:
    """Pipe tables of at most `TABLE_CHARS` characters, or of one row."""
    if not body:
        body, header = [header], [""] * len(header)
    start, size = 0, 0
    for at, row in enumerate(body):
        length = sum(map(len, row)) + 3 * len(row)
        if at > start and size + length > TABLE_CHARS:
            yield Block(kind="table", text=pipe_table([header, *body[start:at]]))
            start, size = at, 0
        size += length
    if table := pipe_table([header, *body[start:]]):
        yield Block(kind="table", text=table)
