"""What a page draws besides its text, in one walk over its objects: rules, pictures, what lies behind text.

Two calls an object; a path that is no rule costs two more. Where a page or a path is over the limits, what was
found so far counts, and the page says so.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

MAX_OBJECTS = 20_000
MAX_SEGMENTS = 400
_MAX_DEPTH = 3
_THIN = 4.0
_SHORT = 3.0
_LEVEL = 1.0

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawing:
    """`rules`: boxes of thin lines, upright or level, in units of the page; `dots`: of what dotted lines are made of.

    `others`: kind and handle of what is no text.

    `whole` is false when the page has more than 20,000 objects, or a path more than 400 segments.
    """

    rules: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    others: list[tuple[int, Any]] = field(default_factory=list)
    whole: bool = True


class Walk:
    """One walk over a page's objects. `api`: `pypdfium2.raw`; `page`: an open handle."""

    def __init__(self, api: ModuleType, page: object) -> None:
        self._api, self._page = api, page
        self._edges: list[Any] = [ctypes.c_float() for _ in range(4)]
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._kind_of = _bare(api.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)
        self._left = MAX_OBJECTS
        self.found = Drawing()

    def drawing(self) -> Drawing:
        """What the page draws."""
        api = self._api
        self._look(self._page, api.FPDFPage_CountObjects, api.FPDFPage_GetObject, None, 0)
        return self.found

    def _look(self, holder: Any, count: Any, get: Any, matrix: Matrix | None, depth: int) -> None:
        api, found = self._api, self.found
        kind_of, text, path = self._kind_of, api.FPDF_PAGEOBJ_TEXT, api.FPDF_PAGEOBJ_PATH
        bare_get = _bare(get, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
        address = ctypes.cast(holder, ctypes.c_void_p)
        total = count(holder)
        if total > self._left:
            found.whole = False
        for number in range(min(total, self._left)):
            kind = kind_of(bare_get(address, number))
            if kind == text:
                continue
            item = get(holder, number)
            if not depth:
                found.others.append((kind, item))
            if kind == path:
                self._path(item, matrix)
            elif kind == api.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                own = self._matrix(item)
                self._left -= number + 1
                self._look(
                    item,
                    api.FPDFFormObj_CountObjects,
                    api.FPDFFormObj_GetObject,
                    _times(own, matrix),
                    depth + 1,
                )
                self._left += number + 1
        self._left = max(0, self._left - total)

    def _path(self, item: Any, matrix: Matrix | None) -> None:
        api, edges = self._api, self._edges
        if not api.FPDFPageObj_GetBounds(item, *edges):
            return
        left, bottom, right, top = edges[0].value, edges[1].value, edges[2].value, edges[3].value
        if thin(left, bottom, right, top):
            if api.FPDFPath_GetDrawMode(item, self._fill, self._stroke) and (
                self._fill.value or self._stroke.value
            ):
                self.found.rules.append(_placed((left, bottom, right, top), matrix))
            return
        if max(right - left, top - bottom) < 2 * _SHORT:
            self.found.dots.append(_placed((left, bottom, right, top), matrix))
            return
        if not api.FPDFPath_GetDrawMode(item, self._fill, self._stroke):
            return
        segments = api.FPDFPath_CountSegments(item)
        if not self._stroke.value and (not self._fill.value or segments <= 6):
            return  # a filled area: a background, not a frame
        if segments > MAX_SEGMENTS:
            self.found.whole = False
        own = _times(self._matrix(item), matrix)
        rules = _strokes if self._stroke.value else _bars
        points = self._points(item, min(segments, MAX_SEGMENTS), own)
        self.found.rules.extend(rules(points))

    def _points(self, item: Any, count: int, matrix: Matrix | None) -> Iterator[tuple[bool, float, float]]:
        """(begins a part, x, y) of the ends of a path's segments; a part that is closed ends where it began."""
        api = self._api
        x, y = ctypes.c_float(), ctypes.c_float()
        start = (0.0, 0.0)
        for number in range(count):
            segment = api.FPDFPath_GetPathSegment(item, number)
            if not api.FPDFPathSegment_GetPoint(segment, x, y):
                continue
            kind = api.FPDFPathSegment_GetType(segment)
            at = _moved(x.value, y.value, matrix)
            begins = kind != api.FPDF_SEGMENT_LINETO  # a curve draws no rule: what follows begins anew
            if kind == api.FPDF_SEGMENT_MOVETO:
                start = at
            yield begins, *at
            if api.FPDFPathSegment_GetClose(segment):
                yield False, *start

    def _matrix(self, item: Any) -> Matrix | None:
        matrix = self._api.FS_MATRIX()
        if not self._api.FPDFPageObj_GetMatrix(item, matrix):
            return None
        values = matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f
        return None if values == (1.0, 0.0, 0.0, 1.0, 0.0, 0.0) else values


def _bare(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes and gives addresses as numbers: some times faster, and called for every glyph."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


def thin(left: float, bottom: float, right: float, top: float) -> bool:
    """Whether a box is a line, upright or level: at most 4 points thick, and longer than twice that."""
    width, height = right - left, top - bottom
    if width < height:
        width, height = height, width
    return height <= _THIN and width >= _SHORT and width >= 2 * height


def _strokes(points: Iterator[tuple[bool, float, float]]) -> Iterator[Box]:
    """The level and upright ones of lines that are drawn from point to point."""
    x0 = y0 = 0.0
    for begins, x, y in points:
        if not begins and (abs(x - x0) <= _LEVEL or abs(y - y0) <= _LEVEL):
            box = min(x, x0), min(y, y0), max(x, x0), max(y, y0)
            if thin(*box):
                yield box
        x0, y0 = x, y


def _bars(points: Iterator[tuple[bool, float, float]]) -> Iterator[Box]:
    """The thin ones of areas that are filled."""
    part: list[tuple[float, float]] = []
    for begins, x, y in points:
        if begins and part:
            yield from _bar(part)
            part = []
        part.append((x, y))
    yield from _bar(part)


def _bar(part: list[tuple[float, float]]) -> Iterator[Box]:
    if len(part) >= 4:
        xs, ys = [x for x, _ in part], [y for _, y in part]
        box = min(xs), min(ys), max(xs), max(ys)
        if thin(*box):
            yield box


def _moved(x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _placed(box: Box, matrix: Matrix | None) -> Box:
    if matrix is None:
        return box
    x0, y0 = _moved(box[0], box[1], matrix)
    x1, y1 = _moved(box[2], box[3], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _times(inner: Matrix | None, outer: Matrix | None) -> Matrix | None:
    """First `inner`, then `outer`."""
    if inner is None or outer is None:
        return outer if inner is None else inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def image_cover(api: ModuleType, page: object, drawing: Drawing) -> float:
    """Which part of the page images cover, 0 to 1. Strips of one scan add up; overlaps count twice."""
    area: float = max(1.0, api.FPDF_GetPageWidthF(page) * api.FPDF_GetPageHeightF(page))
    edges: list[Any] = [ctypes.c_float() for _ in range(4)]
    covered = 0.0
    for kind, item in drawing.others:
        shows = kind == api.FPDF_PAGEOBJ_IMAGE or (
            kind == api.FPDF_PAGEOBJ_FORM and _holds_image(api, item, _MAX_DEPTH)
        )
        if shows and api.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            covered += abs((right - left) * (top - bottom))
    return min(1.0, covered / area)


def _holds_image(api: ModuleType, form: Any, depth: int) -> bool:
    """Whether a form shows a picture: its own place on the page stands for its pictures."""
    for number in range(min(100, api.FPDFFormObj_CountObjects(form))):
        item = api.FPDFFormObj_GetObject(form, number)
        kind = api.FPDFPageObj_GetType(item)
        if kind == api.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == api.FPDF_PAGEOBJ_FORM and depth and _holds_image(api, item, depth - 1):
            return True
    return False
