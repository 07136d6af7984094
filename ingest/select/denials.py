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
CHANCE: Final = 0.3
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
    single = _alone(one, other, found) + _beside_changed(one, other, found)
    if single and len(found) > max(FEW[0], FEW[1] * one.words):
        dropped = sum(end - start == 1 for _, start, end in alone)
        share = sum(map(is_negation, one.order)) / one.words
        single = single if dropped * share < CHANCE else 0
    return told + single


def _alone(one: Sketch, other: Sketch, found: Sequence[Gap]) -> int:
    """How many words that deny only one text has, and nothing beside them: those that were but moved left out."""
    places: list[tuple[int, str, bool]] = []
    for gap in found:
        run = one.order[gap.start : gap.end] + other.order[gap.other_start : gap.other_end]
        if len(run) != 1 or not is_negation(run):
            continue
        mine = gap.start < gap.end
        moved = [place for place in places if place[1:] == (run, not mine) and gap.start - place[0] <= MOVED]
        if moved:
            places.remove(moved[-1])
        else:
            places.append((gap.start, run, mine))
    return len(places)


def _denies(text: Sketch, start: int, end: int) -> bool:
    return any(map(is_negation, text.order[start:end]))


def _beside_changed(one: Sketch, other: Sketch, found: Sequence[Gap]) -> int:
    """In how many places one text has a word more than the other, and among them one that denies."""
    told = 0
    for gap in found:
        short, long = (one, gap.start, gap.end), (other, gap.other_start, gap.other_end)
        if short[2] - short[1] > long[2] - long[1]:
            short, long = long, short
        more = long[2] - long[1] - (short[2] - short[1])
        told += more == 1 < long[2] - long[1] <= PHRASE and _denies(*long) and not _denies(*short)
    return told


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
