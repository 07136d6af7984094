"""The part of a chunk that answers a question, on a few lines, with the question's words marked."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from index.embed.stopwords import STOP_WORDS
from index.stem import stem, words

_WORD = re.compile(r"[^\W_]+")
_FURNITURE = re.compile(r"^\s*(?:#{1,6} +|\|[ :|-]+\|\s*$|```.*$)", re.MULTILINE)
"""Marks of headings, the line below a table's head, fences: they help a model, not a reader."""


def snippet(text: str, question: str, width: int = 300) -> str:
    """At most about `width` letters of `text`, in one line, where most words of `question` stand together."""
    flat = " ".join(_FURNITURE.sub("", text).split())
    if len(flat) <= width:
        return flat
    wanted = wanted_stems(question)
    places = [(found.start(), root) for found in _WORD.finditer(flat) if (root := _root(found[0])) in wanted]
    start = _best_start(places, width)
    start = 0 if start < width // 3 else flat.rfind(" ", 0, start - width // 6) + 1
    cut = flat[start : start + width]
    if start + width < len(flat):
        cut = cut.rpartition(" ")[0] + " ..."
    return f"... {cut}" if start else cut


def _best_start(places: list[tuple[int, str]], width: int) -> int:
    """Where a window begins that holds most different words, then most words; the first of equal ones."""
    best, chosen = (0, 0), 0
    for index, (start, _) in enumerate(places):
        inside = [root for place, root in places[index:] if place < start + width * 2 // 3]
        score = (len(set(inside)), len(inside))
        if score > best:
            best, chosen = score, start
    return chosen


def wanted_stems(question: str) -> frozenset[str]:
    """Stems of the question's telling words; of all its words if none tells."""
    asked = words(question)
    return frozenset(map(stem, [word for word in asked if word not in STOP_WORDS] or asked))


def emphasised(line: str, wanted: frozenset[str], mark: Callable[[str], str]) -> str:
    """`line` with the words marked whose stems are `wanted`."""
    return _WORD.sub(lambda found: mark(found[0]) if _root(found[0]) in wanted else found[0], line)


def wrapped(text: str, width: int = 100, indent: str = "   ") -> list[str]:
    """Lines of at most `width` letters."""
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _root(word: str) -> str:
    cut = words(word)
    return stem(cut[0]) if cut else ""
