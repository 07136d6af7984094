"""How two texts that are much alike differ: words changed here and there, or something put in another's place. Pure.

A copy that was edited, or read from another format, differs in scattered words. A sibling made from the same template
has a sentence, a step or a row of its own where the other has another: words changed side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Final, NamedTuple

from ingest.select.align import Gap, gaps
from ingest.sketch import Sketch, key_of, stem_of

KEPT: Final = 0.5
"""What a word that both have takes from a stretch of changed words, as a sentence and its substitute share some."""

IsCommon = Callable[[int], bool]
"""Whether the run with a key is a phrase of the house."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The words by which two texts differ.

    `replaced`: those that have others in their place. `stretch`: the most of them side by side, less half the words
    between them that both have. `apart`: those of places where the words put in are not just another form. `renamed`:
    whether a word, or all of its forms, gave way to another one throughout. `alone`: the longest stretch that only the
    one has, and that only the other has, inside of what both have.
    """

    replaced: int
    stretch: float
    apart: int
    renamed: bool
    alone: tuple[int, int]


class _Change(NamedTuple):
    """A gap, and how many words of each text in it tell something."""

    gap: Gap
    mine: int
    theirs: int


def changes(one: Sketch, other: Sketch, is_common: IsCommon) -> Changes:
    """How `one` differs from `other`. What was only moved is no difference, nor are phrases of the house."""
    found = gaps(one.order, other.order)
    weighed = [
        change
        for change, mine, theirs in zip(
            found,
            _telling(one, other, [gap[:2] for gap in found], is_common),
            _telling(other, one, [gap[2:] for gap in found], is_common),
            strict=True,
        )
        for change in [_Change(change, mine, theirs)]
        if mine or theirs
    ]
    both = [change for change in weighed if change.mine and change.theirs]
    inner = [change for change in weighed if _is_inner(change.gap, one, other)]
    return Changes(
        replaced=sum(min(change.mine, change.theirs) for change in both),
        stretch=_stretch(weighed),
        apart=sum(
            max(change.mine, change.theirs) for change in both if not _is_a_form(change.gap, one, other)
        ),
        renamed=_is_renamed(one.order, other.order, [change.gap for change in both]),
        alone=(
            max((change.mine for change in inner if not change.theirs), default=0),
            max((change.theirs for change in inner if not change.mine), default=0),
        ),
    )


def _is_inner(gap: Gap, one: Sketch, other: Sketch) -> bool:
    return 0 < gap.start and gap.end < one.words and 0 < gap.other_start and gap.other_end < other.words


def _telling(one: Sketch, other: Sketch, runs: Sequence[tuple[int, int]], is_common: IsCommon) -> Iterator[int]:
    """How many words of each run of `one` are neither elsewhere in `other`, in threes, nor in phrases of the house."""
    text = one.order
    held: Set[str] | None = None
    for start, end in runs:
        threes = [text[at : at + 3] for at in range(start, end - 2)]
        if not threes:
            yield end - start
            continue
        if held is None:
            held = {other.order[at : at + 3] for at in range(other.words - 2)}
        keys = [key for key in map(key_of, threes) if not key & (one.scale - 1)]
        if keys and all(map(is_common, keys)):
            yield 0
            continue
        moved = {at + step for at, run in enumerate(threes) if run in held for step in range(3)}
        yield end - start - len(moved)


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


def _is_a_form(gap: Gap, one: Sketch, other: Sketch) -> bool:
    """Whether a word stands for another with the same first letters: inflected, misspelt, or cut in two."""
    here, there = stem_of(one.order[gap.start]), stem_of(other.order[gap.other_start])
    return here is not None and here == there and max(gap.end - gap.start, gap.other_end - gap.other_start) <= 2


def _is_renamed(one: str, other: str, found: Sequence[Gap]) -> bool:
    """Whether some word, or its forms, is replaced by the same one wherever it stands, twice or more."""
    pairs = Counter(
        pair
        for gap in found
        if gap.end - gap.start == gap.other_end - gap.other_start
        for pair in zip(one[gap.start : gap.end], other[gap.other_start : gap.other_end], strict=True)
    )
    forms = Counter[tuple[int, int]]()
    for (mine, theirs), count in pairs.items():
        if count > 1 and mine not in other and theirs not in one:
            return True
        stems = stem_of(mine), stem_of(theirs)
        if stems[0] is not None and stems[1] is not None and stems[0] != stems[1]:
            forms[stems[0], stems[1]] += count
    repeated = [pair for pair, count in forms.items() if count > 1]
    if not repeated:
        return False
    mine_all, theirs_all = ({stem_of(word) for word in set(text)} for text in (one, other))
    return any(mine not in theirs_all and theirs not in mine_all for mine, theirs in repeated)
