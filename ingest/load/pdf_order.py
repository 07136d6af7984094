"""Reading order of a page's lines: pure. PDFium gives content order, which is right for most files."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ingest.load.pdf_page import HYPHEN, Line

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_DEPTH = 12
_MIN_COLUMN = 3  # lines


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines as one reads them, pieces of one printed line joined.

    Content order stays unless lines jump up inside one column (pages printed by browsers); then the page is
    cut at its gutters and gaps, and that order is taken if it jumps less.
    """
    joined = joined_rows(lines)
    jumps = _jumps(joined)
    if not jumps:
        return joined
    upright = [line for line in joined if line.upright]
    height = max((x.top for x in upright), default=0.0) - min((x.bottom for x in upright), default=0.0)
    ordered = joined_rows(_cut(upright, height, 0))
    return ordered + [line for line in joined if not line.upright] if _jumps(ordered) < jumps else joined


def _jumps(lines: Sequence[Line]) -> int:
    """How often a line stands wholly above the one before it, in the same column."""
    upright = [line for line in lines if line.upright]
    return sum(b.bottom > a.top - 0.2 * a.size and a.overlap(b) > 0.5 for a, b in pairwise(upright))


def joined_rows(lines: Sequence[Line]) -> list[Line]:
    """Pieces of one printed line as one line: bullets, numbers and superscripts come by themselves."""
    result: list[Line] = []
    for line in lines:
        last = result[-1] if result else None
        if last is None or not _same_row(last, line):
            result.append(line)
            continue
        big = last if len(last.text) >= len(line.text) else line
        superscript = line.size < 0.8 * last.size
        close = line.left - last.right < (0.15 if superscript else 0.1) * big.size
        result[-1] = replace(
            last,
            text=last.text + ("" if close else " ") + line.text,
            size=big.size,
            bold=last.bold and line.bold,
            mono=last.mono and line.mono,
            hidden=last.hidden and line.hidden,
            parts=last.parts + line.parts,
            right=max(last.right, line.right),
            top=big.top,
            bottom=big.bottom,
            spots=last.spots + line.spots,
        )
    return result


def _same_row(a: Line, b: Line) -> bool:
    if not (a.upright and b.upright) or a.text.endswith(HYPHEN) or a.hidden != b.hidden:
        return False
    if a.table or b.table or a.mark != b.mark:
        return False
    shared = min(a.top, b.top) - max(a.bottom, b.bottom)
    gap = b.left - a.right
    low = max(1.0, min(a.top - a.bottom, b.top - b.bottom))
    return shared > 0.6 * low and -0.3 * a.size < gap < 2.5 * max(a.size, b.size)


def _cut(lines: Sequence[Line], height: float, depth: int) -> list[Line]:
    """Columns where a gutter runs through a quarter of the page, else bands at the largest gap."""
    if len(lines) < 2 or depth >= _MAX_DEPTH:
        return sorted(lines, key=lambda line: (-line.top, line.left))
    tall = max(line.top for line in lines) - min(line.bottom for line in lines)
    if tall >= 0.25 * height:
        at = _gutter(lines)
        if at is not None:
            left = [line for line in lines if line.right <= at]
            right = [line for line in lines if line.right > at]
            if _side_by_side(left, right):
                return _cut(left, height, depth + 1) + _cut(right, height, depth + 1)
    ordered = sorted(lines, key=lambda line: (-line.top, line.left))
    low, best, where = ordered[0].bottom, 0.0, 0
    for index, line in enumerate(ordered[1:], 1):
        if low - line.top > best:
            best, where = low - line.top, index
        low = min(low, line.bottom)
    if not where:
        return ordered
    return _cut(ordered[:where], height, depth + 1) + _cut(ordered[where:], height, depth + 1)


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the widest strip begins that no line crosses, at least one character wide; None without one."""
    least = median(line.size for line in lines)
    best, at, reach = least, None, -1e9
    for line in sorted(lines, key=lambda line: line.left):
        if reach > -1e9 and line.left - reach > best:
            best, at = line.left - reach, reach
        reach = max(reach, line.right)
    return at


def _side_by_side(left: Sequence[Line], right: Sequence[Line]) -> bool:
    if min(len(left), len(right)) < _MIN_COLUMN:
        return False
    tops = [max(line.top for line in side) for side in (left, right)]
    bottoms = [min(line.bottom for line in side) for side in (left, right)]
    least = min(tops[0] - bottoms[0], tops[1] - bottoms[1])
    return min(tops) - max(bottoms) > 0.5 * least
