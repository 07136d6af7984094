"""Footnotes: small print below the text of a page, that the text goes on over. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.document import Block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line
    from ingest.load.pdf_words import Words

    Made = tuple[Block, Sequence[Line]]

_SMALL = 0.93
_MARK = re.compile(r"(?:\[?\d{1,3}\]?\)?|[*†‡§¹²³⁴-⁹]{1,3})\s*(?=[^\W\d_]|[«\"“(])")


def apart(lines: Sequence[Line], body: float) -> tuple[list[Line], list[Line]]:
    """A page's lines in reading order, and its footnotes: they stand lowest, are small and begin with a note's mark."""
    start = len(lines)
    while start and _note_like(lines[start - 1], body):
        start -= 1
    while start < len(lines) and not _MARK.match(lines[start].text):
        start += 1  # what comes before the first mark belongs to the text above
    if not 0 < start < len(lines):
        return list(lines), []
    above = min(line.bottom for line in lines[:start])
    if max(line.top for line in lines[start:]) > above + 0.5 * body:
        return list(lines), []  # small print beside text, or above some of it
    return list(lines[:start]), list(lines[start:])


def _note_like(line: Line, body: float) -> bool:
    return (
        line.size < _SMALL * body
        and line.upright
        and not (line.table or line.mono or line.hidden or line.head)
    )


def note_blocks(lines: Sequence[Line], words: Words) -> list[Made]:
    """The footnotes of a page, a block each."""
    notes: list[list[Line]] = []
    for line in lines:
        if not notes or _MARK.match(line.text):
            notes.append([])
        notes[-1].append(line)
    return [(Block(kind="text", text=words.flow(note), page=note[0].page), note) for note in notes]


def placed(blocks: Sequence[Made], notes: Sequence[Made]) -> list[Made]:
    """Blocks with footnotes after the last block that begins on their page."""
    result: list[Made] = []
    left = list(notes)
    for made in blocks:
        while left and left[0][0].page < made[0].page:
            result.append(left.pop(0))
        result.append(made)
    return result + left
