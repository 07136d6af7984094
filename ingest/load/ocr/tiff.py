"""TIFF as Tesseract reads it from a pipe, with no library between: several grey pictures as one, and pages counted."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Final

from ingest.load.ocr.picture import Picture

_SHORT, _LONG, _RATIO = 3, 4, 5
_TAGS: Final = 11
_ORDERS: Final = {b"II*\0": "<", b"MM\0*": ">"}
MOST_PAGES = 2_000
"""Of a picture file that is read."""


def tiff(pictures: Sequence[Picture]) -> bytes:
    """One page a picture, uncompressed, in their order."""
    body, places = bytearray(8), []
    for picture in pictures:
        places.append(len(body))
        body += picture.pixels + bytes(len(picture.pixels) % 2)
    body[:8] = struct.pack("<2sHI", b"II", 42, len(body))
    for number, (picture, place) in enumerate(zip(pictures, places, strict=True), start=1):
        ratio = len(body) + 2 + 12 * _TAGS + 4
        after = ratio + 8 if number < len(pictures) else 0
        tags = (
            (256, _LONG, picture.width),
            (257, _LONG, picture.height),
            (258, _SHORT, 8),  # bits
            (259, _SHORT, 1),  # not compressed
            (262, _SHORT, 1),  # 0 is black
            (273, _LONG, place),
            (277, _SHORT, 1),  # one value a pixel
            (278, _LONG, picture.height),
            (279, _LONG, len(picture.pixels)),
            (282, _RATIO, ratio),
            (283, _RATIO, ratio),
        )
        body += struct.pack("<H", _TAGS)
        body += b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
        body += struct.pack("<III", after, max(1, picture.dpi), 1)
    return bytes(body)


def pages_in(data: bytes) -> int:
    """How many pages a TIFF has, at most `MOST_PAGES` + 1; 1 of what is none. One whose directory is gone counts."""
    return max(1, len(_places(data)))


def page_of(data: bytes, number: int) -> bytes:
    """A TIFF whose first page is page `number` (from 0) of `data`: no damage to those before it is in the way."""
    places = _places(data)
    if not 0 < number < len(places):
        return data
    return data[:4] + struct.pack(f"{_ORDERS[data[:4]]}I", places[number]) + data[8:]


def _places(data: bytes) -> list[int]:
    """Where the directory of each page begins."""
    order = _ORDERS.get(data[:4])
    if order is None or len(data) < 8:
        return []
    (place,) = struct.unpack_from(f"{order}I", data, 4)
    seen: dict[int, None] = {}
    while place and place not in seen and len(seen) <= MOST_PAGES:
        seen[place] = None
        try:
            (tags,) = struct.unpack_from(f"{order}H", data, place)
            (place,) = struct.unpack_from(f"{order}I", data, place + 2 + 12 * tags)
        except struct.error:
            break
    return list(seen)
