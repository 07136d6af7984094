"""Whether words that differ are the blanks of a form or the noise of editing. Pure.

A blank has something of its own in each text, and another text has something else just there. Whoever edits hits any
word, the little ones that a text is full of above all, drops and adds some, and is fond of a few: the same word then
stands in the place of many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final, NamedTuple

from ingest.sketch import Sketch
from ingest.word_codes import is_number, stem_of

OFTEN: Final = (3, 0.005)
"""A word that occurs so often in one text, and but once less in the other, is seldom what a blank is filled with; in a
long one it is that share of all."""
STRAY: Final = 3
"""A word that only one text has, in so many places where the other has different things, is nobody's subject."""
NEARBY: Final = 3
"""Words over which one may have been moved."""
PLENTY: Final = 8
"""Where there is so much editing, a word in two such places is no subject either."""
LITTLE: Final = 3
"""More words than that side by side are no slip."""
OFTEN_HIT: Final = log(0.25 / 0.03)
"""How much likelier a changed word is one that occurs often where words are hit by chance, than in a blank."""
HELD: Final = log(0.2 / 0.09)
"""The same of one that occurs elsewhere, if not often."""
NEW: Final = log(0.55 / 0.88)
"""The same where neither text has anything of what the other has in this place."""
AS_FORM: Final = 0.25
"""What another form of a word, or a slip in it, weighs: editing, or what follows from another name."""

SURE: Final = ((5, 6.0), (2, 2.0))
"""Edits and their weight from which on it is editing: where little is changed, since a long form has few blanks, and
where much is."""
MANY: Final = 0.025
"""Places, by the words of a text, that are more than a little."""


TWICE: Final = 2
"""The same in the place of the same counts no oftener: a form asks alike questions."""


