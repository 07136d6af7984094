"""What was filled into the form of a PDF page and is drawn nowhere: programs leave that to who shows the file."""

from __future__ import annotations

import ctypes
import logging
from statistics import median_low
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.load.pdf_filled import MOST, PASSWORD, UNSEEN, beside, place_of
from ingest.load.pdf_level import level
from ingest.load.pdf_page import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ingest.load.pdf_lines import Found
    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_ruled import Grid

_CHARS = 20_000
"""Of one value."""
_SIZE = 10.0
"""Points, where nothing is printed that a value could look like."""
_LEADING = 1.2
_LETTERS = 3


class Value(NamedTuple):
    """What a field holds, and where it is: left, bottom, right, top."""

    text: str
    box: Box


def values_of(api: ModuleType, document: Any, page: object) -> list[Value]:
    """What the fields of an open page hold, those that nobody sees and passwords left out. Changes nothing."""
    count = min(MOST, api.FPDFPage_GetAnnotCount(page))
    if not count or api.FPDF_GetFormType(document) == api.FORMTYPE_NONE:
        return []
    if document.formenv is None:
        logging.getLogger("pypdfium2").setLevel(
            logging.ERROR
        )  # it warns of forms whose values it has all the same
        document.init_forms()  # once a document; closed with it
    if document.formenv is None:
        return []
    kinds = {api.FPDF_FORMFIELD_TEXTFIELD, api.FPDF_FORMFIELD_COMBOBOX, api.FPDF_FORMFIELD_LISTBOX}
    found = (_value(api, document.formenv.raw, page, index, kinds) for index in range(count))
    return [value for value in found if value is not None and value.text.strip()]


def _value(api: ModuleType, form: object, page: object, index: int, kinds: set[int]) -> Value | None:
    mark = api.FPDFPage_GetAnnot(page, index)
    if not mark:
        return None
    try:
        if api.FPDFAnnot_GetSubtype(mark) != api.FPDF_ANNOT_WIDGET or api.FPDFAnnot_GetFlags(mark) & UNSEEN:
            return None
        if api.FPDFAnnot_GetFormFieldType(form, mark) not in kinds:
            return None
        if api.FPDFAnnot_GetFormFieldFlags(form, mark) & PASSWORD:
            return None
        box = api.FS_RECTF()
        size = api.FPDFAnnot_GetFormFieldValue(form, mark, None, 0)
        if not 2 < size <= 2 * _CHARS or not api.FPDFAnnot_GetRect(mark, box):
            return None
        buffer = (ctypes.c_ushort * (size // 2))()
        api.FPDFAnnot_GetFormFieldValue(form, mark, buffer, size)
        text = bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        return Value(text, (box.left, box.bottom, box.right, box.top))
    finally:
        api.FPDFPage_CloseAnnot(mark)


def undrawn(values: Sequence[Value], found: Sequence[Found], printed: int | None) -> list[Value]:
    """Those of `values` that the page does not show; characters from `printed` on are what fields drew."""
    return [value for value in values if not any(_shows(one, value, printed) for one in found)]


def _shows(one: Found, value: Value, printed: int | None) -> bool:
    left, bottom, right, top = value.box
    line = one.line
    if line.left >= right or line.right <= left or line.bottom >= top or line.top <= bottom:
        return False
    filled = printed is not None and one.start + len(one.raw) > printed
    said, shown = " ".join(value.text.split()), " ".join(line.text.split())
    return filled or said in shown or (len(shown) > _LETTERS and said.startswith(shown))


def with_values(
    lines: Sequence[Line], values: Sequence[Value], page: int, turn: int, ruled: Sequence[Grid]
) -> list[Line]:
    """The lines of a page and those of `values`, each behind what asks for it: what stands before or above it."""
    result = list(lines)
    size = median_low([line.size for line in lines]) if lines else _SIZE
    for value in sorted(values, key=lambda one: (-one.box[3], one.box[0])):
        first, *more = (level(line, turn) for line in _written(value, page, size))
        at = place_of(result, first)
        result[at:at] = [beside(result, first, ruled), *more]
    return result


def _written(value: Value, page: int, size: float) -> Iterator[Line]:
    """A value as lines in its box, from the top."""
    left, bottom, right, top = value.box
    rows = [row for row in value.text.replace("\r", "\n").split("\n") if row.strip()]
    step = min(size * _LEADING, (top - bottom) / len(rows))
    if len(rows) == 1:  # it stands in the middle of its field
        top = (top + bottom + step) / 2
    for number, row in enumerate(rows):
        upper = top - number * step
        yield Line(
            text=" ".join(row.split()),
            page=page,
            size=size,
            left=left,
            right=max(left + 1.0, min(right, left + 0.5 * size * len(row))),
            top=upper,
            bottom=upper - step,
        )
