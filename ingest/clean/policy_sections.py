"""Stretches of a document that policy rules mean: sections under a heading, and what stands between two marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Block

_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_\n]{2,100}(?:\*\*|__):?")
_BRACKETED = re.compile(
    r"\s*([<\[{][<\[{!%#*-]*|%{2,}|={2,})\s*(\w[^\n]*?)\s*([-%#*]*[>\]}]+|%{2,}|={2,})\s*"
)
_NO_LEVEL = 7


def level_of(block: Block) -> int:
    """1-6 of a heading, 7 of a line in bold that stands for one, else 0."""
    if block.kind == "heading":
        return max(1, block.level)
    if block.kind == "text" and len(block.text) <= 110 and _BOLD_LINE.fullmatch(block.text):
        return _NO_LEVEL
    return 0


def section_at(blocks: Sequence[Block], heading: int) -> range:
    """The blocks of the section that a heading opens, itself among them, up to the next one of its level or higher."""
    level = level_of(blocks[heading])
    end = heading + 1
    while end < len(blocks) and not 0 < level_of(blocks[end]) <= level:
        end += 1
    return range(heading, end)


def section_around(blocks: Sequence[Block], place: int) -> range:
    """The section that block `place` stands in; before the first heading: the whole document."""
    for above in range(place, -1, -1):
        if level_of(blocks[above]):
            return section_at(blocks, above)
    return range(len(blocks))


def enclosing(blocks: Sequence[Block]) -> list[int]:
    """For each block the place of the heading it stands under, itself for a heading; -1 before the first."""
    found, last = [], -1
    for place, block in enumerate(blocks):
        last = place if level_of(block) else last
        found.append(last)
    return found


@dataclass(frozen=True, slots=True)
class Marks:
    """How a bracketed marker begins and ends: [INTERNAL] and [/INTERNAL], <!-- internal --> and <!-- end -->."""

    name: str
    begin: re.Pattern[str]
    end: re.Pattern[str]


@cache
def marks_of(marker: str) -> Marks | None:
    """The marks of `marker`; None for a plain phrase. Case and blanks inside do not count."""
    match = _BRACKETED.fullmatch(marker)
    if match is None:
        return None
    left, body, right = map(re.escape, match.groups())
    body = r"\s+".join(re.escape(word) for word in match[2].split())
    end = rf"{left}\s*(?:/\s*(?:{body})?|(?:end|конец)[\s_:-]*(?:{body})?|{body}[\s_:-]*(?:end|конец))\s*{right}"
    return Marks(
        marker,
        re.compile(rf"{left}\s*{body}(?:\s*[:=]?\s*(?:start|begin|начало))?\s*{right}", re.IGNORECASE),
        re.compile(end, re.IGNORECASE),
    )


def stretches(blocks: Sequence[Block], marks: Marks) -> Iterator[tuple[int, int, int, int]]:
    """(first block, place in it, last block, place behind the end in it) of each marked stretch, marks included.

    One that is never closed goes on to the end of the document: what may be internal is not guessed to be public.
    """
    opened: tuple[int, int] | None = None
    for number, block in enumerate(blocks):
        at = 0
        while True:
            if opened is None:
                begin = marks.begin.search(block.text, at)
                if begin is None:
                    break
                opened, at = (number, begin.start()), begin.end()
            end = marks.end.search(block.text, at)
            if end is None:
                break
            yield (*opened, number, end.end())
            opened, at = None, end.end()
    if opened is not None and blocks:
        yield (*opened, len(blocks) - 1, len(blocks[-1].text))
