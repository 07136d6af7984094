"""Brings pairs of texts in step when keys that they hold become rare or common, or cease to be.

Two texts that share enough have a row of counts. The rows of those that hold such a key are stepped. A pair is judged
again only if its counts cross a limit, or if it is read otherwise because other words of it are boilerplate.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from itertools import combinations

from index.sketches import PairRecord, Sketches
from ingest.clean.sketch import places_at_edges
from ingest.select.changes import hinges
from ingest.select.near import Likeness, judge_measured
from ingest.select.overlap import Crossed, Measured, Overlap, ordered, overlap, unpacked
from ingest.texts import Texts

Pair = tuple[int, int]
"""The numbers of two sketches, the smaller text first."""


def likeness_of(pair: PairRecord) -> Likeness:
    """What a stored pair is."""
    told = json.loads(pair.detail)
    return Likeness(**{**told, "frames": tuple(told["frames"])})


def judged(texts: Texts, pair: Pair, measured: Measured | None) -> PairRecord | None:
    """What a pair is to be stored as; None if the two are different."""
    if measured is None:
        return None
    small, large = map(texts.sketch, pair)
    likeness = judge_measured(small, large, measured, texts.is_common)
    return None if likeness.kind == "different" else _record(pair, likeness)


def _record(pair: Pair, likeness: Likeness) -> PairRecord:
    detail = json.dumps(asdict(likeness), sort_keys=True)
    return PairRecord(small=pair[0], large=pair[1], kind=likeness.kind, detail=detail)


def step(store: Sketches, texts: Texts, crossed: Crossed, came: Container[int]) -> set[Pair]:
    """Brings the pairs in step of texts that were there before. Returns those that are not as they were.

    `came`: the sketches that were not; nothing is stored yet of what they have in common with others.
    """
    numbers = sorted(number for number in crossed.held if number not in came)
    stored = {(pair.small, pair.large): pair for number in numbers for pair in store.pairs_of(number)}
    hinge = _Hinges(texts, crossed)
    stepped: dict[Pair, Overlap] = {}
    changed: dict[Pair, PairRecord | None] = {}
    rows = store.overlaps_of(numbers)
    for pair, counts in rows.items():
        was, then = stored.get(pair), unpacked(counts)
        small, large = (crossed.held.get(number, frozenset()) for number in pair)
        now = then.stepped(small, large, crossed)
        if now != then:
            stepped[pair] = now
        before, measured = then.measured, now.measured if now.is_selective else None
        if before and measured and before.grounds == measured.grounds and not hinge.tell(pair):
            record = was and _record(pair, replace(likeness_of(was), rare=round(measured.rare, 3)))
        else:
            record = judged(texts, pair, measured)
        if record != was:
            changed[pair] = record
    for pair, now in _met(texts, crossed, numbers, rows):
        stepped[pair] = now
        if record := judged(texts, pair, now.measured):
            changed[pair] = record
    store.put_overlaps((*pair, now.packed()) for pair, now in stepped.items() if now.is_selective)
    store.drop_overlaps([pair for pair, now in stepped.items() if not now.is_selective])
    for pair in changed:
        store.drop_pair(*pair)
    store.put_pairs(record for record in changed.values() if record)
    return set(changed)


def _met(
    texts: Texts, crossed: Crossed, numbers: Sequence[int], known: Container[Pair]
) -> Iterator[tuple[Pair, Overlap]]:
    """The pairs, none of them `known`, that share enough now that a key which both hold is common no longer."""
    met = set[Pair]()
    for key in crossed.surfaced:
        met.update(combinations([number for number in numbers if key in crossed.held[number]], 2))
    for one, other in sorted(met):
        small, large = ordered(texts.sketch(one), texts.sketch(other))
        pair = small.number, large.number
        if pair not in known and (found := overlap(small, large, texts.rarity)):
            yield pair, found


class _Hinges:
    """Whether pairs are read otherwise since keys became common, or ceased to be."""

    def __init__(self, texts: Texts, crossed: Crossed) -> None:
        self._texts = texts
        self._crossed = crossed
        self._keys = crossed.drowned | crossed.surfaced
        self._places = lru_cache(maxsize=None)(self._find)

    def tell(self, pair: Pair) -> bool:
        """Whether a pair is to be read again."""
        places, beside = map(self._places, pair)
        if not places and not beside:
            return False
        small, large = map(self._texts.sketch, pair)
        return hinges(small, large, places, beside, self._was_common, self._texts.is_common)

    def _find(self, number: int) -> Sequence[int]:
        """Where in a text, at its edges, runs with such keys begin."""
        keys = self._keys & self._crossed.held.get(number, frozenset())
        return places_at_edges(self._texts.sketch(number), keys) if keys else ()

    def _was_common(self, key: int) -> bool:
        if key in self._keys:
            return key in self._crossed.surfaced
        return self._texts.is_common(key)
