"""Several rankings become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def reciprocal_rank(lists: Sequence[Sequence[str]], k: int = 60) -> list[tuple[str, float]]:
    """Ids with the sum of 1 / (k + rank) over the lists, best first; equal sums in the order of their ids.

    Ranks count from 1. An id that a list repeats counts there once, by its best rank.
    Source: Cormack, Clarke and Buettcher, SIGIR 2009, whose k is 60.
    """
    sums: dict[str, float] = {}
    for ranking in lists:
        for rank, chunk_id in enumerate(dict.fromkeys(ranking), start=1):
            sums[chunk_id] = sums.get(chunk_id, 0.0) + 1.0 / (k + rank)
    return sorted(sums.items(), key=lambda item: (-item[1], item[0]))