class Place(NamedTuple):
    """What one text has, what the other has instead, one of them perhaps nothing, and the words around it."""

    mine: str
    theirs: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What the places in which two texts differ look like.

    `strays`: words that one text has in the place of many. `edits`: how many places do not look like the blanks of a
    form, each kind once. `weight`: what all of them together say for editing, as the logarithm of how many times
    likelier they are with it. `share`: the places, by the words of the text.
    """

    strays: frozenset[str]
    edits: int
    weight: float
    share: float
    stand_ins: int = 0

    @property
    def told(self) -> bool:
        """Whether it is editing."""
        edits, weight = SURE[self.share >= MANY]
        return self.edits >= edits and self.weight >= weight


def noise(places: Sequence[Place], one: Sketch, other: Sketch) -> Noise:
    """How the places in which two texts differ, in their order, are to be read."""
    found = _read(places, one, other, _strays_of_both(places, one, other, STRAY))
    if found.told and found.edits >= PLENTY:
        strays = _strays_of_both(places, one, other, STRAY - 1)
        stand_ins = dict((*_stand_ins(places, one, other), *_stand_ins(_turned(places), other, one)))
        again = sum(times > 1 for times in stand_ins.values())
        return replace(found, strays=strays.union(stand_ins), stand_ins=again)
    return found


def _read(places: Sequence[Place], one: Sketch, other: Sketch, strays: frozenset[str]) -> Noise:
    """The same, where it is known which words are strays."""
    sides = moved(places)
    options = {word for place in places for word in place.mine} & {
        word for number, place in enumerate(places) if number not in sides for word in place.theirs
    }
    share = len(places) / one.words
    told: dict[tuple[str, str], float] = {}
    times = Counter[tuple[str, str]]()
    for number, place in enumerate(places):
        if number in sides:
            told.setdefault(place[:2], OFTEN_HIT / 2)  # there are two of each
        else:
            told.setdefault(place[:2], _weight(place, one, other, strays, options, dense=share >= MANY))
        times[place[:2]] += 1
    return Noise(
        strays=strays,
        edits=sum(weight > 0 for weight in told.values()),
        weight=sum(weight * (min(times[pair], TWICE) if weight > 0 else 1) for pair, weight in told.items()),
        share=share,
    )


def _weight(
    place: Place, one: Sketch, other: Sketch, strays: frozenset[str], options: set[str], *, dense: bool
) -> float:
    """What a place says for editing. `dense`: there are many."""
    words = place.mine + place.theirs
    if not strays.isdisjoint(words):
        return OFTEN_HIT
    little = len(words) <= LITTLE and options.isdisjoint(words)
    if little and any(_is_frequent(word, one, other) for word in words):
        return OFTEN_HIT
    if not (place.mine and place.theirs):
        return 0.0
    if len(words) == 2 and (stem := stem_of(place.mine)) is not None and stem == stem_of(place.theirs):
        return AS_FORM
    held = any(map(other.holds, place.mine)) + any(map(one.holds, place.theirs))
    if not little or not held or any(map(is_number, words)):
        return NEW
    return HELD if held == 1 or dense else 0.0


def _is_frequent(word: str, one: Sketch, other: Sketch) -> bool:
    times = sorted((one.order.count(word), other.order.count(word)))
    often = max(OFTEN[0], OFTEN[1] * one.words)
    return times[1] >= often and times[0] >= often - 1 and not is_number(word)


def _strays_of_both(places: Sequence[Place], one: Sketch, other: Sketch, least: int) -> frozenset[str]:
    return frozenset((*_strays(places, one, other, least), *_strays(_turned(places), other, one, least)))


def _turned(places: Iterable[Place]) -> list[Place]:
    return [Place(place.theirs, place.mine, place.before, place.after) for place in places]


def _strays(places: Iterable[Place], one: Sketch, other: Sketch, least: int) -> Iterator[str]:
    """Words of `one` that `other` lacks, wherever they stand in the place of something else each time.

    With `least` below `STRAY` those, too, in whose place is something that `one` has oftener elsewhere.
    """
    found: dict[str, list[Place]] = {}
    for place in places:
        if len(place.mine) <= LITTLE and len(place.theirs) <= LITTLE:
            for word in place.mine:
                if word not in other.order:
                    found.setdefault(word, []).append(place)
    for word, beside in found.items():
        count = len(beside)
        if count < least or one.order.count(word) * 3 > count * 4 or is_number(word):
            continue
        instead = [place.theirs for place in beside if place.theirs]
        around = [place for place in beside if not place.theirs]
        if len(instead) < least - 1 and count < STRAY:
            continue
        apart = _are_diverse(map(_stems, instead), least) and all(
            _are_diverse((_stems(getattr(place, side)) for place in around), least)
            for side in ("before", "after")
        )
        kept = least < STRAY and word not in one.title and not around
        if apart or (kept and all(_is_kept(place.theirs, one, other, count) for place in beside)):
            yield word


def _stand_ins(places: Iterable[Place], one: Sketch, other: Sketch) -> Iterator[tuple[str, int]]:
    """Words of `one` that `other` lacks, and how often: each stands for what `one` has as often in its own places.

    A title must not hold such a word, unless the other stands there twice as often.
    """
    found: dict[str, list[str]] = {}
    for place in places:
        if len(place.mine) == len(place.theirs) <= LITTLE:
            for mine, theirs in zip(place.mine, place.theirs, strict=True):
                found.setdefault(mine, []).append(theirs)
    for word, beside in found.items():
        if is_number(word) or word in other.order or one.order.count(word) > len(beside):
            continue
        kept, had = (sum(map(text.order.count, set(beside))) for text in (one, other))
        least = 2 * len(beside) if word in one.title or len(beside) == 1 else len(beside)
        if least <= kept < had:
            yield word, len(beside)


def _is_kept(run: str, one: Sketch, other: Sketch, times: int) -> bool:
    """Whether words that gave way some `times` stand where they stood as often: not where some of `other` gave way."""
    return times <= one.order.count(run) < other.order.count(run)


def _stems(run: str) -> tuple[int | str, ...]:
    return tuple(word if (stem := stem_of(word)) is None else stem for word in run)


def _are_diverse(some: Iterable[tuple[int | str, ...]], least: int) -> bool:
    """Whether half of them, and no fewer than `least`, are of their own."""
    told = list(some)
    if len(told) == 2:
        return set(told[0]).isdisjoint(told[1])
    return len(told) < 2 or len(set(told)) >= max(min(least, len(told)), len(told) / 2)


def moved(places: Sequence[Place]) -> set[int]:
    """Places, by number, between which a word or two have but changed sides."""
    found: set[int] = set()
    for number, place in enumerate(places):
        if place.mine and len(place.mine) == len(place.theirs) and sorted(place.mine) == sorted(place.theirs):
            found.add(number)
        for step in range(number + 1, min(number + NEARBY, len(places))):
            then = places[step]
            if not found & {number, step} and (
                (place.mine and place.mine == then.theirs and not (place.theirs or then.mine))
                or (place.theirs and place.theirs == then.mine and not (place.mine or then.theirs))
            ):
                found |= {number, step}
    return found
