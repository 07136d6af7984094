"""Whether two texts are one in two frames, as two sites print it: each begins and ends with words of its own. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ingest.select.align import Gap
from ingest.sketch import Sketch

BODY: Final = (40, 0.5)
"""Words that both have between their frames, unbroken; they are that share of the longer text."""
FRAME: Final = 3
"""Words of its own that each text has before them, and after them."""
MOST: Final = (40, 0.25)
"""A frame is no longer than that before the body or after it, and than that share of a text: more is content."""
OWN: Final = 0.7
"""They are that share of all before them, and after them. Beside a sentence that was changed stands what was not."""


def are_framed(one: Sketch, other: Sketch, found: Sequence[Gap]) -> bool:
    """Whether texts that differ in the gaps `found` have one body between frames of their own."""
    cores = [(then.start - gap.end, number) for number, (gap, then) in enumerate(pairwise(found), 1)]
    words, place = max(cores, default=(0, 0))
    if words < BODY[0] or words < BODY[1] * max(one.words, other.words):
        return False
    first, last = found[place - 1], found[place]
    return all(
        _is_own(sum(ends - starts for starts, ends in spans), around)
        for spans, around in (
            ([(gap.start, gap.end) for gap in found[:place]], first.end),
            ([(gap.other_start, gap.other_end) for gap in found[:place]], first.other_end),
            ([(gap.start, gap.end) for gap in found[place:]], one.words - last.start),
            ([(gap.other_start, gap.other_end) for gap in found[place:]], other.words - last.other_start),
        )
    )


def framing(words: int, before: int, after: int) -> int:
    """How many of a text's `words` are its frame, where it has some before and after all that another has, too."""
    around = before + after
    fits = min(before, after) >= FRAME and max(before, after) <= MOST[0] and around <= MOST[1] * words
    return around if fits else 0


def _is_own(changed: int, around: int) -> bool:
    return changed >= FRAME and changed >= OWN * around
