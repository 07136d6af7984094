"""Rows of tables that a page break parted: which cells go on at the top of the next page. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.load.pdf_page import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line

_OPEN = re.compile(r"[^\s.!?…:;][»”\"')\]]*$")
_SHORT = re.compile(r"(?:^|\s)[^\W\d_]{1,3}\.$")
_LETTER = 0.5
"""About how wide a letter is, in parts of its size."""
REACHES = 0.5
"""Of a size: the cells that go on end so near to the lowest line of their row."""


def same_row(
    last: Sequence[str], row: Sequence[str], rooms: Sequence[float], low: Sequence[bool] | None = None
) -> bool:
    """Whether the page break went through a row: what breaks off is open, and its next word had no room.

    `rooms`: letters that have room behind the last line of each cell; `low`: cells that reach down to the last line.
    Where the first cell goes on too, all that goes on must go on in small letters; if only low cells go on, it is
    enough that some do if others have ended, else the first and half of all.
    """
    pairs = [(a, b) for a, b in zip(last, row, strict=True) if b]
    if not pairs or not all(
        a and room < len(b.split()[0]) + 1 for a, b, room in zip(last, row, rooms, strict=True) if b
    ):
        return False
    small = [b[0].islower() for _, b in pairs]
    rest = (bool(last[0]) and not row[0]) or all(small)
    if rest and all(_OPEN.search(a) for a, _ in pairs):
        return True
    if low is None or not all(reaches for b, reaches in zip(row, low, strict=True) if b):
        return False
    ended = any(a and not b for a, b in zip(last, row, strict=True))
    some = any(small) if ended else small[0] and 2 * sum(small) >= len(small)
    return all(_is_open(a, b) for a, b in pairs) and (rest or some)


def _is_open(text: str, more: str) -> bool:
    """Whether a text may go on: it ends no sentence, or in an abbreviation ("д. 12, корп. | 3")."""
    return bool(_OPEN.search(text) or _SHORT.search(text)) or (text.endswith(".") and not more[0].isupper())


def _alone(line: Line) -> list[Part]:
    """The one cell that a line is which stands alone at the top of a page."""
    return [
        Part(
            text=line.text,
            left=line.left,
            right=line.right,
            end=line.right,
            bottom=line.bottom,
            alone=" " not in line.text,
        )
    ]


def matched(last: Line, line: Line) -> list[tuple[Part, Part | None]] | None:
    """The cells of a row without rules, each with what goes on in it; None if `line` is no rest of the row `last`."""
    if len(last.parts) < 2 or line.page != last.page + 1 or last.bold != line.bold or line.table:
        return None
    rest = list(line.parts or _alone(line))
    pairs: list[tuple[Part, Part | None]] = []
    for part in last.parts:
        below = [one for one in rest if one.left < part.right and part.left < one.right]
        if len(below) > 1:
            return None
        pairs.append((part, below[0] if below else None))
        rest = [one for one in rest if one not in below]
    lowest = min(part.bottom for part in last.parts) + REACHES * last.size
    rooms = [(part.right - part.end) / (_LETTER * last.size) for part in last.parts]
    low = [part.bottom < lowest for part in last.parts]
    if any(b and b.right > a.right + last.size for a, b in pairs) and not line.parts:
        return None
    texts = [a.text for a, _ in pairs], [b.text if b else "" for _, b in pairs]
    if rest or not same_row(*texts, rooms, low):
        return None
    return pairs
