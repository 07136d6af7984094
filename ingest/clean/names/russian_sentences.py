"""The sentences of a text that hold given places: all that the tagger has to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_END = re.compile(r"[.!?…]+[\"»”)\]]*\s+(?=[\"«“(\[]*[А-ЯЁA-Z\d—-])")
_NO_END = re.compile(
    r"(?:(?<![а-яё])[А-ЯЁ]|(?<!\w)(?:г|гг|ул|им|т|д|п|и|о|стр|тел|руб|тыс|млн|млрд|см|рис|др|пр|пл|пер|проф|акад|доц|гр|тов"
    r"|обл|р-н|корп|кв|оф|зам|гл|ст|св|мл|дир|нач|отд|ген))$"
)
_WRAPPED = 45
"""A line at least this long that ends in a letter or comma goes on in the next one."""


def sentences_with(text: str, places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences in which `places` (in order) are; each once."""
    done = 0
    wanted = iter(places)
    place = next(wanted, None)
    while place is not None:
        start, end = _paragraph(text, place, done)
        for begin, stop in _sentences(text, start, end):
            if place is not None and place < stop:
                yield begin, stop
                while place is not None and place < stop:
                    place = next(wanted, None)
        done = end
        while place is not None and place < end:
            place = next(wanted, None)


def _paragraph(text: str, place: int, least: int) -> tuple[int, int]:
    """The lines around `place` that are one, not before `least`."""
    start = text.rfind("\n", least, place) + 1 or least
    while start - 1 > least and _goes_on(text, start - 1, least):
        start = max(text.rfind("\n", least, start - 1) + 1, least)
    end = _line_end(text, place)
    while end < len(text) and _goes_on(text, end, start):
        end = _line_end(text, end + 1)
    return start, end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _goes_on(text: str, newline: int, least: int) -> bool:
    """Whether the line break at `newline` is inside a sentence."""
    before, after = text[newline - 1 : newline], text[newline + 1 : newline + 2]
    if not (before.isalpha() or before in ",-") or not after.isalpha():
        return False
    return newline - max(text.rfind("\n", least, newline), least) >= _WRAPPED


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for mark in _END.finditer(text, start, end):
        if not _NO_END.search(text[max(start, mark.start() - 6) : mark.start()]):
            yield start, mark.end()
            start = mark.end()
    if start < end:
        yield start, end
