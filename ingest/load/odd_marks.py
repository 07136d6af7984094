"""Whether marks stand where letters should: glyphs that mean nothing outside their font, or glyph numbers. Pure."""

from __future__ import annotations

import re
from collections import Counter

MIN_PAIRS = 100
MAX_CHARS = 2_500
_OUTSIDE = 0.02
_ODD = frozenset("¤¦¨¬¯¸¶¼½¾¹º×÷¡¿¢¥")
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufffd]")
_BULLETS = frozenset(
    "\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf0d0\uf0be\uf0e0\uf06f\uf02d\uf0b0\uf0ae\uf0de\uf0fe\uf0f0"
)
_READABLE = 0.35
_WORDS_LEAST, _JUMBLED = 0.15, 0.4
_EDGES = ".,:;!?()[]\"'«»“”"
_INNER = frozenset("!\"#$%&'()*+,:;<=>?[]^{|}")
"""Marks that stand within what glyph numbers make of a word, and rarely within a word."""
_FILLERS = frozenset("._-–—=*~•·…|/\\")


def jumbled(text: str) -> bool:
    """Whether words are runs of marks, digits and capitals, as the numbers of a font's glyphs are: "$%&'( )*$+,-"."""
    tokens = text[:MAX_CHARS].split()
    total = sum(map(len, tokens))
    if total < MIN_PAIRS:
        return False
    words = sum(len(one) for one in tokens if one.strip(_EDGES).isalpha())
    odd = sum(
        len(one)
        for one in tokens
        if (len(_INNER.intersection(one[1:-1])) > 1 or one[:1] in "$%&'")
        and 2 * sum(map(str.isalpha, one)) < len(one)  # else code
    )
    return words < _WORDS_LEAST * total and odd > _JUMBLED * total


def outside(text: str) -> bool:
    """Whether over 2 % of the characters mean nothing outside their font, or there are hardly letters and digits."""
    seen = {
        char: count
        for char, count in Counter(text[:MAX_CHARS]).items()
        if not char.isspace() and char not in _FILLERS
    }
    total = sum(seen.values())
    if total < MIN_PAIRS:
        return False
    strange = sum(count for char, count in seen.items() if _STRANGE.match(char) and char not in _BULLETS)
    odd = sum(count for char, count in seen.items() if char in _ODD)
    readable = sum(count for char, count in seen.items() if char.isalnum())
    return strange > _OUTSIDE * total or odd > 2 * _OUTSIDE * total or readable < _READABLE * total
