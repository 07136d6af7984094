"""Names of fields in lines whose words narrow cells tore apart: "Закупочн ая це на"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.policy_words import WHOLE, phrase_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.clean.policy_words import Part

_NARROW = re.compile(r"^[^\d\n.!?]{5,80}\.?$", re.MULTILINE)
_TORN = re.compile(r"[^\W\d_]{2,} [a-zа-яё]{1,6}(?![^\W_])")
_LONG = 5
"""Letters of a phrase that is sought without its blanks."""

TornLine = tuple[str, list[int]]
"""Letters of a line without its blanks, and their places in the text."""


def torn_lines(text: str) -> list[TornLine]:
    """Short lines in which narrow cells may have torn words apart: "Закупочн ая це на"."""
    found = []
    for line in _NARROW.finditer(text):
        if not _TORN.search(line[0]):
            continue
        places = [place for place in range(*line.span()) if not text[place].isspace()]
        letters = "".join(text[place] for place in places).casefold().replace("ё", "е")
        if len(letters) == len(places):
            found.append((letters, places))
    return found


def _torn_phrases(
    phrases: Sequence[tuple[str, tuple[Part, ...]]],
) -> tuple[re.Pattern[str] | None, list[str]]:
    """A pattern for `torn_lines` with a group for each phrase, and the names of these."""
    long = [
        (name, parts)
        for name, parts in phrases
        if name[0] != WHOLE
        and sum(len(text) for text, _ in parts) >= _LONG
        and (parts == phrase_of(name) or all(len(text) >= _LONG for text, _ in parts))
    ]
    letters = r"[^\W\d_]{0,5}"
    between = rf"{letters}(?:for|of|to|для|от|по)?"
    body = "|".join(f"({between.join(re.escape(text) for text, _ in parts)}{letters})" for _, parts in long)
    return (re.compile(body) if long else None), [name for name, _ in long]


class TornNames:
    """Phrases as `torn_lines` may hold them."""

    def __init__(self, phrases: Sequence[tuple[str, tuple[Part, ...]]]) -> None:
        self._pattern, self._names = _torn_phrases(phrases)

    def find(self, text: str, lines: Sequence[TornLine]) -> Iterator[tuple[str, int, int]]:
        """(name, start, end) in `text`, of which `lines` are the torn ones."""
        for letters, places in lines if self._pattern else ():
            for match in self._pattern.finditer(letters) if self._pattern else ():
                start, end = places[match.start()], places[match.end() - 1] + 1
                if text[end : end + 1].isalnum():
                    end = max(start, text.rfind(" ", start, end))
                if match.lastindex and end > start and not text[max(0, start - 1) : start].isalnum():
                    yield self._names[match.lastindex - 1], start, end

    def name_of(self, text: str) -> str:
        """The phrase in a cell whose words may be torn, or ""."""
        return next((name for name, _, _ in self.find(text, torn_lines(text))), "")
