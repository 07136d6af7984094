"""What is read from a PDF page, as values: the PDF loader's structure is a pure function over these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.document import Link
    from ingest.load.pdf_ruled import Grid

HYPHEN = "\ufffe"
"""PDFium's mark for a hyphen at a line's end; stands only at the end of `Line.text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A cell of a row without rules: its column's `left` and `right`, where its last line ends, how low it reaches.

    `alone`: its last line is a single word.
    """

    text: str
    left: float
    right: float
    end: float
    bottom: float
    alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A printed line. Lengths are points; y grows upwards; the page is turned so that most text is upright.

    `size` is the font size as printed. `bold` and `mono` are true when every sampled character is. `hidden`:
    drawn invisibly. `upright` is false where the line runs in another direction than most of its page.
    `head` is the level that the file's structure tree gives it, `mark` tells one such heading from the next.
    `table`: the line stands for a whole table; its text is that of all cells. `spots`: from where to where its
    characters are among those of the page, or its words where OCR read it; several runs where lines were joined.
    `parts`: it is a row of a table that has no rules, and these are its cells, each whole.
    """

    text: str
    page: int
    size: float
    left: float
    right: float
    top: float
    bottom: float
    bold: bool = False
    mono: bool = False
    hidden: bool = False
    upright: bool = True
    head: int = 0
    mark: int = 0
    table: Table | None = None
    spots: tuple[tuple[int, int], ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def row(self) -> bool:
        """Whether it is a row of a table that has no rules."""
        return bool(self.parts)

    @property
    def wide(self) -> bool:
        """Whether the words stand far apart, as the cells of a table's row do."""
        return self.row or (" " in self.text and self.right - self.left > self.size * len(self.text))

    def overlap(self, other: Line) -> float:
        """How much of the narrower of two lines lies above or below the other one, 0 to 1."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        return shared / max(1.0, min(self.right - self.left, other.right - other.left))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table of one page, and the lines in each of its grid's cells, in reading order."""

    grid: Grid
    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What OCR read in one place: points, y upwards from the bottom of the page as it is shown."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its number (from 1), its lines in content order, its links, and what is wrong with it.

    `scanned`: fewer than 20 characters, and images cover over half of it. `garbled`: its letters are no language.
    `missing`: one of both, and nobody read it; `slow`: because that took too long. `failed`: PDFium cannot
    read it. `sure`: its text can be believed.
    `whole`: all that it draws was looked at; else it is over a limit, and its tables may have become text.
    `words`: of a page that OCR read, if it told their places; `spots` of its lines count them. `overlaid`: its text is
    drawn invisibly over a picture.
    """

    number: int
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    scanned: bool = False
    garbled: bool = False
    missing: bool = False
    slow: bool = False
    sure: bool = True
    failed: bool = False
    whole: bool = True
    overlaid: bool = False
    words: tuple[Word, ...] = ()
