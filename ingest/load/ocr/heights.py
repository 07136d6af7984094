"""How large the letters of a page's lines are and where each line stands, told by the boxes of its words. Pure.

A box encloses the ink of a word: "на" is half as high as "Право", though both are of one size and on one line. So
each word is asked what its letters say, and the word in the middle is believed. A page that lies aslant is set
straight first: the end of a line would else be nearer to the next one than its beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

Box = tuple[str, int, int, int, int]
"""A word: text, left, top, right and bottom, pixels downwards."""

_LOW = frozenset("acegmnopqrsuvwxyzавгдежзиклмнопрстухцчшщъыьэюя")
"""Letters as high as an x."""
_SILENT = frozenset("-–—_~.,:;…'\"‘’“”«»*°^`•·=+|")
"""What tells no height."""
_TAILED = frozenset("gjpqyQрцщуфдЦЩД")
_BELOW = {"(": 0.2, ")": 0.2, "[": 0.2, "]": 0.2, "{": 0.2, "}": 0.2, ",": 0.13, ";": 0.13, "/": 0.05}
_CAPITAL, _TAIL = 0.72, 0.2
_X_HEIGHT, _LEAST_X, _MOST_X = 0.5, 0.44, 0.56
_SAMPLE = 5
_ALIKE = 0.12
_BROAD_LINE = 0.3
_LEAST_LINES = 3


class Standing(NamedTuple):
    """Of a line: the size of its letters, and where it would stand on a page set straight. Pixels."""

    size: float
    left: float
    top: float
    right: float
    bottom: float


def standings(lines: Sequence[Sequence[Box]]) -> list[Standing]:
    """Where each of a page's lines stands: as high as its letters may be, wherever in the line a tall one is.

    Sizes that differ by less than can be measured are one size.
    """
    told = [[word for word in words if not _SILENT.issuperset(word[0])] or list(words) for words in lines]
    x_height = _x_height([word for words in told for word in words])
    sizes = [median(_size(word, x_height) for word in words) for words in told]
    body = _body(sizes, told)
    sizes = [body if abs(size - body) < _ALIKE * body else size for size in sizes]
    slope = _slope(told, sizes)
    return [
        _standing(words, size, slope, median(_base(word, size) - slope * _middle(word) for word in some))
        for words, some, size in zip(lines, told, sizes, strict=True)
    ]


def _standing(words: Sequence[Box], size: float, slope: float, base: float) -> Standing:
    left = min(word[1] + slope * word[4] for word in words)
    right = max(word[3] + slope * word[4] for word in words)
    return Standing(size, left, base - _CAPITAL * size, right, base + _TAIL * size)


def _x_height(words: Sequence[Box]) -> float:
    """How high an x is, in parts of the size: faces differ by a quarter."""
    plain = [word for word in words if word[0].isalpha() and not _TAILED.intersection(word[0])]
    low = [word[4] - word[2] for word in plain if _LOW.issuperset(word[0])]
    high = [word[4] - word[2] for word in plain if not _LOW.issuperset(word[0])]
    if min(len(low), len(high)) < _SAMPLE:
        return _X_HEIGHT
    return min(_MOST_X, max(_LEAST_X, _CAPITAL * median(low) / max(1.0, median(high))))


def _body(sizes: Sequence[float], lines: Sequence[Sequence[Box]]) -> float:
    """The size of the letter in the middle."""
    ranked = sorted(zip(sizes, (sum(len(word[0]) for word in words) for words in lines), strict=True))
    half, seen = sum(letters for _, letters in ranked) / 2, 0
    for size, letters in ranked:
        seen += letters
        if seen >= half:
            return size
    return 0.0


def _slope(lines: Sequence[Sequence[Box]], sizes: Sequence[float]) -> float:
    """How far the lines sink in a pixel to the right; 0 where too few are broad enough to tell."""
    across = max((words[-1][3] for words in lines), default=0)
    found = []
    for words, size in zip(lines, sizes, strict=True):
        first, last = words[0], words[-1]
        way = _middle(last) - _middle(first)
        if way > _BROAD_LINE * across:
            found.append((_base(last, size) - _base(first, size)) / way)
    return median(found) if len(found) >= _LEAST_LINES else 0.0


def _middle(word: Box) -> float:
    return (word[1] + word[3]) / 2


def _size(word: Box, x_height: float) -> float:
    text, _, top, _, bottom = word
    high = _CAPITAL if any(char not in _LOW and char not in _SILENT for char in text) else x_height
    return max(1, bottom - top) / (high + _below(text))


def _base(word: Box, size: float) -> float:
    return word[4] - _below(word[0]) * size


def _below(text: str) -> float:
    """How far a word's ink reaches under its line, in parts of the size."""
    return max((_TAIL if char in _TAILED else _BELOW.get(char, 0.0) for char in text), default=0.0)
