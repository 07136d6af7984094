"""Watermarks of PDF pages: large words across the text, or turned and on most pages. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line

_LARGE = 1.8
"""Times the size of ordinary text."""
_CHARS = 60
_WORDS = 5
_LETTERS = 3
_CROSSED = 2
_NEAR = 6.0
"""Points: marks of several pages stand in squares of this size."""

_Key = tuple[str, int, int]


def watermarks(pages: Sequence[Sequence[Line]], body: float) -> list[set[int]]:
    """For each page, which of its lines are watermarks. `body` is the size of ordinary text.

    One that crosses lines of text on one page is one on all pages where the same words stand at the same place.
    """
    found = [[(at, _key(line)) for at, line in enumerate(lines) if _may_be(line, body)] for lines in pages]
    seen: dict[_Key, set[int]] = {}
    sure = set[_Key]()
    for page, (lines, marks) in enumerate(zip(pages, found, strict=True)):
        for at, key in marks:
            seen.setdefault(key, set()).add(page)
            turned = not lines[at].upright and len(seen[key]) >= max(2, len(pages) / 2)
            if turned or (key not in sure and _crosses(lines, at)):
                sure.add(key)
    return [{at for at, key in marks if key in sure} for marks in found]


def _may_be(line: Line, body: float) -> bool:
    if line.size < _LARGE * body or line.hidden or line.table or len(line.text) > _CHARS:
        return False
    return len(line.text.split()) <= _WORDS and sum(map(str.isalpha, line.text)) >= _LETTERS


def _key(line: Line) -> _Key:
    words = " ".join(line.text.casefold().split())
    return words, round((line.left + line.right) / 2 / _NEAR), round((line.bottom + line.top) / 2 / _NEAR)


def _crosses(lines: Sequence[Line], at: int) -> bool:
    """Whether a line lies across the middles of others that are written smaller."""
    mark = lines[at]
    crossed = 0
    for line in lines:
        middle = (line.bottom + line.top) / 2
        if (
            line.size < mark.size / 1.5
            and mark.bottom < middle < mark.top
            and line.left < mark.right
            and line.right > mark.left
        ):
            crossed += 1
    return crossed >= _CROSSED
