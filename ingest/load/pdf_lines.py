"""Reads a PDF page's lines with font size, weight and place through PDFium's raw API.

A dozen calls a line, none per character: three characters of a line stand for all of it. Handles opened
here are closed here, inner before outer.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import median_low
from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.pdf_page import HYPHEN, Line, Page
from ingest.load.pdf_visible import Sight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ingest.load.pdf_visible import Box

MAX_CHARS = 2_000_000
MAX_OBJECTS = 20_000
SCAN_CHARS = 20
_BOLD = ("bold", "black", "heavy", "demi", "-bd", "полужир")
_MONO = ("mono", "courier", "consol", "menlo", "typewriter", "cmtt", "fixed")
_CONTROLS = {code: " " if code in (9, 10, 13) else None for code in (*range(32), *range(127, 160))}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    size: float
    bold: bool
    mono: bool
    mode: int
    suspect: bool
    turn: int  # quarter turns of the text against the page


@lru_cache(maxsize=4096)
def _face(name: bytes, flags: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether all its letters are one width, by its name and descriptor flags."""
    text = name.decode("latin-1").lower()
    bold = any(word in text for word in _BOLD) or bool(flags & 1 << 18)
    return bold, any(word in text for word in _MONO) or bool(flags & 1)


class _TextPage:
    """One page's text handle, and what is asked of it by character index."""

    def __init__(self, api: ModuleType, handle: object, page: int, sight: Sight) -> None:
        self.api, self.handle, self.page, self._sight = api, handle, page, sight
        self._matrix, self._rect = api.FS_MATRIX(), api.FS_RECTF()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()

    def text(self) -> tuple[str, int]:
        """All text with its line ends, and the index of the character it starts with."""
        api, count = self.api, self.api.FPDFText_CountChars(self.handle)
        if count > MAX_CHARS:
            raise LoadError(Code.TOO_LARGE, f"page {self.page} has {count} characters")
        first = next(
            (i for i in range(count) if api.FPDFText_GetTextIndexFromCharIndex(self.handle, i) >= 0), -1
        )
        if first < 0:
            return "", 0
        last = count - 1
        while api.FPDFText_GetTextIndexFromCharIndex(self.handle, last) < 0:
            last -= 1
        buffer = (ctypes.c_ushort * (2 * (last - first) + 4))()
        written = api.FPDFText_GetText(self.handle, first, last - first + 1, buffer)
        raw = bytes(memoryview(buffer).cast("B")[: 2 * max(0, written - 1)])
        return raw.decode("utf-16-le", "replace"), api.FPDFText_GetTextIndexFromCharIndex(self.handle, first)

    def styles(self, indexes: Sequence[int]) -> list[_Style]:
        """Font and direction of each character; asked once where they belong to one text object."""
        known: dict[int, _Style] = {}
        result = []
        for index in indexes:
            text_object = self.api.FPDFText_GetTextObject(self.handle, index)
            address = ctypes.cast(text_object, ctypes.c_void_p).value or -index - 1
            if address not in known:
                known[address] = self._style(index, text_object)
            result.append(known[address])
        return result

    def _style(self, index: int, text_object: object) -> _Style:
        api, handle, matrix = self.api, self.handle, self._matrix
        scale, turn = 1.0, 0
        if api.FPDFText_GetMatrix(handle, index, matrix):
            scale = (matrix.c**2 + matrix.d**2) ** 0.5
            if abs(matrix.b) > abs(matrix.a):
                turn = 1 if matrix.b > 0 else 3
            else:
                turn = 0 if matrix.a >= 0 or matrix.d >= 0 else 2
        length = api.FPDFText_GetFontInfo(handle, index, self._name, 128, self._flags)
        bold, mono = _face(
            self._name.value if 0 < length <= 128 else b"", self._flags.value if length > 0 else 0
        )
        mode = api.FPDFTextObj_GetTextRenderMode(text_object) if text_object else 0
        size = round(api.FPDFText_GetFontSize(handle, index) * scale, 2)
        suspect = self._sight.suspect(index, mode, size)
        return _Style(size=size, bold=bold or mode == 2, mono=mono, mode=mode, suspect=suspect, turn=turn)

    def _unseen(self, at: Sequence[int], styles: Sequence[_Style], boxes: Sequence[Box]) -> bool:
        """Whether nobody sees a line: by its looks, or because it lies off the page."""
        return all(
            style.suspect and self._sight.unseen(index, style.mode, style.size, box)
            for index, style, box in zip(at, styles, boxes, strict=True)
        ) or all(map(self._sight.off_page, boxes))

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a character, as high as its font."""
        rect = self._rect
        if not self.api.FPDFText_GetLooseCharBox(self.handle, index, rect):
            return 0.0, 0.0, 0.0, 0.0
        return rect.left, rect.bottom, rect.right, rect.top

    def line(self, text: str, start: int) -> tuple[Line, int] | None:
        """The line from character `start`, not yet turned, and its direction; None for blanks only."""
        inner = text.rstrip().rstrip(HYPHEN).rstrip()
        skip = len(inner) - len(inner.lstrip())
        readable = text.strip().translate(_CONTROLS)
        if len(inner) == skip or not readable.strip():
            return None
        end = len(inner) - 1
        middle = next(i for i in range((skip + end) // 2, end + 1) if not inner[i].isspace())
        at = [start + i for i in (skip, middle, end)]
        styles = self.styles(at)
        boxes = [self.box(i) for i in at]
        size = median_low(style.size for style in styles)
        bottom, top = min(b[1] for b in boxes), max(b[3] for b in boxes)
        line = Line(
            text=readable,
            page=self.page,
            size=size if size > 0 else max(1.0, round(top - bottom, 2)),
            left=min(b[0] for b in boxes),
            right=max(b[2] for b in boxes),
            top=max(top, bottom + 0.5 * size),
            bottom=bottom,
            bold=all(style.bold for style in styles),
            mono=all(style.mono for style in styles),
            hidden=self._unseen(at, styles, boxes),
        )
        return line, styles[1].turn

    def lines(self) -> Iterator[tuple[Line, int]]:
        """Every line with its direction. PDFium glues a hyphenated line to the next: parted here."""
        text, at = self.text()
        shifted = self.api.FPDFText_CountChars(self.handle) != at + len(text)
        for whole in text.split("\r\n"):
            for piece in whole.replace(HYPHEN, HYPHEN + "\n").split("\n"):
                start = self.api.FPDFText_GetCharIndexFromTextIndex(self.handle, at) if shifted else at
                found = self.line(piece, start)
                if found:
                    yield found
                at += len(piece)
            at += 2


def _turned(line: Line, turn: int) -> Line:
    """The line with text that ran upwards (1), upside down (2) or downwards (3) made level."""
    if turn == 1:
        return replace(line, left=line.bottom, right=line.top, top=-line.left, bottom=-line.right)
    if turn == 2:
        return replace(line, left=-line.right, right=-line.left, top=-line.bottom, bottom=-line.top)
    if turn == 3:
        return replace(line, left=-line.top, right=-line.bottom, top=line.right, bottom=line.left)
    return line


def _image_cover(api: ModuleType, page: object) -> float:
    """Which part of the page images cover, 0 to 1. Strips of one scan add up; overlaps count twice."""
    area: float = max(1.0, api.FPDF_GetPageWidthF(page) * api.FPDF_GetPageHeightF(page))
    todo: list[tuple[Any, Any, Any, float]] = [(page, api.FPDFPage_CountObjects, api.FPDFPage_GetObject, 0.0)]
    covered: float = 0.0
    seen = 0
    box = [ctypes.c_float() for _ in range(4)]
    while todo and seen < MAX_OBJECTS:
        holder, count, get, outer = todo.pop()
        for index in range(min(count(holder), MAX_OBJECTS - seen)):
            seen += 1
            item = get(holder, index)
            kind = api.FPDFPageObj_GetType(item)
            if kind not in (api.FPDF_PAGEOBJ_FORM, api.FPDF_PAGEOBJ_IMAGE):
                continue
            left, bottom, right, top = (
                (v.value for v in box) if api.FPDFPageObj_GetBounds(item, *box) else [0.0] * 4
            )
            own = abs((right - left) * (top - bottom))
            if kind == api.FPDF_PAGEOBJ_IMAGE:
                covered += (
                    outer or own
                )  # a form has units of its own: its place on the page stands for its images
                if outer:
                    break
            elif len(todo) < 100:
                todo.append((item, api.FPDFFormObj_CountObjects, api.FPDFFormObj_GetObject, outer or own))
    return min(1.0, covered / area)


def read_page(api: ModuleType, document: object, number: int) -> Page:
    """Page `number` (from 1) of a document. `api`: `pypdfium2.raw`. Raises `LoadError` (too-large)."""
    page = api.FPDF_LoadPage(document, number - 1)
    if not page:
        return Page(number=number, failed=True)
    try:
        handle = api.FPDFText_LoadPage(page)
        if not handle:
            return Page(number=number, failed=True)
        try:
            found = list(_TextPage(api, handle, number, Sight(api, page, handle)).lines())
        finally:
            api.FPDFText_ClosePage(handle)
        few = sum(len(line.text) for line, _ in found) < SCAN_CHARS
        hidden = any(line.hidden for line, _ in found)
        picture = (few or hidden) and _image_cover(api, page) > 0.5
    finally:
        api.FPDF_ClosePage(page)
    turns = Counter[int]()
    for line, turn in found:
        turns[turn] += len(line.text)
    main = turns.most_common(1)[0][0] if turns else 0
    lines = (replace(_turned(line, main), upright=turn == main) for line, turn in found)
    if picture:  # invisible text over a scan is what OCR read from it, not something kept from the reader
        lines = (replace(line, hidden=False) for line in lines)
    return Page(number=number, lines=tuple(lines), scanned=few and picture)
