"""Which lines are headings, and of which level: pure. Fonts say it; what the file itself states says it better."""

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
_CODE = re.compile(r"[{};]|^</?\w|\(\)|=>|^[)\]]")
_CAPTION = re.compile(
    r"(?:таблица|рисунок|рис\.|схема|table|figure|fig\.|утвержда|утвержд[её]н|согласован|разработал|проверил|листов\b)"
    r"[\w]*\.?\s*(?:№?\s*[\dA-ZА-Я][\d.]*)?\W*$",
    re.IGNORECASE,
)
_PAGE_AT_END = re.compile(r"\D\s*(\d{1,4})$")
_LARGER = 1.08
_RANKS = 5
_MAX_HEADING = 200
_MAX_BOLD = 120
_MAX_ROWS = 3
_MANY = 5


@dataclass(frozen=True, slots=True)
class _Look:
    """What ordinary text of a document looks like."""

    body: float
    bold: bool
    mono: bool


def mostly(lines: Sequence[Line], marked: Callable[[Line], bool], share: float = 0.5) -> bool:
    """Whether more than `share` of the characters stand in marked lines."""
    return sum(len(x.text) for x in lines if marked(x)) > share * sum(len(x.text) for x in lines)


def typewritten(lines: Sequence[Line]) -> bool:
    """Whether a document is all in a fixed font, so that such lines are no code."""
    return mostly(lines, lambda line: line.mono, 0.9)


def body_size(lines: Sequence[Line]) -> float:
    """The size of ordinary text, to half a point: that of most characters outside code; 0 without lines."""
    sizes = Counter[float]()
    for line in lines:
        sizes[_half(line.size)] += len(line.text) * (1 if line.mono else 100)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def heading_levels(lines: Sequence[Line]) -> list[int]:
    """Each line's level as (part of) a heading, 1-6, or 0. `lines`: a document's, in reading order.

    Lines that a structure tree or an outline names are headings. Where those are most of what looks like headings, the
    others must look like one of them; else a larger size, or bold type, makes a heading.
    """
    flow = [line for line in lines if not (line.table or line.row)]
    look = _Look(body_size(flow or lines), mostly(lines, lambda x: x.bold), typewritten(lines))
    body = max([look.body, *_text_sizes(lines, _groups(lines, look), look.body)])
    groups = _groups(lines, replace(look, body=body))
    stated: dict[tuple[float, bool], Counter[int]] = {}
    for line in lines:
        if line.head:
            stated.setdefault((_half(line.size), line.bold), Counter())[line.head] += 1
    entries = len({line.mark for line in lines if line.head})
    strict = entries >= _MANY and 2 * entries >= len(groups)
    sizes = sorted(
        {_half(lines[start].size) for start, _ in groups if _larger(lines[start], body)}, reverse=True
    )
    levels = [line.head for line in lines]
    for start, end in groups:
        line = lines[start]
        known = stated.get((_half(line.size), line.bold))
        if known:
            level = known.most_common(1)[0][0]
        elif strict:
            if not _is_title(lines, start, sizes, stated):
                continue
            level = 1
        else:
            level = _level(line, sizes, stated)
        levels[start:end] = [min(6, level)] * (end - start)
    return levels


def _level(line: Line, sizes: Sequence[float], stated: Mapping[tuple[float, bool], Counter[int]]) -> int:
    """By the rank of its size, or below all that is larger than text; by stated headings of its size or less."""
    if stated:
        lower = [(size, known) for (size, _), known in stated.items() if size <= _half(line.size)]
        if lower:
            return max(lower, key=lambda one: one[0])[1].most_common(1)[0][0]
        return max(max(known) for known in stated.values()) + _depth(line.text)
    half = _half(line.size)
    if half in sizes:
        return min(sizes.index(half) + 1, _RANKS)
    return min(len(sizes), _RANKS) + _depth(line.text)


def _is_title(
    lines: Sequence[Line],
    start: int,
    sizes: Sequence[float],
    stated: Mapping[tuple[float, bool], Counter[int]],
) -> bool:
    """Whether a line opens the document in the largest type of all: outlines often leave out the title."""
    half = _half(lines[start].size)
    before = lines[:start]
    return (
        half == max(sizes, default=0.0)
        and half >= _LARGER * max(size for size, _ in stated)
        and not any(line.head or _half(line.size) == half for line in before)
    )


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
    contents = _contents(lines)
    at = 0
    while at < len(lines):
        end = at
        if _may_head(lines[at], look) and at not in contents:
            end = at + 1
            while end < len(lines) and _goes_on(lines[end - 1], lines[end], look):
                end += 1
            if _is_heading(lines, at, end, look.body):
                groups.append((at, end))
        at = max(end, at + 1)
    return groups


def _may_head(line: Line, look: _Look) -> bool:
    if (
        not line.upright
        or line.hidden
        or line.table
        or line.head
        or (line.mono and not look.mono)
        or len(line.text) > _MAX_HEADING
    ):
        return False
    return _larger(line, look.body) or (line.bold and not look.bold and line.size > 0.9 * look.body)


def _goes_on(last: Line, line: Line, look: _Look) -> bool:
    """Whether `line` belongs to the same heading (or run of bold text) as the one before it."""
    if not _may_head(line, look) or line.page != last.page or _half(line.size) != _half(last.size):
        return False
    if line.bold != last.bold or _SECTION.match(line.text):
        return False
    return -0.5 * line.size < last.bottom - line.top < (1.1 if line.text[0].islower() else 0.6) * line.size


def _contents(lines: Sequence[Line]) -> set[int]:
    """The lines of tables of contents: three and more that end in page numbers that do not fall."""
    result: set[int] = set()
    run: list[int] = []
    reached = 0
    for at, line in enumerate(lines):
        found = _PAGE_AT_END.search(line.text) if not line.table else None
        if found and run and at - run[-1] <= 2 and int(found[1]) >= reached:
            run.append(at)
        elif found:
            run = [at]
        if found:
            reached = int(found[1])
            if len(run) >= 3:
                result.update(range(run[0], at + 1))
    return result


def _is_heading(lines: Sequence[Line], start: int, end: int, body: float) -> bool:
    first, text = lines[start], " ".join(line.text for line in lines[start:end])
    if end - start > _MAX_ROWS or len(text) > _MAX_HEADING or _LEADERS.search(text) or BULLET.match(text):
        return False
    if _CODE.search(text) or _CAPTION.match(text):
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
