"""What Tesseract said of a picture, as values: words with places and confidence, joined to lines. Pure."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import NamedTuple

from ingest.load.ocr.heights import Box, standings

_WORD_LEVEL = "5"
_COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A printed line. Places are pixels from the upper left corner; `paragraph` counts from 0 within the picture.

    The line's own place and `size` are those of `heights.standings`: as on a page set straight. `words` are text, left,
    top, right and bottom of each, where the picture has them.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    paragraph: int
    size: float = 0.0
    words: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """The lines of a picture in reading order, and the mean confidence of its words by their letters, 0 to 100."""

    lines: tuple[TextLine, ...] = ()
    confidence: float = 0.0
    turned: bool = False
    dpi: int = 0

    @property
    def letters(self) -> int:
        """Letters and digits that were read."""
        return sum(letter.isalnum() for line in self.lines for letter in line.text)


class Guess(NamedTuple):
    """What a picture of one word was read as, and how sure that is, 0 to 100."""

    text: str
    sure: float


def guesses_of(table: str, count: int) -> list[Guess]:
    """Tesseract's TSV of a file whose `count` pages are pictures of words."""
    found: dict[int, list[Guess]] = {}
    for row in table.splitlines():
        fields = row.split("\t", _COLUMNS - 1)
        if len(fields) == _COLUMNS and fields[0] == _WORD_LEVEL and (text := fields[11].strip()):
            with contextlib.suppress(ValueError):
                found.setdefault(int(fields[1]), []).append(Guess(text, float(fields[10])))
    return [
        Guess(" ".join(one.text for one in words), min((one.sure for one in words), default=0.0))
        for words in (found.get(page, []) for page in range(1, count + 1))
    ]


def pages_of(table: str) -> list[str]:
    """Tesseract's TSV of a file, a table for each of its pages."""
    pages: dict[str, list[str]] = {}
    for row in table.splitlines():
        fields = row.split("\t", 2)
        if len(fields) == 3 and fields[0].isdecimal():
            pages.setdefault(fields[1], []).append(row)
    return ["\n".join(rows) for rows in pages.values()]


def parse(table: str, *, dpi: int = 0, turned: bool = False) -> Recognised:
    """Tesseract's TSV as `Recognised`; rows that are none are left out.

    A word counts as often as it has letters: specks that are read as a dot or a dash say little about a page.
    """
    words: dict[tuple[str, str, str, str], list[Box]] = {}
    weighed = letters = 0.0
    for row in table.splitlines():
        fields = row.split("\t", _COLUMNS - 1)
        if len(fields) != _COLUMNS or fields[0] != _WORD_LEVEL or not (text := fields[11].strip()):
            continue
        try:
            left, top, width, height = (int(field) for field in fields[6:10])
            sure = float(fields[10])
        except ValueError:
            continue
        place = (fields[1], fields[2], fields[3], fields[4])
        words.setdefault(place, []).append((text, left, top, left + width, top + height))
        count = sum(letter.isalnum() for letter in text)
        weighed, letters = weighed + max(0.0, sure) * count, letters + count
    paragraphs: dict[tuple[str, str, str], int] = {}
    lines = tuple(
        TextLine(
            text=" ".join(word[0] for word in line),
            paragraph=paragraphs.setdefault(place[:3], len(paragraphs)),
            words=tuple(line),
            **stands._asdict(),
        )
        for (place, line), stands in zip(words.items(), standings(list(words.values())), strict=True)
    )
    return Recognised(lines=lines, confidence=weighed / letters if letters else 0.0, dpi=dpi, turned=turned)
