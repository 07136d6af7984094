"""Words that are whole in one text and cut in another: by marks, or by the end of a line or page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.select.align import Gap
from ingest.sketch import Sketch
from ingest.word_codes import are_pieces, stem_of

HELD: Final = 2
"""A word that a text has so often, whole, is not what a blank of it is filled with."""
_CUTS: Final = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (1, 4), (4, 1))
"""Words of two texts that may be one, cut."""


def is_cut(gap: Gap, one: str, other: str) -> bool:
    """Whether the one text has words in pieces that are whole in the other, cut by marks or by the end of a line."""
    mine, theirs = one[gap.start : gap.end], other[gap.other_start : gap.other_end]
    if len(mine) == len(theirs) == 1:
        return False  # of the same letters in another order, as 12 and 21
    while mine and theirs:
        for here, there in _CUTS:
            pieces = mine[:here], theirs[:there]
            if pieces[0] == pieces[1] or (
                here != there and are_pieces(*sorted(pieces, key=len, reverse=True))
            ):
                mine, theirs = mine[here:], theirs[there:]
                break
        else:
            return _is_torn(mine, theirs) or _is_torn(theirs, mine)
    return not mine and not theirs


def whole(told: Iterable[int], found: Sequence[Gap], one: Sketch, other: Sketch) -> Iterator[int]:
    """How many words of `one` tell something, without those that are whole in `other` and cut here, or cut there.

    A line that runs off its page ends with the beginning of a word that the text has elsewhere, whole, and twice.
    """
    alone = Counter(one.order[gap.start] for gap in found if gap.end == gap.start + 1)
    for count, gap in zip(told, found, strict=True):
        mine, theirs = one.order[gap.start : gap.end], other.order[gap.other_start : gap.other_end]
        begun = (
            len(mine) == 1
            and theirs != ""
            and stem_of(mine) == stem_of(theirs[0]) is not None
            and one.order.count(theirs[0]) >= HELD
            and one.order.count(mine) - other.order.count(mine) == alone[mine]
        )
        yield 0 if begun or _is_cut_beside(mine, theirs, other.order) else count


def _is_cut_beside(word: str, around: str, held: str) -> bool:
    """Whether words begin or end with the two pieces of one that they hold elsewhere: more stands beside it."""
    if len(word) != 1 or len(around) < 3 or word not in held:
        return False
    return are_pieces(around[:2], word) or are_pieces(around[-2:], word)


def _is_torn(word: str, around: str) -> bool:
    """Whether the first and the last of some words are the pieces of one, with the head of a table between them."""
    return len(word) == 1 and len(around) > len(_CUTS[1]) and are_pieces(around[0] + around[-1], word)
