"""Stretches of a page between an opening and its closing mark, found in one walk however many are never closed."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def replaced(
    text: str,
    opening: re.Pattern[str],
    closing: Callable[[re.Match[str]], str],
    put: Callable[[re.Match[str], str], str | None],
) -> str:
    """`text` with each stretch replaced by what `put(opening mark, inside)` gives; None leaves it as it is.

    `closing` names the mark that ends a stretch, whatever its case; what is never closed is no stretch.
    """
    parts: list[str] = []
    absent: set[str] = set()
    done = position = 0
    while (found := opening.search(text, position)) is not None:
        position = found.end()
        mark = closing(found).lower()
        if mark in absent:
            continue
        end = _pattern(mark).search(text, position)
        if end is None:
            absent.add(mark)
            continue
        new = put(found, text[position : end.start()])
        position = end.end()
        if new is not None:
            parts += (text[done : found.start()], new)
            done = position
    parts.append(text[done:])
    return "".join(parts)


@cache
def _pattern(mark: str) -> re.Pattern[str]:
    return re.compile(re.escape(mark), re.IGNORECASE)
