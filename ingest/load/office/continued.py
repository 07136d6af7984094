"""Which rows below an empty one go on with the table above: they have its columns, and no names of their own. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.load.office.cells import is_word
from ingest.load.office.header import Region, header_rows, names_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Band = tuple[int, int]
"""First and last row."""

APART = 2
"""Empty rows that may part them."""
SHARE = 0.75
TOTAL = re.compile(r"(?:под)?итого|всего|total|subtotal|sum\b", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Part:
    """A band that holds one table: `columns` are those of the sheet that it fills, in the order of its grid."""

    columns: Sequence[int]
    region: Region


def joined(bands: Sequence[Band], part: Callable[[Band], Part | None]) -> list[Band]:
    """`bands` without those that go on with the one above. `part` gives the table of a band, None for several."""
    found: list[Band] = []
    head: dict[int, int] = {}
    for band in bands:
        this = part(band)
        near = bool(found) and band[0] - found[-1][1] - 1 <= APART
        if near and head and this is not None and _goes_on(head, this):
            found[-1] = (found[-1][0], band[1])
            continue
        found.append(band)
        head = _kinds(this, _names(this.region)) if this is not None and _names(this.region) else {}
    return found


def _titles(region: Region) -> int:
    """How many lines stand above the table of a region."""
    filled = [sum(map(bool, row)) for row in region.grid]
    return next((at for at, count in enumerate(filled) if count > 1 or names_groups(region, at)), len(filled))


def _names(region: Region) -> int:
    """The first row below the names of columns; 0 if there are none."""
    first = _titles(region)
    if len(region.grid[0]) < 2 or first >= len(region.grid):
        return 0
    depth = header_rows(region, first)
    return first + depth if depth else 0


def _goes_on(head: dict[int, int], below: Part) -> bool:
    """Whether `below` has the columns of a table with names; `head` are the kinds of these."""
    first = _titles(below.region)
    rows = below.region.grid[first:]
    if not rows or not {*below.columns} <= {*head} or _names(below.region):
        return False
    if len(below.columns) < SHARE * len(head):
        return len(rows) == 1 and TOTAL.match(rows[0][0]) is not None
    return all(head[at] * kind >= 0 for at, kind in _kinds(below, first).items())


def _kinds(part: Part, first: int) -> dict[int, int]:
    """Column -> what its cells are from row `first` on."""
    columns = zip(*part.region.grid[first:], strict=True)
    return {at: _kind(column) for at, column in zip(part.columns, columns, strict=True)}


def _kind(column: Sequence[str]) -> int:
    """1 where most cells are words, -1 where most are not, 0 for an empty column."""
    filled = [is_word(cell) for cell in column if cell]
    return 0 if not filled else 1 if 2 * sum(filled) > len(filled) else -1
