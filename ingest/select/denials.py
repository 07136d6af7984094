"""Whether one of two texts says what the other denies, or states otherwise ("Does not apply."). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ingest.select.align import Gap
from ingest.sketch import Sketch
from ingest.word_codes import is_fact, is_negation, is_opposite, stem_of

SENTENCE: Final = 15
"""Words: what denies and is longer is a passage."""
FEW: Final = (3, 0.035)
"""Where no more places are changed, or no more by the words of the text, a word that is dropped is not one of many."""
CHANCE: Final = 0.12
"""Nor is one that denies where fewer may be expected among the words that were dropped or added."""
MOVED: Final = 3
"""Words over which one may have been moved."""
PHRASE: Final = 4
"""Words: in longer runs that differ a fact is not known to stand in the place of a fact."""

IsKnown = Callable[[Sketch, int, int], bool]
"""Whether the words of a text from one place to another are boilerplate."""


def denials(one: Sketch, other: Sketch, found: Sequence[Gap], is_known: IsKnown) -> int:
    """In how many of the places where two texts differ one has such a sentence, or such a word, and the other nothing.

    A single word counts where little else is changed, or little else is dropped: whoever drops many hits some of any
    kind.
    """
    alone = [(one, gap.start, gap.end) for gap in found if gap.other_start == gap.other_end]
    alone += [(other, gap.other_start, gap.other_end) for gap in found if gap.start == gap.end]
    denying = [place for place in alone if _denies(*place) and place[2] - place[1] <= SENTENCE]
    told = sum(not is_known(*place) for place in denying if place[2] - place[1] > 1)
    single = _dropped(one, other, found)
    if single and len(found) > max(FEW[0], FEW[1] * one.words):
        dropped = sum(end - start == 1 for _, start, end in alone)
        share = sum(map(is_negation, one.order)) / one.words
        single = single if dropped * share < CHANCE else 0
    return told + single


def _denies(text: Sketch, start: int, end: int) -> bool:
    return any(map(is_negation, text.order[start:end]))


def _dropped(one: Sketch, other: Sketch, found: Sequence[Gap]) -> int:
    """In how many places one text has a word more than the other, among them one that denies.

    Where the other has a word more nearby, it was moved, or words were replaced that are read as moved.
    """
    told = 0
    for at, gap in enumerate(found):
        sides = [(one, gap.start, gap.end), (other, gap.other_start, gap.other_end)]
        short, long = sorted(sides, key=lambda side: side[2] - side[1])
        if _more(gap) not in {1, -1} or long[2] - long[1] > PHRASE or _denies(*short) or not _denies(*long):
            continue
        near = (*found[max(0, at - MOVED) : at], *found[at + 1 : at + 1 + MOVED])
        told += not any(
            _more(by) * _more(gap) < 0 and max(by.start - gap.end, gap.start - by.end) <= MOVED for by in near
        )
    return told


def _more(gap: Gap) -> int:
    """How many words more the one text has there than the other."""
    return gap.end - gap.start - (gap.other_end - gap.other_start)


def restated(one: Sketch, other: Sketch, found: Sequence[Gap]) -> int:
    """In how many places something is stated otherwise: Tuesday for Thursday, "before" for "after", "can" for "cannot".

    Chance seldom puts a word of these kinds in the place of another of its kind.
    """
    places = [(one.order[gap.start : gap.end], other.order[gap.other_start : gap.other_end]) for gap in found]
    return sum(
        min(map(len, place)) > 0 and max(map(len, place)) <= PHRASE and _is_restated(*place)
        for place in places
    )


def _is_restated(mine: str, theirs: str) -> bool:
    for is_kind in (is_fact, is_opposite):
        here, there = (sorted(filter(is_kind, run)) for run in (mine, theirs))
        if here and there and here != there:
            return True
    if any(map(is_negation, mine)) == any(map(is_negation, theirs)):
        return False
    return not _stems(mine).isdisjoint(_stems(theirs))


def _stems(run: str) -> set[int]:
    """Those of its words that deny nothing."""
    return {stem for word in run if not is_negation(word) and (stem := stem_of(word)) is not None}
