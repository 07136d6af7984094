"""Which atoms go together into a chunk: pure arithmetic over sizes and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTION, SUBSECTION, DEEPER, BLOCK, SENTENCE, ROW, LINE, GLUED = range(8)
"""Ranks of a boundary, best first: before a heading of level 1-2, level 3, deeper; between blocks; between
sentences or list items; between table rows or parts of code; inside those; after a heading or table head."""

TIES: Final = 16
_CUT_COSTS: Final = (0, 8, 24, 48, 96, 200, 320, 4000)
_SHORT_COST: Final = 120
_DEFICIT_COST: Final = 900
_OVERSIZE_COST: Final = 1_000_000


class Atom(NamedTuple):
    """A piece of a document that is never cut: `body[start:end]`, white space after it included.

    Atoms tile the body from the first one on. `rank` is of the boundary before it; `tie`, from 0 to
    `TIES` - 1, is drawn from its text and decides among equal boundaries. `header` is what a chunk that
    begins here repeats.
    """

    start: int
    end: int
    tokens: int
    rank: int
    tie: int
    block: int
    header: str = ""


def pack(atoms: Sequence[Atom], overheads: Sequence[int], low: int, limit: int) -> list[tuple[int, int]]:
    """The cheapest way to cut `atoms` into runs of `low` to `limit` tokens: pairs (first, past the last).

    `overheads[i]` is what a chunk that begins with atom i carries besides its atoms. A run exceeds `limit`
    only if it is one atom that does by itself. What a boundary costs comes from its rank and the text after
    it, never from its place, and within [low, limit] all sizes are equal; the best way to cut the rest of a
    document depends on the rest alone. So after an edit the old cuts mostly stay the best ones.
    """
    count = len(atoms)
    sums = [0]
    for atom in atoms:
        sums.append(sums[-1] + atom.tokens)
    if not count or overheads[0] + sums[count] <= limit:
        return [(0, count)] if count else []
    cuts = [_CUT_COSTS[atom.rank] + atom.tie for atom in atoms]
    rest = [0] * (count + 1)  # the cost of all that begins at an atom
    ends = [count] * count
    for first in range(count - 1, -1, -1):
        base = overheads[first] - sums[first]
        best = -1
        for end in range(first + 1, count + 1):
            size = base + sums[end]
            cost = rest[end]
            if size < low:
                cost += _SHORT_COST + _DEFICIT_COST * (low - size) // low
            elif size > limit:
                if end > first + 1:
                    break
                cost += _OVERSIZE_COST
            if best < 0 or cost < best:
                best = cost
                ends[first] = end
        rest[first] = best + cuts[first]
    runs = []
    first = 0
    while first < count:
        runs.append((first, ends[first]))
        first = ends[first]
    return runs
