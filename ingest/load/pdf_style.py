"""How a character of a PDF looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

_BOLD = ("bold", "black", "heavy", "demi", "-bd", "полужир")
_MONO = ("mono", "courier", "consol", "menlo", "typewriter", "cmtt", "fixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Font size as printed, weight, pitch, rendering mode; `suspect`: it may be what nobody sees."""

    size: float
    bold: bool
    mono: bool
    mode: int
    suspect: bool
    turn: int  # quarter turns of the text against the page
    mark: int  # its marked content in the structure tree, -1 without one


@lru_cache(maxsize=4096)
def face(name: bytes, flags: int) -> tuple[bool, bool]:
    """Whether a font is bold, and whether all its letters are one width, by its name and descriptor flags."""
    text = name.decode("latin-1").lower()
    bold = any(word in text for word in _BOLD) or bool(flags & 1 << 18)
    return bold, any(word in text for word in _MONO) or bool(flags & 1)


@lru_cache(maxsize=4096)
def style_of(size: float, bold: bool, mono: bool, mode: int, suspect: bool, turn: int, mark: int) -> Style:
    """The style that has these: pages have few, and glyphs by the thousand."""
    return Style(size=size, bold=bold, mono=mono, mode=mode, suspect=suspect, turn=turn, mark=mark)


@lru_cache(maxsize=1024)
def placing(a: float, b: float, c: float, d: float) -> tuple[float, int]:
    """How much larger a matrix draws text, and by how many quarter turns it turns it."""
    scale: float = (c**2 + d**2) ** 0.5
    if abs(b) > abs(a):
        return scale, 1 if b > 0 else 3
    return scale, 0 if a >= 0 or d >= 0 else 2
