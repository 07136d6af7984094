"""Whether a word gives way to another throughout a text, as its subject does in a sibling. Pure."""

from __future__ import annotations

from collections import Counter
from typing import Final

from ingest.select.noise import Noise
from ingest.sketch import Sketch
from ingest.word_codes import stem_of

RENAMED: Final = 0.2
"""So many of the words replaced must be forms of one: by chance two first letters may be replaced by two others."""

SAME: Final = 2
"""So many words that the same stands for in some of their places make up for one for which it does in both of two."""


def renamed(one: Sketch, other: Sketch, pairs: Counter[tuple[str, str]], noisy: Noise) -> tuple[int, int]:
    """How often the word, or its forms, that gives way to the same one most often does; and how many words give way.

    Whoever puts the same in the place of the same, here and there, will now and then hit both places of a word.
    """
    words = Counter[tuple[str, str]]()
    forms = Counter[tuple[int | None, int | None]]()
    mine_of, theirs_of = one.order, other.order
    for (mine, theirs), count in pairs.items():
        # The one of two parties to a contract may be the other one in the other.
        throughout = mine_of.count(mine) == count == theirs_of.count(theirs) > 1
        if (throughout or (mine not in theirs_of and theirs not in mine_of)) and noisy.strays.isdisjoint(
            mine + theirs
        ):
            words[mine, theirs] += count
            forms[stem_of(mine), stem_of(theirs)] += 1
    least = max(2, RENAMED * pairs.total())
    told = {pair: count for pair, count in words.items() if count > 1}
    twice = [pair for pair in told if told[pair] == 2 and set(one.title + other.title).isdisjoint(pair)]
    if len(twice) * SAME <= noisy.stand_ins:
        told = {pair: count for pair, count in told.items() if pair not in twice}
    most = [
        count
        for stems, count in forms.items()
        if count >= least and None not in stems and stems[0] != stems[1]
    ]
    return max([*told.values(), *most], default=0), len(forms)
