"""Two columns of prose that a file writes row by row: PDFium makes one line of both halves, here they are parted.

Only where a strip runs between the words of many lines, and both sides are prose: lines that fill their column and go
on in small letters. Cells of a table do neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.load.pdf_level import level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.pdf_lines import Found, TextPage
    from ingest.load.pdf_page import Line

    Flow = Sequence[tuple[Found, Line]]

_ROWS = 8
"""So many lines at least stand on each side."""
_SAMPLE = 6
_GAP = 1.0
"""Of a size: the strip is at least so broad. Blanks of justified lines rarely are."""
_BROAD, _LONG = 12.0, 20
"""A column is so many sizes broad at least, and a line of it has so many characters on average."""
_MIDDLE = 0.25
_FULL, _FILLED, _SMALL = 0.8, 0.65, 0.35
"""A line is full from this share of its column on; so many are, and so many begin with a small letter."""


@dataclass(frozen=True, slots=True)
class Side:
    """What of a line lies on one side of the strip."""

    found: Found
    line: Line


def in_columns(text: TextPage, flow: Flow, turn: int) -> list[tuple[Found, Line]]:
    """`flow` (what was found, and the same level), with columns that were written row by row one after another."""
    result = list(flow)
    at = _strip(text, flow, turn)
    if at is None:
        return result
    parted = [_halves(text, one, at, turn) for one in flow]
    for start, end in reversed(list(_runs(parted))):
        left = [half[0] for half in parted[start:end] if half and half[0]]
        right = [half[1] for half in parted[start:end] if half and half[1]]
        if _is_prose(left) and _is_prose(right):
            result[start:end] = [(side.found, side.line) for side in (*left, *right)]
    return result


def _strip(text: TextPage, flow: Flow, turn: int) -> float | None:
    """Where a strip may run: the middle of a gap that most of some long lines have in common."""
    if len(flow) < _ROWS:
        return None
    left, right = min(line.left for _, line in flow), max(line.right for _, line in flow)
    room = right - left
    long = [one for one in flow if one[1].right - one[1].left > 0.7 * room and len(one[1].text) > 2 * _LONG]
    if len(long) < _ROWS:
        return None
    gaps: list[tuple[float, float]] = []
    for count, (found, line) in enumerate(long[:: max(1, len(long) // _SAMPLE)], 1):
        for (_, before), (after, _) in pairwise(text.spans(found, turn)):
            if (
                after - before > _GAP * line.size
                and left + _MIDDLE * room < after
                and before < right - _MIDDLE * room
            ):
                gaps.append((before, after))
        if count == 3 and not gaps:
            return None
    best = max(gaps, key=lambda gap: sum(a < gap[1] and gap[0] < b for a, b in gaps), default=None)
    if best is None:
        return None
    alike = [(a, b) for a, b in gaps if a < best[1] and best[0] < b]
    low, high = max(a for a, _ in alike), min(b for _, b in alike)
    return (low + high) / 2 if len(alike) > 2 and low < high else None


def _halves(
    text: TextPage, one: tuple[Found, Line], at: float, turn: int
) -> tuple[Side | None, Side | None] | None:
    """What lies on both sides of the strip; None of a line that crosses it."""
    found, line = one
    if line.right <= at:
        return Side(found, line), None
    if line.left >= at:
        return None, Side(found, line)
    spans = text.spans(found, turn)
    before = max((b for a, b in spans if a < at), default=line.left)
    after = min((a for a, _ in spans if a >= at), default=line.right)
    parts = text.pieces(found, [at], turn)
    if before > at or after - before < _GAP * line.size or len(parts) != 2:
        return None
    left, right = (Side(part, level(part.line, turn)) for part in parts)
    return left, right


def _runs(parted: Sequence[tuple[Side | None, Side | None] | None]) -> Iterator[tuple[int, int]]:
    """From where to where no line crosses the strip: the rows that have both sides, and the rest of the longer one."""
    start, end, last = -1, -1, 0.0
    for at, halves in enumerate([*parted, None]):
        sides = [side.line for side in halves or () if side]
        if len(sides) == 2:
            start, end = at if start < 0 else start, at + 1
        elif sides and start >= 0 and end == at and last - sides[0].top < sides[0].size:
            end = at + 1
        elif not sides and start >= 0:
            yield start, end
            start = -1
        last = min((line.bottom for line in sides), default=0.0)


def _is_prose(sides: Sequence[Side]) -> bool:
    lines = [side.line for side in sides]
    if len(lines) < _ROWS:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = sum(line.right > left + _FULL * (right - left) for line in lines)
    small = sum(line.text[0].islower() for line in lines)
    return (
        right - left > _BROAD * lines[0].size
        and sum(len(line.text) for line in lines) > _LONG * len(lines)
        and full > _FILLED * len(lines)
        and small > _SMALL * len(lines)
    )
