"""Whether a text would read better with some letters taken for others, as where a font names them wrongly. Pure.

A language has its letters where they belong: to take any two for one another makes it worse. Where half an alphabet is
shuffled, a few swaps bring words back, long before the text as it stands is as unlikely as no language at all.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Pairs = dict[str, list[tuple[str, int]]]

_SWAPS = 40
_WORTH = 0.01
"""A swap that adds less to the mean is chance."""


def gain(line: str, alphabet: str, known: Mapping[tuple[str, str], float], worst: float) -> float:
    """How much the mean of `known` over the pairs of letters in `line` rises by the best swaps of letters, 0 or more.

    Found greedily: the best swap of two letters of `alphabet`, then the next one. `worst`: of a pair not in `known`.
    """
    counts = Counter(pairwise(line))
    after: Pairs = {letter: [] for letter in alphabet}
    before: Pairs = {letter: [] for letter in alphabet}
    for (first, second), count in counts.items():
        if first in after and first != second:
            after[first].append((second, count))
        if second in before and first != second:
            before[second].append((first, count))
    read = {letter: letter for letter in {*line, *alphabet}}

    def of(letter: str, other: str) -> float:
        """What the pairs with `letter` come to if it is `other`."""
        return (
            sum(count * known.get((other, read[second]), worst) for second, count in after[letter])
            + sum(count * known.get((read[first], other), worst) for first, count in before[letter])
            + counts.get((letter, letter), 0) * known.get((other, other), worst)
        )

    def whole() -> float:
        return sum(count * known.get((read[a], read[b]), worst) for (a, b), count in counts.items())

    start = best = whole()
    least = _WORTH * (len(line) - 1)
    for _ in range(_SWAPS):
        now = {letter: of(letter, read[letter]) for letter in alphabet}
        rise, one, other = max(
            (of(a, read[b]) + of(b, read[a]) - now[a] - now[b], a, b)
            for at, a in enumerate(alphabet)
            for b in alphabet[:at]
        )
        if rise < least:
            break
        read[one], read[other] = read[other], read[one]
        if (total := whole()) <= best:
            break
        best = total
    return (best - start) / max(1, len(line) - 1)
