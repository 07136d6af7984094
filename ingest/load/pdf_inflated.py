"""Streams of a PDF that unpack to more than a page can be: PDFium unpacks them whole, and dies where memory ends."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 256 << 20
"""Bytes of one stream. A megabyte of text operators is a very full page."""
STREAM = re.compile(rb"(?<!end)stream\r?\n")
DEFLATED = re.compile(rb"/(?:FlateDecode|Fl)\b")
RATIO = 1032
"""What deflate can pack into one byte, at most."""
_DICTIONARY = 2_000
_STEP = 1 << 16


def refuse_inflated(data: bytes) -> None:
    """Raises `LoadError`, too-large, for a stream of more than `MOST` bytes unpacked; pictures are drawn by rows.

    Streams too small to be that are not unpacked, so that all but very few files cost one search for `stream`.
    """
    for found in STREAM.finditer(data):
        head = data[max(0, found.start() - _DICTIONARY) : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        times = len(DEFLATED.findall(head))
        if not times or b"/Image" in head:
            continue
        end = data.find(b"endstream", found.end())
        size = (end if end >= 0 else len(data)) - found.end()
        if size * RATIO**times > MOST and _unpacked(data[found.end() : found.end() + size], times) > MOST:
            raise LoadError(Code.TOO_LARGE, f"a stream of more than {MOST >> 20} MB")


def _unpacked(data: bytes, times: int) -> int:
    """How large `data` is unpacked; counting ends behind `MOST`, or where it is no packed data any more."""
    pieces: Iterator[bytes] = iter([data])
    for _ in range(times):
        pieces = _pieces(pieces)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > MOST:
            break
    return size


def _pieces(packed: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    for piece in packed:
        rest = piece
        while rest and not unpacker.eof:
            try:
                yield unpacker.decompress(rest, _STEP)
            except zlib.error:
                return
            rest = unpacker.unconsumed_tail
