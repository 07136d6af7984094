"""Running headers, footers and page numbers: pure. What comes again at the edge of pages is not text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.load.pdf_printed import printed_margins
from ingest.load.pdf_watermark import watermarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.pdf_page import Line

_EDGE = 2  # rows from the top and from the bottom
_SHARE = 0.4
_RUN = 3  # pages with the same line at the same height, as a chapter's header has
_NUMBER = re.compile(r"(\d+)")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.|стр(?:аница|\.)?|с\.|лист)?\W*(\d{1,5}|[ivxlc]{1,7})\W*(?:(?:of|из|/|\|)\W*\d{1,5})?[\W_]*",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the edge of a page, named by where it stands in `pages`."""

    page: int
    line: int
    keys: frozenset[str]  # what it says, its numbers as they stand or less the page's own number
    height: int
    small: bool  # no larger than ordinary text
    number: int | None  # page number it shows less the page's own, where it is nothing but a page number


def without_running_lines(pages: Sequence[Sequence[Line]], body: float) -> list[list[Line]]:
    """The pages without their running lines. `body` is the size of ordinary text.

    A line of the first or last two rows goes when (but for numbers that count along) it comes on 3 pages or
    more and 40 % of all, or at one height on 3 pages in a row or every other one, or on both of two; or when
    it is a page number that counts along. Watermarks go as well. A page that would lose everything keeps everything.
    """
    edges = [edge for index, lines in enumerate(pages) for edge in _edges(index, lines, body)]
    drop = _repeated(edges, len(pages)) | _numbers(edges)
    gone: dict[int, set[int]] = {}
    for edge in edges:
        if edge in drop:
            gone.setdefault(edge.page, set()).add(edge.line)
    result = []
    for index, (lines, marks) in enumerate(zip(pages, watermarks(pages, body), strict=True)):
        out = marks | gone.get(index, set()) | printed_margins(lines, body)
        kept = [line for at, line in enumerate(lines) if at not in out]
        result.append(kept or list(lines))
    return result


def gone(rows: Sequence[Sequence[Line]], kept: Sequence[Sequence[Line]]) -> list[str]:
    """What the lines that are not kept say, each once."""
    result: dict[str, None] = {}
    for lines, rest in zip(rows, kept, strict=True):
        if len(rest) < len(lines):
            stays = set(map(id, rest))
            left = (line for line in lines if id(line) not in stays and not line.hidden)
            result.update((" ".join(line.text.split()), None) for line in left)
    return list(result)


def _edges(page: int, lines: Sequence[Line], body: float) -> Iterator[_Edge]:
    order = sorted((i for i, line in enumerate(lines) if line.upright), key=lambda i: -lines[i].top)
    for at in sorted({*_rows(order, lines), *_rows(order[::-1], lines)}):
        line = lines[at]
        text = " ".join(line.text.casefold().split())
        own = lines[at].page
        # A large line that counts along is a chapter's heading, not a header.
        keys = {text} if line.size > 1.15 * body else {text, *_counting(text, own)}
        if line.size < 0.95 * body:  # small print: its numbers may be of any kind
            keys.add(_NUMBER.sub("#", text))
        if sum(char.isalpha() for char in text) < 3:
            keys.clear()
        shown = _PAGE_NUMBER.fullmatch(text)
        number = _value(shown[1]) - own if shown else None
        yield _Edge(page, at, frozenset(keys), round(line.top / 3), line.size < 1.05 * body, number)


def _rows(order: Sequence[int], lines: Sequence[Line]) -> list[int]:
    """The lines of the first two rows of `order`: lines at about one height are one row."""
    taken: list[int] = []
    rows = 0
    for at in order[:12]:
        if not taken or abs(lines[at].top - lines[taken[-1]].top) > 0.5 * lines[at].size:
            rows += 1
        if rows > _EDGE:
            break
        taken.append(at)
    return taken


def _counting(text: str, page: int) -> set[str]:
    """`text` with one or all of its numbers less the page's own, where they are near it."""
    parts = _NUMBER.split(text)
    near = [i for i in range(1, len(parts), 2) if len(parts[i]) <= 6 and abs(int(parts[i]) - page) <= 30]
    keys = set()
    for chosen in (*([i] for i in (*near[:2], *near[-3:])), near):
        keys.add("".join(f"#{int(part) - page}" if i in chosen else part for i, part in enumerate(parts)))
    return keys


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[char] for char in number] + [0]
    return sum(-a if a < b else a for a, b in pairwise(values))


def _repeated(edges: Sequence[_Edge], pages: int) -> set[_Edge]:
    by_key: dict[str, list[_Edge]] = {}
    for edge in edges:
        for key in edge.keys:
            by_key.setdefault(key, []).append(edge)
    result: set[_Edge] = set()
    for group in by_key.values():
        if len({edge.page for edge in group}) >= max(3, _SHARE * pages):
            result.update(group)
            continue
        heights: dict[int, list[_Edge]] = {}
        for edge in group:
            for near in (edge.height, edge.height + 1):
                heights.setdefault(near, []).append(edge)
        for same in heights.values():
            result.update(_in_a_row(same))
            if pages == 2 and len({edge.page for edge in same if edge.small}) == 2:
                result.update(same)
    return result


def _in_a_row(same: Sequence[_Edge]) -> set[_Edge]:
    """Those on at least three pages that follow each other, or every other one (left and right pages)."""
    at = {edge.page: edge for edge in same}
    result: set[_Edge] = set()
    for step in (1, 2):
        for page in at:
            run = [page + step * i for i in range(_RUN)]
            if all(other in at for other in run):
                result.update(at[other] for other in run)
    return result


def _numbers(edges: Sequence[_Edge]) -> set[_Edge]:
    """Page numbers: they keep their distance to the page's own number on two pages or more, at one edge."""
    seen = Counter((edge.number, edge.height) for edge in edges if edge.number is not None)
    close = {
        key for key, count in seen.items() if count + seen[key[0], key[1] + 1] + seen[key[0], key[1] - 1] >= 2
    }
    return {edge for edge in edges if edge.number is not None and (edge.number, edge.height) in close}
