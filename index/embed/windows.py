"""Cuts a text that is longer than a model reads into windows; nothing of it is left out."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BREAK = re.compile(r"\s(?=\S)")


def windows(text: str, lead: str, limit: int, count: Callable[[str], int]) -> list[str]:
    """`text` as pieces of about equal length, `lead` before each; joined without the leads they are `text`.

    `count` tells the tokens of a string, special ones included; each window, counted as it will be read,
    has at most `limit`. Cuts fall between words where words are shorter than a quarter of a window. Pieces
    of white space alone are left out, unless there is no other. Raises ValueError if `lead` leaves no room
    for one character.
    """
    pieces = list(_pieces(text, lead, limit, count))
    return [lead + piece for piece in pieces if piece.strip()] or [lead + text[:1]]


def _pieces(text: str, lead: str, limit: int, count: Callable[[str], int]) -> Iterator[str]:
    tokens = count(lead + text)
    if tokens <= limit:
        yield text
        return
    if len(text) < 2:
        raise ValueError("what comes before the text leaves no room for it")
    room = limit - count(lead)
    parts = math.ceil((tokens - limit + room) / room) if room > 0 else 2
    parts = min(max(parts, 2), len(text))
    start = 0
    for part in range(1, parts + 1):
        aim = len(text) * part // parts
        end = aim if part == parts else _cut(text, start, aim, len(text) // (4 * parts))
        # counting pieces one by one: a cut word can have more tokens than the whole had
        yield from _pieces(text[start:end], lead, limit, count)
        start = end


def _cut(text: str, start: int, aim: int, reach: int) -> int:
    """The last start of a word up to `aim`, at most `reach` before it; else `aim`. Always after `start`."""
    found = [match.end() for match in _BREAK.finditer(text, max(start, aim - reach), aim + 1)]
    return found[-1] if found and start < found[-1] < len(text) else aim
