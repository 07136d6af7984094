"""Opens a page's text in rows, where PDFium would take it to run downwards.

It does so where lines leave a fifth of the page's width free, as code with the number of the page far to the right:
every letter is then a line of its own, and some are out of order. A stroke of text across the page, which nobody sees,
makes it look again. Only the page in memory has it.
"""

from __future__ import annotations

import ctypes
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from ingest.load.pdf_api import units

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from ingest.load.pdf_lines import Found, TextPage
    from ingest.load.pdf_page import Line

STROKE: Final = "."
_HEIGHT = 2.0
"""Points: PDFium leaves out what is less than one high."""
_INVISIBLE = 3
_LETTERS = 20
"""So many lines of one letter, and half of all, make a page that was read downwards."""
_LEVEL = math.radians(2.0)
_TALL, _LOWER, _BACK = 1.9, 0.6, 0.2
"""Of a size: a line that is so high is two, the second so much lower than the first, and to the left of its end."""


def open_text(api: ModuleType, document: object, page: object) -> Any:
    """The text handle of an open page, None if there is none; the caller closes it before the page."""
    handle = api.FPDFText_LoadPage(page)
    if handle and _is_downwards(api, handle) and _strike(api, document, page):
        api.FPDFText_ClosePage(handle)
        handle = api.FPDFText_LoadPage(page)
    return handle


def is_stroke(api: ModuleType, page: object, line: Line) -> bool:
    """Whether a line is what `open_text` put on its page."""
    if not (line.hidden and line.text == STROKE and line.bottom < _HEIGHT):
        return False
    return bool(line.right - line.left > 0.9 * api.FPDF_GetPageWidthF(page))


def _is_downwards(api: ModuleType, handle: object) -> bool:
    """Whether most lines are one letter that stands upright."""
    count = max(0, api.FPDFText_CountChars(handle))
    lines = units(lambda array: api.FPDFText_GetText(handle, 0, count, array), count + 1).split("\r\n")
    letters: list[int] = []
    at = 0
    for line in lines:
        if len(line) == 1:
            letters.append(at)
        at += len(line) + 2
    if len(letters) < max(_LETTERS, len(lines) / 2):
        return False
    some = (api.FPDFText_GetCharIndexFromTextIndex(handle, at) for at in letters[:: len(letters) // _LETTERS])
    return all(abs(math.remainder(api.FPDFText_GetCharAngle(handle, at), math.tau)) < _LEVEL for at in some)


def _strike(api: ModuleType, document: object, page: object) -> bool:
    """Puts the stroke at the foot of a page."""
    item = api.FPDFPageObj_NewTextObj(document, b"Helvetica", 1.0)
    edges = [ctypes.c_float() for _ in range(4)]
    text = (ctypes.c_ushort * 2)(ord(STROKE), 0)
    if not (item and api.FPDFText_SetText(item, text) and api.FPDFPageObj_GetBounds(item, *edges)):
        return False
    left, bottom, right, top = (edge.value for edge in edges)
    if right <= left or top <= bottom:
        return False
    across = api.FPDF_GetPageWidthF(page) / (right - left)
    up = _HEIGHT / (top - bottom)
    api.FPDFPageObj_Transform(item, across, 0, 0, up, -left * across, -bottom * up)
    api.FPDFTextObj_SetTextRenderMode(item, _INVISIBLE)
    api.FPDFPage_InsertObject(page, item)
    return True


def in_one_row(text: TextPage, found: Found) -> Iterator[Found]:
    """A line, or the two rows that PDFium took for one, as where the second is a letter or goes on behind a hyphen."""
    line = found.line
    if found.turn or line.top - line.bottom < _TALL * line.size:
        yield found
        return
    starts = [0]
    low, end = -1e9, 0.0
    for at, char in enumerate(found.raw):
        if char.isspace():
            continue
        left, bottom, right, top = text.box(found.start + at)
        if right <= left:
            continue  # some programs' letters have no place of their own, and go with those that do
        lower = bottom < low - _LOWER * line.size and top < low + _LOWER * line.size
        if lower and left < end - _BACK * line.size:
            starts.append(at)
        low, end = bottom, right
    for start, stop in pairwise([*starts, len(found.raw)]):
        part = text.line(found.raw[start:stop], found.start + start)
        if part:
            yield part
