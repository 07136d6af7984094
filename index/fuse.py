"""Several rankings become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Fused:
    """A ranking of what is known, and of each list that was fused whether it is in doubt."""

    ranked: list[tuple[str, float]]
    doubtful: tuple[bool, ...]


def fuse_known(lists: Sequence[Sequence[str]], known: Collection[str], top: int, k: int = 60) -> Fused:
    """Lists that may be of other moments than `known`, fused: ids that are not known take no rank.

    A text that was changed between these moments stands in the lists under two ids, and the one that is known lacks a
    rank. A list is in doubt if that can show: what it names and is not known would, with the best rank in all other
    lists, be among the first `top`.
    """
    ranked = reciprocal_rank([[one for one in ids if one in known] for ids in lists], k)
    least = ranked[top - 1][1] if 0 < top <= len(ranked) else 0.0
    others = (len(lists) - 1) / (k + 1)
    return Fused(
        ranked=ranked,
        doubtful=tuple(
            any(1.0 / (k + rank) + others >= least for rank, one in enumerate(ids, 1) if one not in known)
            for ids in lists
        ),
    )
