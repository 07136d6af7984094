"""A page as a picture: grey, one byte a pixel, without padding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

MAX_PIXELS = 40_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """`pixels` are `width * height` bytes, row by row from the top, 0 black."""

    width: int
    height: int
    dpi: int
    pixels: bytes

    @property
    def digest(self) -> bytes:
        """What the picture is known by: SHA-256 over its size and its pixels."""
        return hashlib.sha256(f"{self.width} {self.height} ".encode() + self.pixels).digest()

    def turned(self) -> Picture:
        """Upside down."""
        return Picture(width=self.width, height=self.height, dpi=self.dpi, pixels=self.pixels[::-1])

    def pgm(self) -> bytes:
        """As portable graymap: what Tesseract reads from a pipe, with no library between."""
        return f"P5 {self.width} {self.height} 255\n".encode() + self.pixels
