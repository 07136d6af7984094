"""What was filled into the form of a PDF page, or typed onto it, made part of the page: in its place, as it is seen."""

from __future__ import annotations

import ctypes
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.load.pdf_tables import within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ingest.load.pdf_lines import Found, TextPage
    from ingest.load.pdf_page import Line
    from ingest.load.pdf_ruled import Grid

MOST = 2_000
"""Fields and other marks of a page that are looked at."""
_WORD = re.compile(r"\S+")
UNSEEN = 2 | 32
"""Flags of PDF 32000-1, 12.5.3: hidden, no view."""
PASSWORD = 1 << 13
_NO_TEXT = 1 << 16 | PASSWORD
"""Flags of fields: a button that holds no value (12.7.4.2), a password (12.7.4.3)."""


def is_filled(api: ModuleType, page: object) -> bool:
    """Whether a field of a form, or words typed onto the page, are seen on it."""
    count = min(MOST, api.FPDFPage_GetAnnotCount(page))
    return any(_is_wanted(api, page, index) for index in range(count))


def make_part(api: ModuleType, page: object) -> None:
    """Draws fields and typed words onto the page, which is to be loaded anew; other marks and links on it are gone."""
    for index in reversed(range(api.FPDFPage_GetAnnotCount(page))):
        if not _is_wanted(api, page, index):
            api.FPDFPage_RemoveAnnot(page, index)
    api.FPDFPage_Flatten(page, api.FLAT_NORMALDISPLAY)


def _is_wanted(api: ModuleType, page: object, index: int) -> bool:
    mark = api.FPDFPage_GetAnnot(page, index)
    if not mark:
        return False
    try:
        kind = api.FPDFAnnot_GetSubtype(mark)
        if kind not in (api.FPDF_ANNOT_WIDGET, api.FPDF_ANNOT_FREETEXT):
            return False
        if not api.FPDFAnnot_HasKey(mark, b"AP") or api.FPDFAnnot_GetFlags(mark) & UNSEEN:
            return False
        flags = ctypes.c_float()
        api.FPDFAnnot_GetNumberValue(mark, b"Ff", flags)
        return not int(flags.value) & _NO_TEXT
    finally:
        api.FPDFPage_CloseAnnot(mark)


def in_place(text: TextPage, found: Sequence[Found], printed: int) -> list[Found]:
    """What was filled in, the characters from `printed` on, behind what stands before or above it."""
    parts = [
        part for one in found for part in (_rows(text, one) if one.start + len(one.raw) > printed else (one,))
    ]
    result = [one for one in parts if one.start < printed]
    typed = [one for one in parts if one.start >= printed]
    for one in sorted(typed, key=lambda one: (-one.line.top, one.line.left)):
        result.insert(place_of([other.line for other in result], one.line), one)
    return result


def _rows(text: TextPage, found: Found) -> Iterator[Found]:
    """The parts of a line that stand in other rows, or far apart: PDFium makes a line of neighbouring fields."""
    starts: list[int] = []
    end = middle = 0.0
    for word in _WORD.finditer(found.raw):
        left, bottom, _, top = text.box(found.start + word.start())
        if not bottom <= middle <= top or left - end > 2 * (top - bottom) or left < end - (top - bottom):
            starts.append(word.start())
        end, middle = text.box(found.start + word.end() - 1)[2], (bottom + top) / 2
    for start, stop in zip(starts, [*starts[1:], len(found.raw)], strict=True):
        part = text.line(found.raw[start:stop], found.start + start)
        if part:
            yield part


def place_of(known: Sequence[Line], line: Line) -> int:
    """Where in `known` the line goes: after the nearest one to its left in its row, else the lowest one above it."""
    middle = (line.top + line.bottom) / 2
    best, place = (False, 0.0), 0
    for at, other in enumerate(known, 1):
        if other.bottom <= middle <= other.top and other.left < line.left:
            rank = True, other.left
        elif other.bottom > middle and other.left < line.right and other.right > line.left:
            rank = False, -other.bottom
        else:
            continue
        if not place or rank >= best:
            best, place = rank, at
    return place


def beside(known: Sequence[Line], line: Line, ruled: Sequence[Grid]) -> Line:
    """`line` moved to the label in its row that asks for it ("Name:"), since forms leave much room between them.

    In a ruled table each stays in its cell.
    """
    middle = (line.top + line.bottom) / 2
    left = [one for one in known if one.bottom <= middle <= one.top and one.left < line.left and one != line]
    label = max(left, key=lambda one: one.left, default=None)
    if label is None or not label.text.rstrip().endswith(":") or line.left - label.right < line.size:
        return line
    if any(within(one, grid.box) for grid in ruled for one in (label, line)):
        return line
    start = label.right + line.size / 2
    return replace(line, left=start, right=start + line.right - line.left)
