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

    def cut(self, left: int, top: int, right: int, bottom: int) -> Picture:
        """The part between two columns and two rows, as far as they are within the picture."""
        left, top = max(0, left), max(0, top)
        right, bottom = min(self.width, right), min(self.height, bottom)
        rows = (self.pixels[row * self.width + left : row * self.width + right] for row in range(top, bottom))
        return Picture(
            width=max(0, right - left), height=max(0, bottom - top), dpi=self.dpi, pixels=b"".join(rows)
        )

    def pgm(self) -> bytes:
        """As portable graymap: what Tesseract reads from a pipe, with no library between."""
        return f"P5 {self.width} {self.height} 255\n".encode() + self.pixels
