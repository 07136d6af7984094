"""Where shapes stand on a slide, and in which order a reader takes them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Item = TypeVar("Item")
DEPTH = 40
OVERLAP = 0.1
"""Of the smaller of two sides: boxes that overlap by less stand beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in the slide's units, top and left first."""

    left: float
    top: float
    right: float
    bottom: float

    def outside(self, frame: Box) -> bool:
        """Whether no part of it lies in `frame`."""
        return (
            self.right <= frame.left
            or self.left >= frame.right
            or self.bottom <= frame.top
            or self.top >= frame.bottom
        )


@dataclass(frozen=True, slots=True)
class Placed(Generic[Item]):
    """Something with its box; `rank` is its place in the author's order."""

    item: Item
    rank: int
    box: Box


def in_order(placed: Sequence[Placed[Item]], depth: int = 0) -> list[Item]:
    """The items as they are read: rows or columns that empty strips part, and within them likewise.

    Where both would do, that which keeps together more of what the author made one after another; where neither does,
    the author's order.
    """
    if len(placed) < 2 or depth > DEPTH:
        return [one.item for one in sorted(placed, key=lambda one: one.rank)]
    rows = _parted(placed, lambda box: (box.top, box.bottom))
    columns = _parted(placed, lambda box: (box.left, box.right))
    parts = min((rows, columns), key=lambda groups: (len(groups) < 2, -_together(groups)))
    if len(parts) < 2:
        return [one.item for one in sorted(placed, key=lambda one: one.rank)]
    return [item for part in parts for item in in_order(part, depth + 1)]


def _parted(
    placed: Sequence[Placed[Item]], side: Callable[[Box], tuple[float, float]]
) -> list[list[Placed[Item]]]:
    """Groups along one axis, between which lies an empty strip (or next to no overlap)."""
    groups: list[list[Placed[Item]]] = []
    end, least = 0.0, 0.0
    for one in sorted(placed, key=lambda one: (side(one.box), one.rank)):
        start, stop = side(one.box)
        if groups and start < end - OVERLAP * min(least, stop - start):
            groups[-1].append(one)
            end, least = max(end, stop), min(least, stop - start)
        else:
            groups.append([one])
            end, least = stop, stop - start
    return groups


def _together(groups: Sequence[Sequence[Placed[Item]]]) -> int:
    """How many neighbours in the author's order stay in one group."""
    group_of = {one.rank: number for number, group in enumerate(groups) for one in group}
    return sum(group_of[one] == group_of[other] for one, other in pairwise(sorted(group_of)))
