"""Numbers that differ between two texts that are much alike: in a sibling they are its own, in a copy chance. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from ingest.select.noise import Place, moved
from ingest.sketch import Sketch
from ingest.word_codes import is_number

BLIND: Final = 2
"""Whoever replaces words by chance puts so many words for numbers, and numbers for words, to a number for a number."""


class Figures(NamedTuple):
    """How many numbers have another number in their place.

    `own`: one text has one of the two oftener. `turned`: both have both as often, as in 2.4 and 4.2; none where words
    changed sides as well. `mixed`: how many numbers have a word in their place, or words a number.
    """

    own: int
    turned: int
    mixed: int

    @property
    def tell(self) -> bool:
        """Whether they are no work of chance."""
        return self.mixed < BLIND * (self.own + self.turned)


def figures(
    pairs: Mapping[tuple[str, str], int], places: Sequence[Place], one: Sketch, other: Sketch
) -> Figures:
    """The numbers among words and those in their places, and among all places in which two texts differ."""
    both = {pair: count for pair, count in pairs.items() if all(map(is_number, pair))}
    own = sum(
        count
        for pair, count in both.items()
        if any(one.order.count(word) != other.order.count(word) for word in pair)
    )
    turned = sum(both.values()) - own + sum(_are_turned(place, then) for place, then in pairwise(places))
    words = sum(not all(map(is_number, places[at].mine + places[at].theirs)) for at in moved(places))
    return Figures(
        own=own,
        turned=turned if words < BLIND * turned else 0,
        mixed=sum(count for pair, count in pairs.items() if len(set(map(is_number, pair))) > 1),
    )


def _are_turned(place: Place, then: Place) -> bool:
    """Whether a number has but changed sides with the number beside it."""
    if "" not in place[:2] or "" not in then[:2] or not is_number(place.after or " "):
        return False
    gone, come = (_numbers(place.mine), _numbers(then.theirs)), (_numbers(place.theirs), _numbers(then.mine))
    return gone[0] == gone[1] and come[0] == come[1] and bool(gone[0] or come[0])


def _numbers(run: str) -> list[str]:
    return [*filter(is_number, run)]
