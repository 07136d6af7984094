"""How many runs of words two texts share, as counts that are kept in step with how rare the runs are. Pure."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Final, NamedTuple

from ingest.sketch import Size, Sketch
from ingest.word_codes import masked_in

RARE: Final = 15
"""A run of words in more documents than that is a phrase of the house: it tells nothing of a subject."""
COMMON: Final = 50
"""One in more than that is not even looked up."""

MERGE: Final = (0.75, 0.6)
"""A copy holds that share of all runs and of the rare ones. Five in a hundred words changed leave .86."""
ASK: Final = (0.6, 0.4)
"""A steward is asked from here on, if the subject is kept."""
LOOK: Final = 0.2
"""With less of the rare runs than that, a text is not even read along the other: edits break the rare ones alone."""
NEARLY: Final = 0.8
"""With less the larger must not have phrases in its title, and repeat them, that the smaller lacks."""
FEWEST: Final = 8
"""Runs to compare. With less a text is too short to be like another but the same."""
ENOUGH: Final = 5
"""Rare runs that a merge rests on. A page of boilerplate and three lines has none to speak of."""
BRIEF: Final = 40
"""Words: a shorter text is never merged."""
UNNAMED: Final = 0.97
"""Texts that both have no title, as licences and forms, begin alike: what they share must be nearly all."""
SELECTIVE: Final = 0.08
"""Two texts are compared if they share keys that are not common, by all the smaller has."""

Rarity = Callable[[int], int]
"""In how many texts a key occurs; up to `RARE` any number up to it will do, beyond `COMMON` any number beyond it."""

_ROW = struct.Struct("<?IIIHHHHH")


class Measured(NamedTuple):
    """As in `Likeness`, not rounded; `enough`: there is something to rest a merge on, `named`: and a title, too.

    Where there is none, they share nearly all.
    """

    score: float
    rare: float
    length: float
    enough: bool
    named: bool

    @property
    def grounds(self) -> tuple[bool, bool, bool, bool]:
        """All that a judgement takes from how rare runs are: enough to merge, to ask and to be sure; and a name."""
        return self.enough, self.rare >= ASK[1], self.rare >= MERGE[1], self.named


class Crossed(NamedTuple):
    """Keys that crossed a limit: they `ceased` to be rare, `became` rare, `drowned` in many texts or `surfaced` again.

    `held`: which of them a text holds that was there before, by its number.
    """

    ceased: Set[int]
    became: Set[int]
    drowned: Set[int]
    surfaced: Set[int]
    held: Mapping[int, Set[int]]


class Overlap(NamedTuple):
    """What the smaller of two texts has in common with the larger, in numbers of keys.

    `mine`: those of the smaller at the larger's `scale`; `both`: those of them that the larger holds; `shared`: those
    of `both` that are not common; `rare`: those of `mine` that are; `held`: those of `rare` that the larger holds.
    `words` and `most` are the lengths of the texts, `named`: one of them has a title.
    """

    named: bool
    words: int
    most: int
    scale: int
    mine: int
    both: int
    shared: int
    rare: int
    held: int

    @property
    def measured(self) -> Measured | None:
        """How much the texts share; None if so little that they are different."""
        if not self.rare or self.held < LOOK * self.rare:
            return None
        rare, score, length = self.held / self.rare, self.both / self.mine, self.words / self.most
        whole = score >= UNNAMED and length >= NEARLY
        enough = self.words >= BRIEF and (whole or self.rare >= ENOUGH)
        return Measured(score, rare, length, enough, self.named or min(score, rare) >= UNNAMED)

    @property
    def is_selective(self) -> bool:
        """Whether enough of what is shared is not common."""
        return 0 < self.shared >= SELECTIVE * self.mine

    def stepped(self, small: Set[int], large: Set[int], crossed: Crossed) -> Overlap:
        """The same after keys crossed a limit, of which the texts hold `small` and `large`."""
        mine = {key for key in small if not key & (self.scale - 1)}
        both = mine & large
        return self._replace(
            shared=self.shared - len(both & crossed.drowned) + len(both & crossed.surfaced),
            rare=self.rare - len(mine & crossed.ceased) + len(mine & crossed.became),
            held=self.held - len(both & crossed.ceased) + len(both & crossed.became),
        )

    def packed(self) -> bytes:
        """A row of it."""
        return _ROW.pack(*self)


def unpacked(row: bytes) -> Overlap:
    """Undoes `Overlap.packed`."""
    return Overlap(*_ROW.unpack(row))


def ordered(one: Sketch, other: Sketch) -> tuple[Sketch, Sketch]:
    """The smaller first: that with fewer words. Never by the order in which they came, or by how values are keyed.

    Of texts of one length it is told by their words, and where these are the same by which values occur again where.
    """
    first = one.words < other.words if one.words != other.words else _is_first(one, other)
    return (one, other) if first else (other, one)


def _is_first(one: Sketch, other: Sketch) -> bool:
    if one.blind != other.blind:
        return one.blind < other.blind
    ranks = _ranks(one, other), _ranks(other, one)
    return ranks[0] < ranks[1] if ranks[0] != ranks[1] else one.number <= other.number


def _ranks(one: Sketch, other: Sketch) -> list[int]:
    """The values of two texts, each by how many others came before it was met first."""
    met: dict[str, int] = {}
    texts = (one.title, one.order, other.title, other.order)
    return [met.setdefault(value, len(met)) for text in texts for value in masked_in(text)]


def overlap(small: Sketch, large: Sketch, rarity: Rarity) -> Overlap | None:
    """What two texts have in common; None if so little that they are different whatever becomes rare.

    `small` is the first of them as they are `ordered`.
    """
    mine, theirs = small.keys_at(large.scale), large.key_set
    both = theirs.intersection(mine)
    if len(mine) < FEWEST or len(both) < ASK[0] * len(mine):
        return None
    shared = sum(rarity(key) <= COMMON for key in both)
    if not 0 < shared >= SELECTIVE * len(mine):
        return None
    rare = [key for key in mine if rarity(key) <= RARE]
    return Overlap(
        named=small.named or large.named,
        words=small.words,
        most=large.words,
        scale=large.scale,
        mine=len(mine),
        both=len(both),
        shared=shared,
        rare=len(rare),
        held=sum(map(both.__contains__, rare)),
    )


def may_overlap(mine: Sketch, other: Size, shared: int, common: int) -> bool:
    """Whether a text may have an `overlap` with another, of a size, of which it is known how much is shared.

    `shared`: how many keys both hold that are not common; `common`: how many keys of the one are.
    """
    keys = [len(mine.keys_at(other.scale))] if mine.words <= other.words else []
    keys += [other.keys_at(mine.scale)] if mine.words >= other.words else []
    return any(
        one >= FEWEST and shared + common >= ASK[0] * one and 0 < shared >= SELECTIVE * one for one in keys
    )


def crossings(before: Mapping[int, Sequence[int]], after: Mapping[int, Sequence[int]]) -> Crossed:
    """What follows from who held keys and holds them now: all of them, or more than `COMMON`."""
    ceased, became, drowned, surfaced = set[int](), set[int](), set[int](), set[int]()
    held: dict[int, set[int]] = {}
    for key, then in before.items():
        now = after[key]
        for crossed, limit, fewer, more in (
            (ceased, RARE, then, now),
            (became, RARE, now, then),
            (drowned, COMMON, then, now),
            (surfaced, COMMON, now, then),
        ):
            if len(fewer) <= limit < len(more):
                crossed.add(key)
                for number in min(then, now, key=len):
                    held.setdefault(number, set()).add(key)
    return Crossed(ceased, became, drowned, surfaced, held)
