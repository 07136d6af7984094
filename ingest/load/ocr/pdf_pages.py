"""Scanned pages of PDFs for the PDF loader: draws them, has them read, and puts the lines where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.load.ocr.pages import PageReader
from ingest.load.ocr.picture import Picture
from ingest.load.ocr.words import Recognised, TextLine
from ingest.load.pdf_page import Word
from ingest.load.pdf_wanted import ReadLine, ReadPage, WantedPage

_POINTS = 72.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedPages:
    """An `ingest.load.pdf_wanted.Ocr`."""

    reader: PageReader

    @property
    def identity(self) -> str:
        """What shapes the text that is read."""
        return self.reader.identity

    @property
    def accept(self) -> float:
        """The confidence from which text is believed without a person."""
        return self.reader.accept

    def read_file(self, data: bytes) -> list[Recognised]:
        """What is read on each page of a picture file. Raises LoadError: ocr-unreadable, timeout."""
        return self.reader.read_file(data)

    def read(self, page: WantedPage) -> ReadPage | None:
        """The lines of a page; None when they cannot be read. Raises LoadError: timeout, ..."""

        def draw(dpi: int) -> Picture:
            raster = page.raster(dpi)
            return Picture(
                width=raster.width, height=raster.height, dpi=round(raster.dpi), pixels=raster.grey
            )

        found = self.reader.read(draw)
        if found is None:
            return None
        scale = _POINTS / found.dpi
        height = page.height / scale
        width = page.width / scale

        def place(left: float, top: float, right: float, bottom: float) -> dict[str, float]:
            if found.turned:
                left, right, top, bottom = width - right, width - left, height - bottom, height - top
            return {
                "left": left * scale,
                "right": right * scale,
                "top": (height - top) * scale,
                "bottom": (height - bottom) * scale,
            }

        def placed(line: TextLine) -> ReadLine:
            words = tuple(Word(text=word[0], **place(*word[1:])) for word in line.words)
            at = place(line.left, line.top, line.right, line.bottom)
            return ReadLine(text=line.text, size=line.size * scale, words=words, **at)

        lines = tuple(map(placed, found.lines))
        return ReadPage(lines=lines, sure=found.confidence >= self.reader.accept, turned=found.turned)
