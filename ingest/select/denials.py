"""Whether one of two texts denies or restricts what the other says ("Does not apply."), and has it alone. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ingest.select.align import Gap
from ingest.sketch import Sketch, is_negation

SENTENCE: Final = 15
"""Words: what denies and is longer is a passage."""
FEW: Final = 3
"""Where more places are changed, a word that is dropped or added is one of many."""

IsKnown = Callable[[Sketch, int, int], bool]
"""Whether the words of a text from one place to another are boilerplate."""


def denials(one: Sketch, other: Sketch, found: Sequence[Gap], is_known: IsKnown) -> int:
    """In how many of the places where two texts differ one has such a sentence, or such a word, and the other nothing.

    A single word counts where little else is changed: whoever edits much drops some of any kind.
    """
    alone = [(one, gap.start, gap.end) for gap in found if gap.other_start == gap.other_end]
    alone += [(other, gap.other_start, gap.other_end) for gap in found if gap.start == gap.end]
    return sum(
        any(map(is_negation, text.order[start:end]))
        and end - start <= SENTENCE
        and (len(found) <= FEW if end - start == 1 else not is_known(text, start, end))
        for text, start, end in alone
    )
