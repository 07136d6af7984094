"""Which heads stand above a place: lines of words over lines of values, as tables look without their grid."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINES = 60
"""Rows that a head reaches down, and as many letters a row on average."""
_CHARS = 6_000
_HEAD_CHARS = 200
_ROW_CHARS = 300
_SHORTENED = (
    "чел мес руб шт тел моб раб дом адр эл ед изм кв кол док сер ном пасп "
    "tel mob cell ext no addr acc ref qty dept"
)
"""Words that stand with a dot at the end of a line of heads."""
_SENTENCE = re.compile(
    r"[^\W\d_]{5,}[.!?](?:\s|\Z)|"
    + "".join(rf"(?<!\b{form})" for word in _SHORTENED.split() for form in (word, word.capitalize()))
    + r"[.!?]\Z"
)
_WORDS = 7
_TEN = re.compile(r"(?<!\d)\d{2} ?\d{2} \d{6}(?!\d)")
_DIGIT = re.compile(r"\d")
_NUMBERED_HEAD = re.compile(r"(?<=[^\W\d_] )\d(?= [^\W\d_]|\Z)")
"""Phone 2 Comment."""


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
        if line and not _DIGIT.search(_NUMBERED_HEAD.sub("", line)):
            yield line
        end = start - 1


def stands_above(text: str, place: int, meant: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether `meant` is in a line of heads above, and the line of `place` has no label of its own, nor `other`."""
    own = text[max(0, place - _ROW_CHARS) : place].rpartition("\n")[2]
    if ":" in own or "|" in own or other.search(own):
        return False
    return any(meant.search(line) for line in heads_above(text, place))


def is_closer(text: str, place: int, column: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether of two labels `one` is the nearer: in `column`, before in the line, before at all.

    In a line of heads the first label is that of the first number of ten digits.
    """
    before = text[max(0, place - 170) : place]
    own = before.rpartition("\n")[2]
    for part in (column, own):
        mine, its = last_of(one, part), last_of(other, part)
        if mine != its:
            return mine > its
    for line in heads_above(text, place):
        mine, its = last_of(one, line), last_of(other, line)
        if mine >= 0 and its >= 0:
            return (mine < its) != bool(_TEN.search(own))
        if mine != its:
            return mine > its
    return last_of(one, before) > last_of(other, before)


def last_of(pattern: re.Pattern[str], text: str) -> int:
    """Where the last match ends, -1 if there is none."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)
