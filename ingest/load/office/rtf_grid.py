"""Rows of RTF on a grid: a cell says where it ends, so one that is wide covers several columns."""

from __future__ import annotations

from bisect import bisect
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Row = tuple[list[str], tuple[int, ...]]
"""The texts of a row's cells, and where each of them ends, in twips."""

NEAR = 40
"""Ends that differ by no more are those of one column."""
WIDEST = 200
"""Columns of a grid."""


def grids(rows: Sequence[Row]) -> Iterator[list[list[str]]]:
    """The tables in rows that follow each other, a merged cell once, "" in the other places it covers."""
    table: list[Row] = []
    met: set[int] = set()
    for row in rows:
        inner = row[1][:-1] if len(row[0]) == len(row[1]) else ()
        if met and inner and met.isdisjoint(end // NEAR + by for end in inner for by in (-1, 0, 1)):
            yield _grid(table)  # no column in common: another table
            table, met = [], set()
        table.append(row)
        met.update(end // NEAR for end in inner)
    if table:
        yield _grid(table)


def _grid(table: Sequence[Row]) -> list[list[str]]:
    if any(len(texts) != len(ends) or [*ends] != sorted({*ends}) for texts, ends in table):
        return [texts for texts, _ in table]
    every = sorted({end for _, ends in table for end in ends})
    starts = [0, *(at for at, (one, other) in enumerate(pairwise(every), 1) if other - one > NEAR)]
    column = {end: bisect(starts, at) - 1 for at, end in enumerate(every)}
    if len(starts) > WIDEST or any(len({column[end] for end in ends}) < len(ends) for _, ends in table):
        return [texts for texts, _ in table]
    found = []
    for texts, ends in table:
        line = [""] * len(starts)
        for text, before in zip(texts, (-1, *(column[end] for end in ends)), strict=False):
            line[before + 1] = text
        found.append(line)
    return found
