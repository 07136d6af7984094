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
"""Where more places are changed, and more by the words of the text, a word that is dropped or added is one of many."""
PHRASE: Final = 4
"""Words: in longer runs that differ a fact is not known to stand in the place of a fact."""

IsKnown = Callable[[Sketch, int, int], bool]
"""Whether the words of a text from one place to another are boilerplate."""


def denials(one: Sketch, other: Sketch, found: Sequence[Gap], is_known: IsKnown) -> int:
    """In how many of the places where two texts differ one has such a sentence, or such a word, and the other nothing.

    A single word counts where little else is changed: whoever edits much drops some of any kind.
    """
    alone = [(one, gap.start, gap.end) for gap in found if gap.other_start == gap.other_end]
    alone += [(other, gap.other_start, gap.other_end) for gap in found if gap.start == gap.end]
    little = len(found) <= max(FEW[0], FEW[1] * one.words)
    return sum(
        any(map(is_negation, text.order[start:end]))
        and end - start <= SENTENCE
        and (little if end - start == 1 else not is_known(text, start, end))
        for text, start, end in alone
    )


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
