"""Pages whose text has to be read from their picture: what OCR is asked, and what it answers."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, Protocol

from ingest.load.pdf_level import UPSIDE_DOWN, level
from ingest.load.pdf_page import Line, Page, Word

if TYPE_CHECKING:
    from types import ModuleType

MAX_PIXELS = 40_000_000
"""A page may claim to be kilometres wide."""
_POINTS = 72.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Raster:
    """A picture of a page: 8 bits of grey a pixel, `width` x `height`, rows from the top without padding."""

    width: int
    height: int
    dpi: float
    grey: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """A page to be read. `why`: it is a picture, or its text layer is garbled. `width`, `height`: points, as shown.

    `raster` draws it at some dots per inch, fewer when it is too large; valid until the hook returns.
    `text` is the garbled layer, "" for a picture: a hook may keep it if it reads better than what OCR finds.
    """

    number: int
    why: Literal["picture", "garbled"]
    width: float
    height: float
    raster: Callable[[int], Raster]
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLine:
    """A line that OCR read, with its place on the page as it is shown: points, y upwards from the bottom.

    `size` is that of its letters, 0 if it is not known; `words` are those it is made of, with their places, if they
    are known.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float = 0.0
    words: Sequence[Word] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """What OCR read, in reading order. `sure`: it may be indexed before a person has looked at it.

    `turned`: the page stands on its head, so that lines that follow stand higher.
    """

    lines: Sequence[ReadLine]
    sure: bool = True
    turned: bool = False


class Ocr(Protocol):
    """Reads pages from their pictures."""

    @property
    def identity(self) -> str:
        """What shapes the text: part of the prepare key."""
        ...

    def read(self, page: WantedPage) -> ReadPage | None:
        """What is on the page; None when it cannot be read, which leaves it missing. Raises `LoadError`."""
        ...


def wanted(api: ModuleType, handle: object, page: Page) -> WantedPage:
    """What OCR is asked about an open page."""
    return WantedPage(
        number=page.number,
        why="picture" if page.scanned else "garbled",
        width=api.FPDF_GetPageWidthF(handle),
        height=api.FPDF_GetPageHeightF(handle),
        raster=lambda dpi: draw(api, handle, dpi),
        text="" if page.scanned else "\n".join(line.text for line in page.lines),
    )


def draw(api: ModuleType, handle: object, dpi: float, *, annotations: bool = True) -> Raster:
    """The page on white, annotations included."""
    width: float = max(1.0, api.FPDF_GetPageWidthF(handle))
    height: float = max(1.0, api.FPDF_GetPageHeightF(handle))
    dpi = min(dpi, _POINTS * (MAX_PIXELS / (width * height)) ** 0.5)
    across, down = max(1, round(width * dpi / _POINTS)), max(1, round(height * dpi / _POINTS))
    grey = (ctypes.c_ubyte * (across * down))()
    bitmap = api.FPDFBitmap_CreateEx(across, down, api.FPDFBitmap_Gray, grey, across)
    if not bitmap:
        raise MemoryError
    try:
        api.FPDFBitmap_FillRect(bitmap, 0, 0, across, down, 0xFFFFFFFF)
        flags = api.FPDF_ANNOT if annotations else 0
        api.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, across, down, 0, flags)
    finally:
        api.FPDFBitmap_Destroy(bitmap)
    return Raster(width=across, height=down, dpi=dpi, grey=bytes(grey))


def lines_of(read: ReadPage, number: int) -> tuple[Line, ...]:
    """What OCR read as lines of page `number`, upright. A letter of unknown size is 1.2 times lower than its line."""
    ends = list(accumulate(len(line.words) for line in read.lines))
    lines = (
        Line(
            text=line.text,
            page=number,
            size=max(1.0, round(line.size or (line.top - line.bottom) / 1.2, 1)),
            left=line.left,
            right=line.right,
            top=line.top,
            bottom=line.bottom,
            spots=((end - len(line.words), end),) if line.words else (),
        )
        for line, end in zip(read.lines, ends, strict=True)
        if line.text.strip()
    )
    return tuple(level(line, UPSIDE_DOWN if read.turned else 0) for line in lines)
