"""Words of English text with their places, and the segments in which names are sought."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

TITLES = (
    "mr mrs ms mx miss dr prof professor sir madam dame lord lady rev reverend fr father sr sister capt captain "
    "lt lieutenant col colonel gen general sgt sergeant maj major adm admiral sen senator rep gov governor pres "
    "president hon judge justice messrs mme mlle mgr eng ing herr frau monsieur madame señor señora don doña"
)
_ABBREVIATED = (
    "Mrs?|Ms|Mx|Dr|Prof|Rev|Hon|Capt|Lt|Col|Gen|Sgt|Maj|Adm|Sen|Rep|Gov|Pres|Messrs|Mme|Mlle|Mgr|St|Jr|Sr|Eng|Ing|"
    "Esq"
)
_TOKEN = re.compile(
    rf"(?:{_ABBREVIATED}|{_ABBREVIATED.upper()}|{_ABBREVIATED.lower()})\.(?=[\s,)]|[A-Z]|$)"
    r"|[A-ZÀ-ÖØ-ÞĀ-Ž]\.(?![A-Za-z]{3,}\b\.)"
    r"|['’][sS]\b"
    r"|[^\W\d_]+(?:[-‐‑'’](?![sS]\b)[^\W\d_]+)*(?![\w])"
    r"|\w+"
    r"|[^\w\s]"
)


class Token(NamedTuple):
    """`word` stands at `start` of its text; `broken` if a line ends before it."""

    word: str
    start: int
    broken: bool


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`; their places count from the start of `text`."""
    found = []
    last = start
    stop = len(text) if end is None else end
    for match in _TOKEN.finditer(text, start, stop):
        place = match.start()
        found.append(Token(match[0], place, place - last > 0 and "\n" in text[last:place]))
        last = match.end()
    return found


_BREAK = re.compile(
    r"\n[^\S\n]*\n\s*"  # an empty line
    r"|\n(?=[^\S\n]*(?:[-*+•–—|>#]|\d{1,3}[.)]\s))"  # an item, a row, a heading
    r"|[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\W\da-zа-я_])"  # the end of a sentence
)
_NO_END = re.compile(rf"(?:\b(?:{_ABBREVIATED}|vs|etc|No|Inc|Ltd|Co|[A-ZÀ-Þ]))\.$", re.IGNORECASE)
_MOST_CHARS = 1_000


def segments(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where the sentences, items and rows of `text[start:end]` begin and end: (start, end), in order, without overlap.

    Together they hold all that is not blank. A segment has at most 1,000 characters, cut between words if there is
    a gap.
    """
    stop = len(text) if end is None else end
    for match in _BREAK.finditer(text, start, stop):
        last = match.end()
        if text[match.start()] != "\n" and _NO_END.search(
            text, max(start, match.start() - 8), match.start() + 1
        ):
            continue
        yield from _short(text, start, last)
        start = last
    yield from _short(text, start, stop)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > _MOST_CHARS:
        cut = max(text.rfind(" ", start, start + _MOST_CHARS), text.rfind("\n", start, start + _MOST_CHARS))
        cut = cut + 1 if cut > start else start + _MOST_CHARS
        yield start, cut
        start = cut
    if start < end:
        yield start, end
