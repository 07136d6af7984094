"""A page's picture with only that on it which may be seen: painted onto blank paper, so nothing is left by mistake.

Glyphs that may be seen and long rules are taken from the page; all other glyphs are black boxes; what else there is
(pictures, drawings, stamps) is grey, since nobody read it. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ingest.load.pdf_sheet import Pixels, Sheet

_INK = 192
_MARGIN = 1
_CELL = 16
"""Pixels: how finely it is told where something is that nobody read."""
_GREY = 0xDD
_HIGH = bytes(value & 0xF0 for value in range(256))
_LOW = bytes(value >> 4 for value in range(256))


class _Canvas:
    """Grey pixels, row by row, white at first."""

    def __init__(self, width: int, height: int, pixels: bytes = b"") -> None:
        self.width, self.height = width, height
        self.pixels = bytearray(pixels) if pixels else bytearray(b"\xff" * (width * height))

    def rows(self, box: Pixels, margin: int = 0) -> Iterator[tuple[int, int]]:
        """Where the rows of a box begin and end, as far as it is on the paper."""
        left, right = max(0, box[0] - margin), min(self.width, box[2] + margin)
        if left < right:
            for row in range(max(0, box[1] - margin), min(self.height, box[3] + margin)):
                yield row * self.width + left, row * self.width + right

    def fill(self, box: Pixels, value: int, margin: int = 0) -> None:
        """Paints a box."""
        for start, end in self.rows(box, margin):
            self.pixels[start:end] = bytes((value,)) * (end - start)

    def take(self, box: Pixels, page: bytes) -> None:
        """Copies a box of the page."""
        for start, end in self.rows(box):
            self.pixels[start:end] = page[start:end]


def painted(sheet: Sheet, seen: Collection[int], rows: Sequence[Sequence[int]]) -> bytes:
    """The page as PNG. `seen`: numbers of the glyphs that may be seen; `rows`: those of each line, in its order.

    Between black glyphs of a line the gap is black too: how many words there are is nobody's business.
    """
    paper = _Canvas(sheet.width, sheet.height)
    for box in _unread(sheet):
        paper.fill(box, _GREY)
    for box in sheet.rules:
        paper.take(box, sheet.grey)
    for number in seen:
        paper.take(sheet.glyphs[number].box, sheet.grey)
    for number, glyph in enumerate(sheet.glyphs):
        if number not in seen and glyph.box[2]:
            paper.fill(glyph.box, 0, _MARGIN)
    for row in rows:
        for one, other in pairwise(number for number in row if sheet.glyphs[number].box[2]):
            if one not in seen and other not in seen:
                _bridge(paper, sheet.glyphs[one].box, sheet.glyphs[other].box)
    return png(paper.width, paper.height, paper.pixels)


def _bridge(paper: _Canvas, one: Pixels, other: Pixels) -> None:
    height = max(one[3] - one[1], other[3] - other[1])
    if min(one[3], other[3]) - max(one[1], other[1]) > height / 2 and 0 < other[0] - one[2] < 2 * height:
        paper.fill((one[2], min(one[1], other[1]), other[0], max(one[3], other[3])), 0, _MARGIN)


def _unread(sheet: Sheet) -> Iterator[Pixels]:
    """Boxes around what is drawn beside glyphs and rules: so large that they tell where something is, not what."""
    left = _Canvas(sheet.width, sheet.height, sheet.grey)
    for box in (*(glyph.box for glyph in sheet.glyphs), *sheet.rules):
        left.fill(box, 0xFF, 2 * _MARGIN)
    across = -(-sheet.width // _CELL)
    dark: set[tuple[int, int]] = set()
    for y in range(sheet.height):
        row = left.pixels[y * sheet.width : (y + 1) * sheet.width]
        if min(row) < _INK:
            dark.update(
                (x, y // _CELL) for x in range(across) if min(row[x * _CELL : (x + 1) * _CELL]) < _INK
            )
    for part in _parts(dark):
        xs, ys = [x for x, _ in part], [y for _, y in part]
        yield min(xs) * _CELL, min(ys) * _CELL, (max(xs) + 1) * _CELL, (max(ys) + 1) * _CELL


def _parts(cells: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Cells that touch each other."""
    left = set(cells)
    while left:
        part, pending = [], [left.pop()]
        while pending:
            x, y = pending.pop()
            part.append((x, y))
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
            left -= near
            pending += near
        yield part


def png(width: int, height: int, grey: bytes | bytearray) -> bytes:
    """A PNG file of 16 shades."""
    half = -(-width // 2)
    rows = []
    for row in range(height):
        line = bytes(grey[row * width : (row + 1) * width])
        high, low = line[::2].translate(_HIGH), line[1::2].translate(_LOW).ljust(half, b"\0")
        both = int.from_bytes(high, "big") | int.from_bytes(low, "big")
        rows.append(b"\0" + both.to_bytes(half, "big"))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"".join(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_part, parts))


def _part(named: tuple[bytes, bytes]) -> bytes:
    name, data = named
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
