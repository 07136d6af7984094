"""How two texts that are much alike differ: words changed here and there, or something put in another's place. Pure.

A copy that was edited, or read from another format, differs in scattered words. A sibling made from the same template
has a sentence, a step or a row of its own where the other has another: words changed side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final, NamedTuple

from ingest.select.align import Gap, ends, gaps
from ingest.select.cuts import is_cut, whole
from ingest.select.denials import denials, restated
from ingest.select.figures import Figures, figures
from ingest.select.framing import are_framed, framing
from ingest.select.noise import Noise, Place, noise
from ingest.select.renaming import renamed
from ingest.sketch import EDGE, Sketch, key_of

KEPT: Final = 0.5
"""What a word that both have takes from a stretch of changed words, as a sentence and its substitute share some."""

ENOUGH: Final = 3
"""Runs that are looked up to tell boilerplate."""
IsCommon = Callable[[int], bool]
"""Whether the run with a key stands on so many pages that at the edge of one it is boilerplate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The words by which a text of so many `words` differs from another.

    `replaced`: those that have others in their place. `stretch`: the most of them side by side, less half the words
    between them that both have. `places`: how many they are in, and `phrases`: in how many of these two or more.
    `noise`: how the places are to be read. `beside`: how many words have just one other in their place. `renamed`: how
    often a word, or its forms, gave way to one and the same throughout, 0 if none did, and how many words gave way.
    `figures`: the numbers among them. `alone`: the longest stretch that only the one has, and that
    only the other has, inside of what both have. `denied`: how often only one of them has a word that denies or
    restricts, alone or in a sentence that the other lacks. `restated`: how often they state something otherwise in one
    place. `framed`: they are one text in two frames; `frames`: how many words each has that are but its frame.
    """

    words: int
    replaced: int
    stretch: float
    places: int
    phrases: int
    noise: Noise
    beside: int
    renamed: tuple[int, int]
    figures: Figures
    alone: tuple[int, int]
    denied: int
    restated: int
    framed: bool
    frames: tuple[int, int]

    @property
    def chance(self) -> float:
        """How often words replaced so much side by side may be expected where chance replaces as many of all."""
        share = self.replaced / self.words
        in_a_row = self.words * share**self.stretch if self.stretch > 1 else 1.0
        in_phrases = comb(self.places, self.phrases) * share**self.phrases if self.phrases > 1 else 1.0
        return min(in_a_row, in_phrases, 1.0)


class _Change(NamedTuple):
    """A gap, and how many words of each text in it tell something."""

    gap: Gap
    mine: int
    theirs: int


def changes(one: Sketch, other: Sketch, is_common: IsCommon) -> Changes:
    """How `one` differs from `other`. What was only moved is no difference, nor is boilerplate."""
    found = [gap for gap in gaps(one.order, other.order) if not is_cut(gap, one.order, other.order)]
    turned = [Gap(*gap[2:], *gap[:2]) for gap in found]
    mine = whole(_telling(one, other, found, is_common), found, one, other)
    theirs = whole(_telling(other, one, turned, is_common), turned, other, one)
    weighed = [change for change in map(_Change, found, mine, theirs) if change.mine or change.theirs]
    both = [change for change in weighed if change.mine and change.theirs]
    pairs = Counter(pair for change in both for pair in _beside(change.gap, one.order, other.order))
    places = [_place(change.gap, one.order, other.order) for change in weighed]
    noisy = noise(places, one, other)
    told = figures(pairs, places, one, other)
    inner = [change for change in weighed if _is_inner(change.gap, one, other)]
    return Changes(
        words=one.words,
        replaced=sum(min(change.mine, change.theirs) for change in both),
        stretch=_stretch(weighed),
        places=len(both),
        phrases=sum(change.mine > 1 and change.theirs > 1 for change in both),
        noise=noisy,
        beside=pairs.total(),
        renamed=renamed(one, other, pairs, noisy),
        figures=told,
        alone=(
            max((change.mine for change in inner if not change.theirs), default=0),
            max((change.theirs for change in inner if not change.mine), default=0),
        ),
        denied=denials(
            one,
            other,
            [change.gap for change in weighed],
            lambda text, start, end: _is_boilerplate(text, start, end, is_common),
        ),
        restated=restated(one, other, [change.gap for change in weighed]),
        framed=are_framed(one, other, found),
        frames=_frames(one, other, weighed),
    )


def hinges(
    one: Sketch, other: Sketch, places: Sequence[int], beside: Sequence[int], then: IsCommon, now: IsCommon
) -> bool:
    """Whether `changes` may be others `now` than `then`, when other runs were common.

    Those runs begin at `places` of the one text and, `beside` them, at some of the other. At the edges, that is: there
    alone it is asked what is common, and not in what both texts begin or end with.
    """
    head, tail = ends(one.order, other.order)
    if not _stand_in(places, head, one.words - tail) and not _stand_in(beside, head, other.words - tail):
        return False

    def is_wanted(gap: Gap) -> bool:
        return _stand_in(places, gap.start, gap.end) or _stand_in(beside, gap.other_start, gap.other_end)

    for start, end, other_start, other_end in gaps(one.order, other.order, is_wanted):
        for text, at, first, last in ((one, places, start, end), (other, beside, other_start, other_end)):
            if start < end and other_start < other_end and _stand_in(at, first, last):
                was, is_now = (_is_boilerplate(text, first, last, common) for common in (then, now))
                if was != is_now:
                    return True
    return False


def _stand_in(places: Iterable[int], start: int, end: int) -> bool:
    """Whether one of some runs of three words, of which it is known where they begin, is part of others."""
    return any(start <= at <= end - 3 for at in places)


def _frames(one: Sketch, other: Sketch, weighed: Sequence[_Change]) -> tuple[int, int]:
    first = [change for change in weighed if change.gap.start == change.gap.other_start == 0]
    last = [
        change for change in weighed if (change.gap.end, change.gap.other_end) == (one.words, other.words)
    ]
    return (
        framing(one.words, sum(change.mine for change in first), sum(change.mine for change in last)),
        framing(other.words, sum(change.theirs for change in first), sum(change.theirs for change in last)),
    )


def _is_inner(gap: Gap, one: Sketch, other: Sketch) -> bool:
    return gap.start > 0 and gap.end < one.words and gap.other_start > 0 and gap.other_end < other.words


def _telling(one: Sketch, other: Sketch, found: Sequence[Gap], is_common: IsCommon) -> Iterator[int]:
    """How many words of `one` in each gap are neither elsewhere in `other`, in threes, nor boilerplate."""
    text, held = one.order, other.order
    known = frozenset[str]()
    for start, end, other_start, other_end in found:
        if end - start < 3:
            yield end - start
        elif other_start < other_end and _is_boilerplate(one, start, end, is_common):
            yield 0
        else:
            known = known or frozenset(held)  # spares most searches
            runs = ((at, text[at : at + 3]) for at in range(start, end - 2))
            moved = [at for at, run in runs if known.issuperset(run) and run in held]
            yield end - start - len({at + step for at in moved for step in range(3)})


def _is_boilerplate(one: Sketch, start: int, end: int, is_common: IsCommon) -> bool:
    """Whether words at an edge are on many pages, by the first runs of them that the sketch keeps."""
    edge = EDGE * one.words
    if edge < end and start < one.words - edge:
        return False
    known = 0
    for at in range(start, end - 2):
        key = key_of(one.order[at : at + 3], one.scale)
        if key is None:
            continue
        if not is_common(key):
            return False
        known += 1
        if known == ENOUGH:
            break
    return known > 0


def _stretch(found: Sequence[_Change]) -> float:
    """The most words replaced side by side: what both texts have between them counts against it."""
    best = 0.0
    mine = theirs = 0
    kept = 0.0
    last = 0
    for gap, here, there in found:
        between = KEPT * (gap.start - last)
        last = gap.end
        if max(mine, theirs) - kept <= between:
            mine = theirs = 0
            kept = 0.0
        else:
            kept += between
        mine, theirs = mine + here, theirs + there
        best = max(best, min(mine, theirs) - kept, min(here, there))
    return best


def _place(gap: Gap, one: str, other: str) -> Place:
    return Place(
        mine=one[gap.start : gap.end],
        theirs=other[gap.other_start : gap.other_end],
        before=one[max(gap.start - 1, 0) : gap.start],
        after=one[gap.end : gap.end + 1],
    )


def _beside(gap: Gap, one: str, other: str) -> Iterator[tuple[str, str]]:
    """Words and those in their places, where these are as many."""
    if gap.end - gap.start == gap.other_end - gap.other_start:
        yield from zip(one[gap.start : gap.end], other[gap.other_start : gap.other_end], strict=True)
