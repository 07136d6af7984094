"""Where two texts differ: the runs between what both have in the same order. Pure, nearly linear in their length.

A text is a string in which each character is a word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from typing import Final, NamedTuple

ANCHORS: Final = (16, 4, 2, 1)
"""Words of the runs that texts are held together by: those that occur once in both. Shorter ones between longer.

Of the longest only some are sought, at the speed of a search for a string: where texts are alike they leave little.
"""
STEP: Final = 8


class Gap(NamedTuple):
    """Words `start` to `end` of one text where another has those from `other_start` to `other_end`; one may be none."""

    start: int
    end: int
    other_start: int
    other_end: int


def gaps(one: str, other: str) -> list[Gap]:
    """What stands between the words that both texts have in the same order, in order."""
    found: list[Gap] = []
    for gap in _gaps(one, other, Gap(0, len(one), 0, len(other)), 0):
        last = found[-1] if found else None
        if last and (last.end, last.other_end) == (gap.start, gap.other_start):
            found[-1] = Gap(last.start, gap.end, last.other_start, gap.other_end)
        else:
            found.append(gap)
    return found


def _gaps(one: str, other: str, where: Gap, level: int) -> Iterator[Gap]:
    """The gaps inside of one, by anchors of a level and those below it."""
    mine, theirs = one[where.start : where.end], other[where.other_start : where.other_end]
    head, tail = ends(mine, theirs)
    inner = Gap(where.start + head, where.end - tail, where.other_start + head, where.other_end - tail)
    mine, theirs = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    while level < len(ANCHORS) and ANCHORS[level] > min(len(mine), len(theirs)):
        level += 1
    if (
        level == len(ANCHORS)
        or (len(mine) == 1 and mine not in theirs)
        or (len(theirs) == 1 and theirs not in mine)
    ):
        if mine or theirs:
            yield inner
        return
    size = ANCHORS[level]
    start, other_start = inner.start, inner.other_start
    for at, beside in _anchors(
        one[inner.start : inner.end], other[inner.other_start : inner.other_end], size
    ):
        here, there = inner.start + at, inner.other_start + beside
        if here >= start and there >= other_start:
            if here > start or there > other_start:
                yield from _gaps(one, other, Gap(start, here, other_start, there), level + 1)
            start, other_start = here + size, there + size
    yield from _gaps(one, other, Gap(start, inner.end, other_start, inner.other_end), level + 1)


def ends(one: str, other: str) -> tuple[int, int]:
    """How many words two texts begin alike with, and of the rest end alike with."""
    head = _shared(one, other)
    return head, _shared(one[head:][::-1], other[head:][::-1])


def _shared(one: str, other: str) -> int:
    """How many words two texts begin alike with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _anchors(one: str, other: str, size: int) -> list[tuple[int, int]]:
    """Where the runs stand that occur once in both texts: as many as can be had in one order."""
    pairs = _some(one, other, size) if size == ANCHORS[0] else _all(one, other, size)
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, beside) in enumerate(pairs):
        length = bisect_left(ends, beside)
        before.append(tops[length - 1] if length else -1)
        ends[length : length + 1] = [beside]
        tops[length : length + 1] = [number]
    chain = []
    number = tops[-1] if tops else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _some(one: str, other: str, size: int) -> list[tuple[int, int]]:
    """Where some runs stand in both texts, each of which occurs once in both."""
    pairs = []
    for at in range(0, len(one) - size + 1, STEP):
        run = one[at : at + size]
        beside = other.find(run)
        if beside >= 0 and one.find(run) == at and one.rfind(run) == at and other.rfind(run) == beside:
            pairs.append((at, beside))
    return pairs


def _all(one: str, other: str, size: int) -> list[tuple[int, int]]:
    """Where the runs stand that occur once in both texts."""
    mine, theirs = _runs(one, size), _runs(other, size)
    both = set(mine).intersection(theirs)
    places = _once(theirs, both)
    return [(at, places[run]) for run, at in _once(mine, both).items() if run in places]


def _runs(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(len(text) - size + 1)]


def _once(runs: Sequence[str], among: Set[str]) -> dict[str, int]:
    """Those `among` the runs that occur once, and where; in their order."""
    last = dict(zip(runs, range(len(runs)), strict=True))
    if len(last) == len(runs):
        return {run: at for run, at in last.items() if run in among}
    first = dict(zip(reversed(runs), range(len(runs) - 1, -1, -1), strict=True))
    return {run: at for run, at in last.items() if run in among and first[run] == at}
