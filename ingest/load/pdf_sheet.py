"""A page of a PDF as a picture, with the places of all that is written on it: for looking at what was read."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ingest.load.pdf_filled import is_filled, make_part
from ingest.load.pdf_flow import open_text
from ingest.load.pdf_objects import MAX_OBJECTS, Walk
from ingest.load.pdf_wanted import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import ModuleType

    from ingest.document import RawDocument
    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_page import Line, Page

Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom of a box in a picture, from its upper left corner; right and bottom are not in it."""
Trouble = Literal["", "unread", "no places", "slanted", "no boxes"]
"""Why places on a page are not known: nothing was read of it; OCR tells none; text runs aslant; glyphs have none."""

_POINTS = 72.0
MAX_PIXELS = 4_000_000
_FINE = 64
_STRAIGHT = math.radians(2.0)
_LONG = 12.0
"""Points: a shorter rule may be the stroke of a letter, a longer one is that of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document, the lines that each of its blocks is made of, and the pages they stand on."""

    document: RawDocument
    lines: tuple[tuple[Line, ...], ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyph:
    """What is written in one place: a character, or a word that OCR read. "" for what has no character."""

    text: str
    box: Pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page as it looks: 8 bits of grey a pixel, and what is written where; `rules` are long lines.

    `spots` of the page's lines count `glyphs`. With a `trouble` there are no glyphs to rely on. `covered`: a picture
    lies over text, so that what is seen there is the picture.
    """

    number: int
    width: int
    height: int
    grey: bytes
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Pixels, ...] = ()
    trouble: Trouble = ""
    covered: bool = False


def drawn(api: ModuleType, document: object, page: Page, dpi: float) -> Sheet:
    """`page` of an open document, as its text was read. `api`: `pypdfium2.raw`."""
    handle = api.FPDF_LoadPage(document, page.number - 1)
    filled = bool(handle) and is_filled(api, handle)
    if filled:
        make_part(api, handle)
        api.FPDF_ClosePage(handle)
        handle = api.FPDF_LoadPage(document, page.number - 1)
    if not handle:
        return Sheet(number=page.number, width=0, height=0, grey=b"", trouble="unread")
    try:
        return _drawn(api, document, handle, page, dpi, filled=filled)
    finally:
        api.FPDF_ClosePage(handle)


def _drawn(api: ModuleType, document: object, handle: Any, page: Page, dpi: float, *, filled: bool) -> Sheet:
    across: float = max(1.0, api.FPDF_GetPageWidthF(handle))
    down: float = max(1.0, api.FPDF_GetPageHeightF(handle))
    dpi = min(dpi, _POINTS * (MAX_PIXELS / (across * down)) ** 0.5)
    by_ocr = page.scanned or page.garbled
    raster = draw(api, handle, dpi, annotations=by_ocr)
    size = raster.width, raster.height
    rules: tuple[Pixels, ...] = ()
    trouble: Trouble = ""
    covered = False
    glyphs: Sequence[Glyph] = ()
    if page.missing or page.failed:
        trouble = "unread"
    elif by_ocr:
        glyphs = _words(page, size, across, down)
        trouble = "" if glyphs and all(line.spots for line in page.lines) else "no places"
    else:
        place = _place(api, handle, *size)
        text = api.FPDFText_LoadPage(handle) if filled else open_text(api, document, handle)
        try:
            glyphs, trouble = _characters(api, text, place)
        finally:
            api.FPDFText_ClosePage(text)
        covered = _covered(api, handle)
        rules = tuple(place(box) for box in Walk(api, handle).drawing().rules if _is_long(box))
    return Sheet(
        number=page.number,
        width=raster.width,
        height=raster.height,
        grey=raster.grey,
        glyphs=tuple(glyphs),
        rules=rules,
        trouble=trouble,
        covered=covered,
    )


def _covered(api: ModuleType, handle: Any) -> bool:
    """Whether a picture, or a form that may hold one, is painted over text that was painted before."""
    edges: list[Any] = [ctypes.c_float() for _ in range(4)]
    pictures = {api.FPDF_PAGEOBJ_IMAGE, api.FPDF_PAGEOBJ_FORM}
    texts: list[tuple[float, float]] = []
    for number in range(min(MAX_OBJECTS, api.FPDFPage_CountObjects(handle))):
        item = api.FPDFPage_GetObject(handle, number)
        kind = api.FPDFPageObj_GetType(item)
        if kind != api.FPDF_PAGEOBJ_TEXT and (kind not in pictures or not texts):
            continue
        if not api.FPDFPageObj_GetBounds(item, *edges):
            continue
        left, bottom, right, top = (edge.value for edge in edges)
        if kind == api.FPDF_PAGEOBJ_TEXT:
            texts.append(((left + right) / 2, (bottom + top) / 2))
            continue
        beneath = any(left < x < right and bottom < y < top for x, y in texts)
        if beneath and (kind == api.FPDF_PAGEOBJ_IMAGE or _shows_picture(api, item)):
            return True
    return False


def _shows_picture(api: ModuleType, form: Any) -> bool:
    kinds = (
        api.FPDFPageObj_GetType(api.FPDFFormObj_GetObject(form, number))
        for number in range(min(MAX_OBJECTS, api.FPDFFormObj_CountObjects(form)))
    )
    return any(kind in (api.FPDF_PAGEOBJ_IMAGE, api.FPDF_PAGEOBJ_FORM) for kind in kinds)


def _is_long(box: Box) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) >= _LONG


def _words(page: Page, size: tuple[int, int], across: float, down: float) -> list[Glyph]:
    """What OCR read, whose places are those of the page as it is shown."""
    x, y = size[0] / across, size[1] / down
    return [
        Glyph(
            text=word.text,
            box=_whole(word.left * x, (down - word.top) * y, word.right * x, (down - word.bottom) * y),
        )
        for word in page.words
    ]


def _place(api: ModuleType, handle: Any, width: int, height: int) -> Callable[[Box], Pixels]:
    """From boxes in units of the page to those in its picture, whatever its crop and rotation."""
    x, y = ctypes.c_int(), ctypes.c_int()

    def at(left: float, top: float) -> tuple[float, float]:
        api.FPDF_PageToDevice(handle, 0, 0, width * _FINE, height * _FINE, 0, left, top, x, y)
        return x.value / _FINE, y.value / _FINE

    (x0, y0), (x1, y1), (x2, y2) = at(0, 0), at(1000, 0), at(0, 1000)
    a, b, c, d = (x1 - x0) / 1000, (y1 - y0) / 1000, (x2 - x0) / 1000, (y2 - y0) / 1000

    def place(box: Box) -> Pixels:
        ends = [
            (a * left + c * top + x0, b * left + d * top + y0)
            for left, top in ((box[0], box[1]), (box[2], box[3]))
        ]
        xs, ys = sorted(end[0] for end in ends), sorted(end[1] for end in ends)
        return _whole(xs[0], ys[0], xs[1], ys[1])

    return place


def _whole(left: float, top: float, right: float, bottom: float) -> Pixels:
    """The pixels that a box touches."""
    return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)


def _characters(
    api: ModuleType, text: Any, place: Callable[[Box], Pixels]
) -> tuple[Sequence[Glyph], Trouble]:
    """All characters, each as large as its font says or as it is drawn, whichever is more."""
    if not text:
        return (), "unread"
    loose, edges = api.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = edges
    glyphs: list[Glyph] = []
    for index in range(api.FPDFText_CountChars(text)):
        code = api.FPDFText_GetUnicode(text, index)
        char = chr(code) if 32 <= code < 0x110000 else " " if code in (9, 10, 13) else ""
        boxes: list[Box] = []
        if api.FPDFText_GetLooseCharBox(text, index, loose):
            boxes.append((loose.left, loose.bottom, loose.right, loose.top))
        if api.FPDFText_GetCharBox(text, index, *edges):
            boxes.append((left.value, bottom.value, right.value, top.value))
        boxes = [box for box in boxes if box[2] > box[0] and box[3] > box[1]]
        if char.isspace() or api.FPDFText_IsGenerated(text, index) == 1:
            glyphs.append(Glyph(text=char, box=(0, 0, 0, 0)))
            continue
        if not boxes:
            return (), "no boxes"
        if abs(math.remainder(api.FPDFText_GetCharAngle(text, index), math.pi / 2)) > _STRAIGHT:
            return (), "slanted"
        lows, highs = zip(*((box[:2], box[2:]) for box in boxes), strict=True)
        whole = (
            *(min(ends) for ends in zip(*lows, strict=True)),
            *(max(ends) for ends in zip(*highs, strict=True)),
        )
        glyphs.append(Glyph(text=char, box=place(whole)))
    return glyphs, ""
