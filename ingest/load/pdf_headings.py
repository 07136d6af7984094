"""Which lines are headings, and of which level: pure. Fonts say it; an outline says it better."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.load.pdf_page import HYPHEN, Line

BULLET = re.compile(r"(?:[•◦▪▫‣●○■□◆◇➢➤✓✔·∙\uf000-\uf0ff]|[-–—*](?=\s))\s*")
"""A list item's mark that is no number; Word's own marks lie in the private area."""

NUMBERED = re.compile(r"(?:\(?\d{1,3}[.)]|\(?[a-zа-яё]\))\s+")
"""A list item's number or letter."""

_SECTION = re.compile(r"(?:§\s*)?(\d{1,3}(?:\.\d{1,3}){0,5})\.?\s+\S")
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{4,}")
_OTHER = re.compile(r"[\W_]+")
_LARGER = 1.08
_RANKS = 5
_MAX_HEADING = 200
_MAX_BOLD = 120
_MAX_ROWS = 3

Evidence = Mapping[tuple[int, str], int]
"""Page and `plain` text of a heading -> its level, from the document's outline or structure tree."""


def plain(text: str) -> str:
    """Letters and digits only, folded: how a heading is compared with an outline's entry."""
    return _OTHER.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class _Look:
    """What ordinary text of a document looks like."""

    body: float
    bold: bool
    mono: bool


def mostly(lines: Sequence[Line], marked: Callable[[Line], bool]) -> bool:
    """Whether more than half of the characters stand in marked lines."""
    return sum(len(x.text) if marked(x) else -len(x.text) for x in lines) > 0


def body_size(lines: Sequence[Line]) -> float:
    """The size of ordinary text, to half a point: that of most characters outside code; 0 without lines."""
    sizes = Counter[float]()
    for line in lines:
        sizes[_half(line.size)] += len(line.text) * (1 if line.mono else 100)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def heading_levels(lines: Sequence[Line], evidence: Evidence) -> list[int]:
    """Each line's level as (part of) a heading, 1-6, or 0. `lines`: a document's, in reading order.

    Two headings of a structure tree are enough to believe it, and nothing else.
    """
    if len({line.mark for line in lines if line.mark and not line.table}) > 1:
        return [line.head for line in lines]
    look = _Look(body_size(lines), mostly(lines, lambda x: x.bold), mostly(lines, lambda x: x.mono))
    body = max([look.body, *_text_sizes(lines, _groups(lines, look), look.body)])
    groups = _groups(lines, replace(look, body=body))
    stated = {start: level for start, end in groups if (level := _stated(lines[start:end], evidence))}
    sizes = sorted(
        {_half(lines[start].size) for start, _ in groups if _larger(lines[start], body)}, reverse=True
    )
    rank = {size: min(at, _RANKS) for at, size in enumerate(sizes, 1)}
    levels = [0] * len(lines)
    for start, end in groups:
        line = lines[start]
        level = stated.get(start) or rank.get(_half(line.size), 0)
        if not level:
            level = min(len(sizes), _RANKS) + _depth(line.text)
        levels[start:end] = [min(6, level)] * (end - start)
    _add_stated(lines, evidence, levels)
    return levels


def _text_sizes(lines: Sequence[Line], groups: Sequence[tuple[int, int]], body: float) -> list[float]:
    """Sizes above `body` that are text all the same: tables in small print can outweigh what they stand in.

    A size is one of headings when most of its characters are in what looks like a heading and ends like one.
    """
    total, heads = Counter[float](), Counter[float]()
    for line in lines:
        if _larger(line, body) and not line.mono:
            total[_half(line.size)] += len(line.text)
    for start, end in groups:
        if lines[end - 1].text[-1:] not in ".:;,":
            heads[_half(lines[start].size)] += sum(len(line.text) for line in lines[start:end])
    return [size for size, chars in total.items() if heads[size] < 0.5 * chars and chars > 200]


def _half(size: float) -> float:
    return round(size * 2) / 2


