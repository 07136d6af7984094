"""All documents in groups that are judged by themselves: nothing that a verdict follows from reaches across.

It is told with a few bytes a document, so that judging takes the memory of the largest group and not of the corpus.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeVar

from index.bonds import Bonds
from index.sketches import Sketches
from ingest.transport import EDGE

TOGETHER: Final = 1_000
"""Groups are handed out together until they are so many documents, which spares questions to the manifest."""
K = TypeVar("K", str, int)


def portions(
    bonds: Bonds, store: Sketches, crowded: Set[str], named: Sequence[str], origins: Sequence[str]
) -> Iterator[list[str]]:
    """Ids of all present documents, each with all that share a digest, a handle, a likeness or a decision with it.

    Handles that are `crowded` make no kin. `named` and `origins`: ids and contents that decisions are about.
    """
    kin = _Kin(bonds.numbers())
    kin.join(bonds.named(named, origins))
    for _, numbers in _runs(bonds.by_digest()):
        kin.join(numbers)
    for key, numbers in _runs(bonds.by_handle(EDGE)):
        if key not in crowded:
            kin.join(numbers)
    _join_alike(kin, bonds, store)
    for places in kin.portions():
        yield bonds.ids(places)


def _runs(rows: Iterable[tuple[K, int]]) -> Iterator[tuple[K, Iterator[int]]]:
    """What is told in order of a key: for each key, who has it."""
    for key, run in groupby(rows, itemgetter(0)):
        yield key, (number for _, number in run)


def _join_alike(kin: _Kin, bonds: Bonds, store: Sketches) -> None:
    """Joins documents of one sketch, and those of sketches that are alike."""
    sketches, holders = array("q"), array("q")
    for sketch, numbers in _runs(bonds.by_sketch()):
        if (first := kin.join(numbers)) is not None:
            sketches.append(sketch)
            holders.append(first)
    for pair in store.pair_numbers():
        ends = (bisect_left(sketches, end) for end in pair)
        kin.join(
            holders[at]
            for at, end in zip(ends, pair, strict=True)
            if at < len(sketches) and sketches[at] == end
        )


class _Kin:
    """Numbers, sorted, in groups: for each the place of another of its group, up to the first of it."""

    def __init__(self, numbers: array[int]) -> None:
        self._numbers = numbers
        self._leader = array("q", range(len(numbers)))

    def join(self, numbers: Iterable[int]) -> int | None:
        """Puts the groups of some numbers together, those that are unknown left out. The first of them."""
        first, lead = None, -1
        for number in numbers:
            place = bisect_left(self._numbers, number)
            if place == len(self._numbers) or self._numbers[place] != number:
                continue
            here = self._find(place)
            if first is None:
                first, lead = number, here
            elif here != lead:
                low, high = min(lead, here), max(lead, here)
                self._leader[high] = lead = low
        return first

    def _find(self, place: int) -> int:
        leader = self._leader
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    def portions(self) -> Iterator[list[int]]:
        """All numbers, whole groups at a time, until they are `TOGETHER`."""
        order = sorted(range(len(self._numbers)), key=self._find)
        portion: list[int] = []
        for _, group in groupby(order, self._find):
            portion += (self._numbers[place] for place in group)
            if len(portion) >= TOGETHER:
                yield portion
                portion = []
        if portion:
            yield portion
