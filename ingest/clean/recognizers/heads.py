"""Which heads stand above a place: lines of words over lines of values, as tables look without their grid."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINES = 60
"""Rows that a head reaches down, and as many letters a row on average."""
_CHARS = 6_000
_HEAD_CHARS = 200
_SENTENCE = re.compile(r"[^\W\d_]{5,}[.!?](?:\s|\Z)")
_WORDS = 7
_DIGIT = re.compile(r"\d")


def heads_above(text: str, place: int) -> Iterator[str]:
    """Lines without digits above the line of `place`, nearest first, over the borders of blocks, up to a sentence.

    The cells of one row may have a line each, so that words of a value are among them.
    """
    end = text.rfind("\n", 0, place)
    for _ in range(_LINES):
        if end < 0 or place - end > _CHARS:
            return
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if len(line) > _HEAD_CHARS or (len(line.split()) > _WORDS and _SENTENCE.search(line)):
            return
        if line and not _DIGIT.search(line):
            yield line
        end = start - 1
