"""Which columns the letters of a line stand in that runs across several. Pure."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOUCH = 0.15
"""Of a size: letters nearer than that are of one word. Those of two cells have room between them."""


def column_of(span: tuple[float, float], edges: Sequence[float]) -> int:
    """Which gap of `edges` the middle of a character (its left and right) lies in: 0 is before the first."""
    return bisect_right(edges, (span[0] + span[1]) / 2)


def columns_of(letters: Sequence[tuple[float, float]], edges: Sequence[float], size: float) -> list[int]:
    """The column of each letter of a run: one that touches the letter before it only runs over its cell's edge."""
    columns: list[int] = []
    reach = 0.0
    for span in letters:
        touches = bool(columns) and span[0] - reach < _TOUCH * size
        columns.append(columns[-1] if touches else column_of(span, edges))
        reach = span[1]
    return columns
