"""What Tesseract said of a picture, as values: words with places and confidence, joined to lines. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_WORD_LEVEL = "5"
_COLUMNS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A printed line. Places are pixels from the upper left corner; `paragraph` counts from 0 within the picture.

    `words` are text, left, top, right and bottom of each.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    paragraph: int
    words: tuple[tuple[str, int, int, int, int], ...] = ()


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
    words: dict[tuple[str, str, str, str], list[tuple[str, int, int, int, int]]] = {}
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
            left=min(word[1] for word in line),
            top=min(word[2] for word in line),
            right=max(word[3] for word in line),
            bottom=max(word[4] for word in line),
            paragraph=paragraphs.setdefault(place[:3], len(paragraphs)),
            words=tuple(line),
        )
        for place, line in words.items()
    )
    return Recognised(lines=lines, confidence=weighed / letters if letters else 0.0, dpi=dpi, turned=turned)
