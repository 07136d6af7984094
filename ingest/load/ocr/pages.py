"""How a scanned page is read: once, then upside down, then larger, until the words can be believed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.errors import Code, LoadError
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.scripts import Spot, doubtful, settled
from ingest.load.ocr.words import Guess, Recognised

UNREADABLE = 60.0
"""Below this mean confidence a page is upside down, too small, or no text. Good scans reach 91 to 96."""
LARGER = 1.5
_MIN_LETTERS = 10
_MAX_DPI = 600
_ROOM, _LEAST_ROOM = 0.18, 3


class Reader(Protocol):
    """What reads a picture: Tesseract, or a fake."""

    def read(self, picture: Picture, *, turned: bool = False) -> Recognised:
        """The words of `picture`, upside down when `turned`. Raises LoadError."""
        ...

    def read_file(self, data: bytes) -> list[Recognised]:
        """The words on each page of a picture file. Raises LoadError."""
        ...

    def both(self, pictures: Sequence[Picture]) -> tuple[list[Guess], list[Guess]] | None:
        """Pictures of words, read as Russian and as English; None if it does not read both. Raises LoadError."""
        ...


class Cache(Protocol):
    """What remembers readings."""

    def get(self, picture: Picture) -> Recognised | None:
        """What was read from exactly this picture before."""
        ...

    def put(self, picture: Picture, read: Recognised) -> None:
        """Remembers it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReader:
    """Reads pages at `dpi`. `accept` is the confidence from which text is believed without a person.

    `beat` is called after each look at a picture, so that a book of scans is not taken for a parser that hangs.
    """

    reader: Reader
    identity: str
    dpi: int = 200
    accept: float = 80.0
    cache: Cache | None = None
    beat: Callable[[], None] = lambda: None

    def read(self, render: Callable[[int], Picture | None]) -> Recognised | None:
        """The best reading of a page; None when nothing can be read. `render` draws it at so many dots per inch.

        What is between `UNREADABLE` and `accept` is given as it is: the caller decides by `confidence`.
        Raises LoadError when Tesseract fails, or takes too long for what might be read.
        """
        picture = render(self.dpi)
        if picture is None:
            return None
        known = self.cache.get(picture) if self.cache else None
        if known is None:
            known, whole = self._best(picture, render)
            if self.cache and whole:
                self.cache.put(picture, known)
        return known if known.confidence >= UNREADABLE and known.letters else None

    def read_file(self, data: bytes) -> list[Recognised]:
        """What is read on each page of a picture file, in one look. Raises LoadError."""
        read = self.reader.read_file(data)
        self.beat()
        return read

    def _best(self, picture: Picture, render: Callable[[int], Picture | None]) -> tuple[Recognised, bool]:
        """The best of some looks, and whether there was time for all of them."""
        best = self._look(picture)
        if not _poor(best):
            if best.confidence >= self.accept:
                return self._settled(best, picture), True
        else:
            best = max(best, self._look(picture, turned=True), key=_worth)
        if best.confidence >= self.accept or self.dpi * LARGER > _MAX_DPI:
            return self._settled(best, picture), True
        larger = render(round(self.dpi * LARGER))
        if larger is None:
            return self._settled(best, picture), True
        try:
            again = self._look(larger, turned=best.turned and not _poor(best))
        except LoadError as error:
            if error.code != Code.TIMEOUT or _poor(best):
                raise
            return self._settled(best, picture), False
        found, shown = max(((best, picture), (again, larger)), key=lambda one: _worth(one[0]))
        return self._settled(found, shown), True

    def _settled(self, read: Recognised, picture: Picture) -> Recognised:
        """`read` with words in the right alphabet: those that may not be are read once more."""
        if read.confidence < UNREADABLE:
            return read
        spots = doubtful(read.lines)
        russian: dict[Spot, Guess] = {}
        english: dict[Spot, Guess] = {}
        if spots:
            shown = picture.turned() if read.turned else picture
            guesses = None
            with contextlib.suppress(LoadError):  # what was read is as good as it was
                guesses = self.reader.both([_word(shown, read, spot) for spot in spots])
            self.beat()
            if guesses:
                russian, english = (dict(zip(spots, those, strict=True)) for those in guesses)
        return replace(read, lines=settled(read.lines, russian, english))

    def _look(self, picture: Picture, *, turned: bool = False) -> Recognised:
        read = self.reader.read(picture, turned=turned)
        self.beat()
        return read


def _word(picture: Picture, read: Recognised, spot: Spot) -> Picture:
    line = read.lines[spot[0]]
    _, left, top, right, bottom = line.words[spot[1]]
    room = max(_LEAST_ROOM, round(_ROOM * line.size))
    return picture.cut(left - room, top - room, right + room, bottom + room)


def _poor(read: Recognised) -> bool:
    return read.confidence < UNREADABLE or read.letters < _MIN_LETTERS


def _worth(read: Recognised) -> tuple[bool, float]:
    return read.letters >= _MIN_LETTERS, read.confidence