def _larger(line: Line, body: float) -> bool:
    return line.size >= _LARGER * body


def _depth(text: str) -> int:
    """How deep the section number goes: "1.2 Scope" is 2; 1 without a number."""
    found = _SECTION.match(text)
    return found[1].count(".") + 1 if found else 1


def _groups(lines: Sequence[Line], look: _Look) -> list[tuple[int, int]]:
    """Runs of lines [start, end) that look like one heading each."""
    groups: list[tuple[int, int]] = []
    at = 0
    while at < len(lines):
        end = at
        if _may_head(lines[at], look):
            end = at + 1
            while end < len(lines) and _goes_on(lines[end - 1], lines[end], look):
                end += 1
            if _is_heading(lines, at, end, look.body):
                groups.append((at, end))
        at = max(end, at + 1)
    return groups


def _may_head(line: Line, look: _Look) -> bool:
    if not line.upright or line.hidden or line.table or (line.mono and not look.mono) or len(line.text) > _MAX_HEADING:
        return False
    return _larger(line, look.body) or (line.bold and not look.bold and line.size > 0.9 * look.body)


def _goes_on(last: Line, line: Line, look: _Look) -> bool:
    """Whether `line` belongs to the same heading (or run of bold text) as the one before it."""
    if not _may_head(line, look) or line.page != last.page or _half(line.size) != _half(last.size):
        return False
    if line.bold != last.bold or _SECTION.match(line.text):
        return False
    return -0.5 * line.size < last.bottom - line.top < 0.6 * line.size


def _is_heading(lines: Sequence[Line], start: int, end: int, body: float) -> bool:
    first, text = lines[start], " ".join(line.text for line in lines[start:end])
    if end - start > _MAX_ROWS or len(text) > _MAX_HEADING or _LEADERS.search(text) or BULLET.match(text):
        return False
    letters = sum(char.isalpha() for char in text)
    if (
        letters < 2
        or 2 * letters < len(text.replace(" ", ""))
        or text[:1] in "()[]{}"
        or first.text[0].islower()
    ):
        return False
    if any(line.wide for line in lines[start:end]):
        return False
    if _larger(first, body):
        return not (text.endswith((";", ",")) or (len(text) > _MAX_BOLD and text.endswith(".")))
    # Bold text of ordinary size must stand alone and be short: else it is emphasis or a table's head.
    if len(text) > _MAX_BOLD or text.endswith((".", ";", ",", ":")):
        return False
    follows = lines[end] if end < len(lines) and lines[end].page == first.page else None
    before = lines[start - 1] if start and lines[start - 1].page == first.page else None
    if follows and (follows.wide or abs(follows.top - lines[end - 1].top) < 0.5 * first.size):
        return False
    if before is None or before.bottom < first.top or before.text.endswith(HYPHEN):
        return before is None or not before.text.endswith(HYPHEN)
    gap_before, gap_after = (
        before.bottom - first.top,
        (lines[end - 1].bottom - follows.top) if follows else 1e9,
    )
    return gap_before > min(0.3 * first.size, max(0.0, gap_after)) or before.text[-1:] in ".:;!?"


def _stated(lines: Sequence[Line], evidence: Evidence) -> int:
    return evidence.get((lines[0].page, plain(" ".join(line.text for line in lines))), 0)


def _add_stated(lines: Sequence[Line], evidence: Evidence, levels: list[int]) -> None:
    """Marks what the document itself calls headings though no font says so: one to three lines."""
    told = {page for page, _ in evidence}
    for start, line in enumerate(lines):
        if line.page not in told or line.table:
            continue
        text = ""
        for end in range(start, min(start + _MAX_ROWS, len(lines))):
            if levels[end] or lines[end].page != line.page or lines[end].table:
                break
            text += plain(lines[end].text)
            level = evidence.get((line.page, text), 0)
            if level:
                levels[start : end + 1] = [level] * (end + 1 - start)
                break
