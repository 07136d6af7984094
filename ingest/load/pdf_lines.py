"""Reads a PDF page's lines with font size, weight and place through PDFium's raw API.

A dozen calls a line, none per character: three characters of a line stand for all of it.
"""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError
from ingest.load.pdf_across import column_of, columns_of
from ingest.load.pdf_api import Address, address, bare, floats, units
from ingest.load.pdf_page import HYPHEN, Line
from ingest.load.pdf_style import Style, face, placing, style_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import ModuleType

    from ingest.load.pdf_visible import Sight

MAX_CHARS = 2_000_000
_WORD = re.compile(r"[^\s\ufffe]+\ufffe?")
_CONTROLS = {code: " " if code in (9, 10, 13) else None for code in (*range(32), *range(127, 160))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line as it lies on the page, quarter turns of its text, what PDFium calls it, and its first character.

    `mixed`: some of it looks as what nobody sees.
    """

    line: Line
    turn: int
    raw: str
    start: int
    mixed: bool = False


def _grow(runs: list[tuple[int, int, int]], kind: int, start: int, end: int) -> None:
    """Adds [start, end) to the last run, or begins one."""
    if runs and runs[-1][0] == kind:
        runs[-1] = kind, runs[-1][1], end
    else:
        runs.append((kind, start, end))


class TextPage:
    """One page's text handle, and what is asked of it by character index.

    `heads`: marked content -> (level, number of the heading), of the structure tree.
    """

    def __init__(
        self,
        api: ModuleType,
        handle: object,
        page: int,
        sight: Sight,
        heads: Mapping[int, tuple[int, int]],
    ) -> None:
        self.api, self.handle, self.page, self._sight, self._heads = api, handle, page, sight, heads
        self._matrix, self._rect = (ctypes.c_float * 6)(), (ctypes.c_float * 4)()
        self._name, self._flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self._matrix_values, self._edges = (floats(part) for part in (self._matrix, self._rect))
        self._references = [
            ctypes.byref(part) for part in (self._matrix, self._rect, self._name, self._flags)
        ]
        self._at, integer, real = address(handle), ctypes.c_int, ctypes.c_double
        self._object_of = bare(api.FPDFText_GetTextObject, Address, Address, integer)
        self._matrix_of = bare(api.FPDFText_GetMatrix, integer, Address, integer, Address)
        self._font_of = bare(
            api.FPDFText_GetFontInfo, ctypes.c_ulong, Address, integer, Address, ctypes.c_ulong, Address
        )
        self._size_of = bare(api.FPDFText_GetFontSize, real, Address, integer)
        self._own_font_of = bare(api.FPDFTextObj_GetFont, Address, Address)
        self._faces: dict[int, tuple[bool, bool]] = {}
        self._mode_of = bare(api.FPDFTextObj_GetTextRenderMode, integer, Address)
        self._mark_of = bare(api.FPDFPageObj_GetMarkedContentID, integer, Address)
        self._box_of = bare(api.FPDFText_GetLooseCharBox, integer, Address, integer, Address)

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
        handle, count = self.handle, last - first + 1
        raw = units(lambda array: api.FPDFText_GetText(handle, first, count, array), 2 * count + 2)
        return raw[:-1], api.FPDFText_GetTextIndexFromCharIndex(handle, first)

    def styles(self, indexes: Sequence[int]) -> list[Style]:
        """Font and direction of each character; asked once where they belong to one text object."""
        known: dict[int, Style] = {}
        result = []
        for index in indexes:
            text_object = self._object_of(self._at, index)
            key = text_object or -index - 1
            if key not in known:
                known[key] = self._style(index, text_object)
            result.append(known[key])
        return result

    def _style(self, index: int, text_object: int | None) -> Style:
        at = self._at
        matrix_at, _, name_at, flags_at = self._references
        scale, turn = 1.0, 0
        if self._matrix_of(at, index, matrix_at):
            a, b, c, d, _, _ = self._matrix_values.tolist()
            scale, turn = placing(a, b, c, d)
        font = self._own_font_of(text_object) if text_object else None
        looks = self._faces.get(font) if font else None
        if looks is None:
            length = self._font_of(at, index, name_at, 128, flags_at)
            looks = face(
                self._name.value if 0 < length <= 128 else b"", self._flags.value if length > 0 else 0
            )
            if font:
                self._faces[font] = looks
        mode = self._mode_of(text_object) if text_object else 0
        size = round(self._size_of(at, index) * scale, 2)
        suspect = self._sight.suspect(index, mode, size)
        mark = self._mark_of(text_object) if self._heads and text_object else -1
        return style_of(size, looks[0] or mode == 2, looks[1], mode, suspect, turn, mark)

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a character, as high as its font."""
        if not self._box_of(self._at, index, self._references[1]):
            return 0.0, 0.0, 0.0, 0.0
        left, top, right, bottom = self._edges.tolist()
        return left, bottom, right, top

    def line(self, text: str, start: int) -> Found | None:
        """The line from character `start`, not yet turned; None for blanks only."""
        inner = text.rstrip().rstrip(HYPHEN).rstrip()
        skip = len(inner) - len(inner.lstrip())
        readable = text.strip()
        if not readable.isprintable():
            readable = readable.translate(_CONTROLS)
        if len(inner) == skip or not readable or readable.isspace():
            return None
        end = len(inner) - 1
        middle = (skip + end) // 2
        while inner[middle].isspace():
            middle += 1
        at = (start + skip, start + middle, start + end)
        styles = self.styles(at)
        first, second, third = styles
        boxes = a, b, c = self.box(at[0]), self.box(at[1]), self.box(at[2])
        size = sorted((first.size, second.size, third.size))[1]
        bottom, top = min(a[1], b[1], c[1]), max(a[3], b[3], c[3])
        head, mark = self._head(styles) if self._heads else (0, 0)
        line = Line(
            text=readable,
            page=self.page,
            size=size if size > 0 else max(1.0, round(top - bottom, 2)),
            left=min(a[0], b[0], c[0]),
            right=max(a[2], b[2], c[2]),
            top=max(top, bottom + 0.5 * size),
            bottom=bottom,
            bold=first.bold and second.bold and third.bold,
            mono=first.mono and second.mono and third.mono,
            hidden=self._sight.hides(at, styles, boxes),
            head=head,
            mark=mark,
            spots=((at[0], at[2] + 1),),
        )
        mixed = 0 < first.suspect + second.suspect + third.suspect < len(styles)
        return Found(line=line, turn=second.turn, raw=text, start=start, mixed=mixed)

    def _head(self, styles: Sequence[Style]) -> tuple[int, int]:
        """Level and number of the heading that two of three characters belong to; zeros without one."""
        first, middle, last = (self._heads.get(style.mark, (0, 0)) for style in styles)
        return middle if middle in (first, last) else first if first == last else (0, 0)

    def pieces(self, found: Found, edges: Sequence[float], turn: int) -> list[Found]:
        """A line parted where it goes over an edge of columns (x on the page as it is turned)."""
        runs: list[tuple[int, int, int]] = []
        for word in _WORD.finditer(found.raw):
            ends = [self._span(found.start + at, turn) for at in (word.start(), word.end() - 1)]
            first, last = (column_of(span, edges) for span in ends)
            places = [(first, word.start(), word.end())]
            if first != last:
                letters = range(word.start(), word.end())
                columns = columns_of(
                    [self._span(found.start + at, turn) for at in letters], edges, found.line.size
                )
                places = [(column, at, at + 1) for column, at in zip(columns, letters, strict=True)]
            for column, start, end in places:
                _grow(runs, column, start, end)
        return self._cut(found, runs)

    def spans(self, found: Found, turn: int) -> list[tuple[float, float]]:
        """Left and right of each word of a line on the turned page."""
        ends = ((word.start(), word.end() - 1) for word in _WORD.finditer(found.raw))
        return [(self._span(found.start + a, turn)[0], self._span(found.start + b, turn)[1]) for a, b in ends]

    def _apart(self, found: Found) -> list[Found]:
        """A line parted between words that can be seen and words that may not."""
        runs: list[tuple[int, int, int]] = []
        for word in _WORD.finditer(found.raw):
            (style,) = self.styles([found.start + word.start()])
            _grow(runs, int(style.suspect), word.start(), word.end())
        return self._cut(found, runs)

    def _cut(self, found: Found, runs: Sequence[tuple[int, int, int]]) -> list[Found]:
        if len(runs) < 2:
            return [found]
        parts = (self.line(found.raw[start:end], found.start + start) for _, start, end in runs)
        return [part for part in parts if part]

    def _span(self, index: int, turn: int) -> tuple[float, float]:
        """Left and right of a character on the turned page."""
        left, bottom, right, top = self.box(index)
        return ((left, right), (bottom, top), (-right, -left), (-top, -bottom))[turn]

    def lines(self) -> Iterator[Found]:
        """Every line with its direction. PDFium glues a hyphenated line to the next: parted here."""
        text, at = self.text()
        shifted = self.api.FPDFText_CountChars(self.handle) != at + len(text)
        for whole in text.split("\r\n"):
            for piece in whole.replace(HYPHEN, HYPHEN + "\n").split("\n"):
                start = self.api.FPDFText_GetCharIndexFromTextIndex(self.handle, at) if shifted else at
                found = self.line(piece, start)
                if found and found.mixed:
                    yield from self._apart(found)
                elif found:
                    yield found
                at += len(piece)
            at += 2
