"""Whether a reader sees text of a PDF page: drawn invisibly, in the colour of what is behind it, tiny, off the page.

What lies behind is looked at only where text is nearly white, or without colour: a head of a table is white on dark.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.load.pdf_api import Address, address, bare

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_style import Style

TINY = 1.5
"""Points: smaller letters cannot be read on paper, nor at usual magnifications."""
PALE = 246
"""From here up in each of red, green, blue a colour is the paper's."""
NEAR = 10
"""Colours that differ by no more in each part are one to a reader."""
INVISIBLE = 3
"""The text rendering mode of PDF 32000-1, 9.3.6, that paints nothing."""

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Painted:
    """What was painted on a page before its text is looked at; `colour` None: a picture, anything may be there."""

    box: Box
    colour: Colour | None


class Sight:
    """Judges the text of one page. `api`: `pypdfium2.raw`; `page` and `text` are open handles.

    `others`: kind and handle of each object of the page that is no text, in the order they are painted.
    """

    def __init__(
        self, api: ModuleType, page: object, text: object, others: Sequence[tuple[int, object]]
    ) -> None:
        self._api, self._others = api, others
        self._rgba = (ctypes.c_uint * 4)()
        self._values = memoryview(self._rgba).cast("B").cast("I")
        self._references = [ctypes.byref(self._rgba, place) for place in (0, 4, 8, 12)]
        self._at = address(text)
        self._colour_of = bare(api.FPDFText_GetFillColor, ctypes.c_int, Address, ctypes.c_int, *[Address] * 4)
        self._behind: list[Painted] | None = None
        self._paper = _paper(api, page)

    def suspect(self, index: int, mode: int, size: float) -> bool:
        """Whether the look of a character calls for `unseen`: by rendering mode, size, colour or transparency."""
        if mode == INVISIBLE or 0 < size <= TINY:
            return True
        colour = self._colour(index)
        if colour is None:
            return False
        red, green, blue, alpha = colour
        return alpha < NEAR or (red >= PALE and green >= PALE and blue >= PALE)

    def unseen(self, index: int, mode: int, size: float, box: Box) -> bool:
        """Whether nobody sees a character with this box, for which `suspect` holds."""
        if mode == INVISIBLE or (0 < size <= TINY and box[3] - box[1] <= 2 * TINY):
            return True  # the box tells how large a form prints what is tiny in it
        colour = self._colour(index)
        if colour is None or colour[3] < NEAR:
            return colour is not None
        if self._behind is None:
            self._behind = _painted(self._api, self._others)
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for item in reversed(self._behind):
            left, bottom, right, top = item.box
            if left <= x <= right and bottom <= y <= top:
                return item.colour is not None and _near(item.colour, colour[:3])
        return True  # white on paper

    def hides(self, at: Sequence[int], styles: Sequence[Style], boxes: Sequence[Box]) -> bool:
        """Whether nobody sees a line, told by some of its characters: by its looks, or because it lies off the page."""
        return all(
            style.suspect and self.unseen(index, style.mode, style.size, box)
            for index, style, box in zip(at, styles, boxes, strict=True)
        ) or all(map(self.off_page, boxes))

    def off_page(self, box: Box) -> bool:
        """Whether a box lies wholly outside of what is shown of the page."""
        left, bottom, right, top = self._paper
        return right > left and (box[2] < left or box[0] > right or box[3] < bottom or box[1] > top)

    def _colour(self, index: int) -> tuple[int, int, int, int] | None:
        if not self._colour_of(self._at, index, *self._references):
            return None
        red, green, blue, alpha = self._values.tolist()
        return red, green, blue, alpha


def _near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def _paper(api: ModuleType, page: object) -> Box:
    box = api.FS_RECTF()
    if not api.FPDF_GetPageBoundingBox(page, box):
        return 0.0, 0.0, 0.0, 0.0
    return box.left, box.bottom, box.right, box.top


def _painted(api: ModuleType, others: Sequence[tuple[int, object]]) -> list[Painted]:
    """Filled shapes, pictures, shadings and forms of a page, in the order they are painted."""
    found: list[Painted] = []
    edges: list[Any] = [ctypes.c_float() for _ in range(4)]
    rgba: list[Any] = [ctypes.c_uint() for _ in range(4)]
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    for kind, item in others:
        if not api.FPDFPageObj_GetBounds(item, *edges):
            continue
        colour: Colour | None = None
        if kind == api.FPDF_PAGEOBJ_PATH:
            if not api.FPDFPath_GetDrawMode(item, mode, stroke) or not mode.value:
                continue
            if api.FPDFPageObj_GetFillColor(item, *rgba):
                if rgba[3].value < 128:
                    continue
                colour = rgba[0].value, rgba[1].value, rgba[2].value
        left, bottom, right, top = (edge.value for edge in edges)
        found.append(Painted(box=(left, bottom, right, top), colour=colour))
    return found
