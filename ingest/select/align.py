"""Where two texts differ: the runs between what both have in the same order. Pure, nearly linear in their length.

A text is a string in which each character is a word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
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


def gaps(one: str, other: str, wanted: Callable[[Gap], bool] = lambda _: True) -> list[Gap]:
    """What stands between the words that both texts have in the same order, in order.

    Gaps that are not `wanted` may be left out; whoever wants one wants all that it is part of.
    """
    parts: list[Gap] = []
    _part(one, other, Gap(0, len(one), 0, len(other)), 0, wanted, parts)
    found: list[Gap] = []
    for gap in parts:
        last = found[-1] if found else None
        if last and (last.end, last.other_end) == (gap.start, gap.other_start):
            found[-1] = Gap(last.start, gap.end, last.other_start, gap.other_end)
        else:
            found.append(gap)
    return found


def _part(
    one: str, other: str, where: Gap, level: int, wanted: Callable[[Gap], bool], found: list[Gap]
) -> None:
    """Adds the gaps inside of one, by anchors of a level and those below it."""
    if not wanted(where):
        return
    start, end, other_start, other_end = where
    mine, theirs = one[start:end], other[other_start:other_end]
    if mine and theirs:
        head, tail = ends(mine, theirs)
        start, end, other_start, other_end = start + head, end - tail, other_start + head, other_end - tail
        mine, theirs = one[start:end], other[other_start:other_end]
    least = min(len(mine), len(theirs))
    while level < len(ANCHORS) and ANCHORS[level] > least:
        level += 1
    if (
        level == len(ANCHORS)
        or (len(mine) == 1 and mine not in theirs)
        or (len(theirs) == 1 and theirs not in mine)
    ):
        if mine or theirs:
            found.append(Gap(start, end, other_start, other_end))
        return
    size, first, other_first = ANCHORS[level], start, other_start
    for at, beside in _anchors(mine, theirs, size):
        here, there = first + at, other_first + beside
        if here >= start and there >= other_start:
            if here > start or there > other_start:
                _part(one, other, Gap(start, here, other_start, there), level + 1, wanted, found)
            start, other_start = here + size, there + size
    _part(one, other, Gap(start, end, other_start, other_end), level + 1, wanted, found)


def ends(one: str, other: str) -> tuple[int, int]:
    """How many words two texts begin alike with, and of the rest end alike with."""
    head = _shared(one, other) if one[:1] == other[:1] else 0
    one, other = one[head:], other[head:]
    return head, _shared(one[::-1], other[::-1]) if one[-1:] == other[-1:] else 0


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
    places = [beside for _, beside in pairs]
    if places == sorted(places):
        return pairs
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, beside in enumerate(places):
        length = bisect_left(tails, beside)
        before.append(tops[length - 1] if length else -1)
        tails[length : length + 1] = [beside]
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
    if size == 1:
        words = set(one).intersection(other)
        return sorted(
            (one.find(word), other.find(word))
            for word in words
            if one.count(word) == 1 and other.count(word) == 1
        )
    places = _once(other, size)
    return [(at, places[run]) for run, at in _once(one, size).items() if run in places]


def _once(text: str, size: int) -> dict[str, int]:
    """The runs that occur once, and where; in their order."""
    runs = [text[at : at + size] for at in range(len(text) - size + 1)]
    last = dict(zip(runs, range(len(runs)), strict=True))
    if len(last) == len(runs):
        return last
    first = dict(zip(reversed(runs), range(len(runs) - 1, -1, -1), strict=True))
    return {run: at for run, at in last.items() if first[run] == at}
