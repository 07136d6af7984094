"""Pages turned so that what runs in another direction runs level. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_page import Line


UPSIDE_DOWN = 2
"""The direction of what stands on its head, in quarter turns."""


def level(line: Line, turn: int) -> Line:
    """The line of a page that is turned so that what runs in direction `turn` runs level."""
    if not turn:
        return line
    left, bottom, right, top = turned((line.left, line.bottom, line.right, line.top), turn)
    return replace(line, left=left, bottom=bottom, right=right, top=top)


def turned(box: Box, turn: int) -> Box:
    """A box on the page that is turned so that what ran upwards (1), upside down (2) or downwards (3) runs level."""
    left, bottom, right, top = box
    if turn == 1:
        return bottom, -right, top, -left
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return -top, left, -bottom, right
    return box
