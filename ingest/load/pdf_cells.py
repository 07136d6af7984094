"""Tables without rules whose cells have several lines: each cell made whole, each row one line.

PDF draws such a table cell by cell, so that its lines jump up and to the right; PDFium makes one line of what stands
side by side. Only where lines jump are words looked at: the gaps that no word crosses part the columns.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING

from ingest.load.pdf_edges import edges, narrow, parted
from ingest.load.pdf_headings import BULLET
from ingest.load.pdf_jumps import alike, follows, goes_on, jumps, regions
from ingest.load.pdf_level import level
from ingest.load.pdf_order import joined_rows
from ingest.load.pdf_page import Line, Part
from ingest.load.pdf_words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ingest.load.pdf_edges import Span
    from ingest.load.pdf_lines import Found, TextPage

_SURE = 3
"""Edges of columns that make a table of lines none of which jumps."""
_TOUCH = 0.15
"""Of a size: so near are the parts of a word."""
_AHEAD = 5
"""Lines of one column that may stand between two rows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands of a line in column `column` of its table; `line` is level."""

    line: Line
    column: int


def in_rows(text: TextPage, flow: Sequence[tuple[Found, Line]], turn: int) -> list[Line]:
    """The lines of a page, its tables without rules by row. `flow`: what was found, and the same level (`turn`)."""
    lines = [line for _, line in flow]
    found = regions(lines)
    if not found:
        return lines
    words = Words(lines)
    result: list[Line] = []
    done = 0
    for region in found:
        for part in _parts_of(text, flow, region, turn):
            table = _table(text, flow, (max(part[0], done), part[1]), turn) if part[1] > done else None
            if table is None:
                continue
            start, end, pieces = table
            result += lines[done:start]
            result += rows(pieces, words)
            done = end
    return result + lines[done:]


def _parts_of(
    text: TextPage, flow: Sequence[tuple[Found, Line]], region: tuple[int, int], turn: int
) -> list[tuple[int, int]]:
    """A region, or the tables that follow each other in it: prose or other columns stand between them."""
    start, end = region
    words = [text.spans(found, turn) for found, _ in flow[start:end]]
    lines = [line for _, line in flow[start:end]]
    parts = parted(lines, words)
    if len(parts) > 1:  # a few lines of code may stand as those of a table do
        parts = [(a, b) for a, b in parts if b - a > 2 and not all(line.mono for line in lines[a:b])]
    return [(start + a, start + b) for a, b in parts]


def _table(
    text: TextPage, flow: Sequence[tuple[Found, Line]], region: tuple[int, int], turn: int
) -> tuple[int, int, list[Piece]] | None:
    """A region with the rows of one line that belong to it, and its pieces; None if it is no table."""
    start, end = region
    lines = [line for _, line in flow[start:end]]
    size = median(line.size for line in lines)
    words = [text.spans(found, turn) for found, _ in flow[start:end]]
    starts = [line.left for last, line in pairwise(lines) if jumps(last, line)]
    places = edges(words, starts, size)
    fit = [_parts(line, places, size) for line in words]
    if not starts and (len(places) < _SURE or None in fit or not fit[0]):
        return None
    if not narrow(places, words, size) or sum(BULLET.match(line.text) is not None for line in lines) > 1:
        return None

    def fits(at: int, beside: int) -> bool | None:
        """Whether a line has parts in several columns; None if it cannot belong to the table."""
        line, other = flow[at][1], flow[beside][1]
        if max(line.bottom - other.top, other.bottom - line.top) > 2 * size or not alike(line, other):
            return None
        return _parts(text.spans(flow[at][0], turn), places, size)

    start = _extended(start, -1, start, fits)
    end = _extended(end - 1, 1, len(flow) - end, fits) + 1
    while end < len(flow) and fits(end, end - 1) is False and goes_on(flow[end - 1][1], flow[end][1]):
        end += 1
    pieces = []
    for found, line in flow[start:end]:
        inner = [place for place in places if line.left < place < line.right]
        parts = text.pieces(found, inner, turn) if inner else [found]
        for part in parts:
            piece = line if part is found else level(part.line, turn)
            pieces.append(Piece(piece, bisect(places, (piece.left + piece.right) / 2)))
    cells = [one.column == other.column and follows(one.line, other.line) for one, other in pairwise(pieces)]
    return (start, end, pieces) if any(cells) else None


def _extended(at: int, step: int, most: int, fits: Callable[[int, int], bool | None]) -> int:
    """The last line, in steps from `at`, that is a row: lines of one column may stand between."""
    last = at
    for count in range(1, most + 1):
        fit = fits(at + step * count, at + step * (count - 1))
        if fit is None or step * (at + step * count - last) > _AHEAD:
            break
        if fit:
            last = at + step * count
    return last


def _parts(words: Sequence[Span], places: Sequence[float], size: float) -> bool | None:
    """Whether the words of a line stand in several columns, apart where columns part; None if one crosses an edge."""
    columns = [bisect(places, left) for left, _ in words]
    if columns != [bisect(places, right) for _, right in words]:
        return None
    joints = zip(pairwise(words), pairwise(columns), strict=True)
    if any(b[0] - a[1] < 0.45 * size for (a, b), (one, other) in joints if one != other):
        return None
    return len(set(columns)) > 1


def rows(pieces: Sequence[Piece], words: Words) -> Iterator[Line]:
    """The rows that `pieces` (in content order) make, each a line."""
    cells: list[list[Piece]] = []
    for piece in pieces:
        last = cells[-1][-1] if cells else None
        if last and last.column == piece.column and _same_cell(last.line, piece.line):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    spans: dict[tuple[int, bool], Span] = {}  # bold heads may be wider than the column that they stand over
    for piece in pieces:
        kind = piece.column, piece.line.bold
        left, right = spans.get(kind, (1e9, -1e9))
        spans[kind] = min(left, piece.line.left), max(right, piece.line.right)
    row: Line | None = None
    reached = -1
    for cell in cells:
        column = cell[0].column
        line = _whole([piece.line for piece in cell], spans[column, cell[0].line.bold], words)
        if row is not None and (column > reached or line.left > row.right) and _beside(row, line):
            row = replace(
                row,
                text=f"{row.text} {line.text}",
                right=line.right,
                top=max(row.top, line.top),
                bottom=min(row.bottom, line.bottom),
                bold=row.bold and line.bold,
                mono=row.mono and line.mono,
                spots=row.spots + line.spots,
                parts=row.parts + line.parts,
            )
        else:
            if row is not None:
                yield row
            row = line
        reached = column
    if row is not None:
        yield row


def _same_cell(last: Line, line: Line) -> bool:
    """Whether a line goes on below, or in the same row: PDFium parts words where letters are kerned."""
    return follows(last, line) or (_beside(last, line) and abs(line.left - last.right) < _TOUCH * line.size)


def _beside(row: Line, line: Line) -> bool:
    shared = min(row.top, line.top) - max(row.bottom, line.bottom)
    return row.hidden == line.hidden and shared > 0.4 * min(row.top - row.bottom, line.top - line.bottom)


def _whole(lines: Sequence[Line], span: Span, words: Words) -> Line:
    """A cell as one line."""
    lines = joined_rows(lines)
    first = lines[0]
    text = words.cell(lines, (span[0], lines[-1].bottom, span[1], first.top))
    last = lines[-1]
    part = Part(
        text=text, left=span[0], right=span[1], end=last.right, bottom=last.bottom, alone=" " not in last.text
    )
    return replace(
        first,
        text=text,
        left=min(line.left for line in lines),
        right=max(line.right for line in lines),
        bottom=lines[-1].bottom,
        bold=all(line.bold for line in lines),
        mono=all(line.mono for line in lines),
        spots=tuple(chain.from_iterable(line.spots for line in lines)),
        parts=(part,),
    )
