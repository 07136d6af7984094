"""Figures of a search: hit@k, MRR and nDCG@10, from the places where right hits stood. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set

TOP = 10
"""How far down a list is read."""
HITS = (1, 3, 5, 10)
NAMES = (*(f"hit@{k}" for k in HITS), "mrr", f"ndcg@{TOP}")


def figures(ranks: Sequence[Sequence[int]], wanted: Sequence[int]) -> dict[str, float]:
    """The means over questions of all `NAMES`, each from 0 to 1.

    `ranks` are, for each question, the places (from 1, ascending) at which something right came up for the first time;
    `wanted` how many right things there are to find (1 at least).
    """
    number = len(ranks)
    if not number:
        return dict.fromkeys(NAMES, 0.0)
    first = [next((rank for rank in places if rank <= TOP), 0) for places in ranks]
    told = {f"hit@{k}": sum(0 < rank <= k for rank in first) / number for k in HITS}
    told["mrr"] = sum(1 / rank for rank in first if rank) / number
    told[f"ndcg@{TOP}"] = sum(map(_ndcg, ranks, wanted)) / number
    return {name: round(value, 4) for name, value in told.items()}


def _ndcg(places: Sequence[int], wanted: int) -> float:
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(wanted, TOP) + 1))
    return sum(1 / math.log2(rank + 1) for rank in places if rank <= TOP) / ideal


def places_of(hits: Sequence[Set[str]]) -> tuple[int, ...]:
    """The places at which each right thing came up first; `hits` are, place by place, the right things of a hit."""
    seen: set[str] = set()
    places = []
    for place, right in enumerate(hits, start=1):
        if right - seen:
            places.append(place)
            seen |= right
    return tuple(places)
