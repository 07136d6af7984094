"""What policy rules do to one block: lines, columns and rows taken out, places to mask."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.policy_table import Table
from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.clean.policy_rule import Hit
    from ingest.document import Block

MASK = "RESTRICTED"
"""The type of what policy masks: `[RESTRICTED]`."""
_DIGIT = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)\d{2}(?![.)])")
_LINE = 120
"""A longer line, or one that goes on after the value, says more than one thing: the value is masked there."""


def masks(block: Block, hits: Iterable[Hit]) -> Iterator[Span]:
    """Spans of `hits` in `block`; in a table each within a cell."""
    for hit in hits:
        for start, end in hit.spans if hit.what != "label" else ():
            if start >= end:
                continue
            if block.kind == "table" and hit.what in {"marker", "stretch"}:
                yield from (_span(block.text, *cell) for cell in _cells(block.text, start, end))
            else:
                yield _span(block.text, start, end)


def _span(text: str, start: int, end: int) -> Span:
    value = " ".join(text[start:end].casefold().split())
    return Span(start=start, end=end, type=MASK, value=value)


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for row in Table(text).rows:
        for cell in row:
            if cell.text and cell.start < end and cell.end > start:
                yield cell.start, cell.end


def has_place(block: Block, hit: Hit) -> bool:
    """Whether "drop-column" has something to take out: a column, a row, a short line of its own."""
    if block.kind == "table":
        return hit.column >= 0 or hit.row >= 0
    if hit.what not in {"value", "label"} or block.kind == "heading":
        return False
    first, last = _line_of(block.text, hit)
    start = hit.spans[0][0]
    if _DIGIT.search(block.text, block.text.rfind("\n", 0, start) + 1, start):  # it has values of its own
        return False
    return last - first <= _LINE and not block.text[hit.spans[0][1] : last].strip(" .,;*_`)}]\"'")


def without_places(block: Block, hits: Sequence[Hit]) -> str:
    """The text of `block` without the columns, rows and lines of `hits`."""
    if block.kind == "table":
        columns = {hit.column for hit in hits if hit.column >= 0}
        rows = {hit.row for hit in hits if hit.what == "row"}
        return Table(block.text).without(columns, rows)
    kept, done = [], 0
    for first, last in sorted({_line_of(block.text, hit) for hit in hits}):
        kept.append(block.text[done : max(done, first)])
        done = max(done, last + 1)
    kept.append(block.text[done:])
    return "".join(kept).strip("\n")


def _line_of(text: str, hit: Hit) -> tuple[int, int]:
    """Start and end of the lines that a value stands in, with that of its name."""
    start, end = hit.spans[0]
    first = text.rfind("\n", 0, start) + 1
    if first == start and start > 0 and text[: start - 1].rstrip(" ").endswith((":", "=")):
        first = text.rfind("\n", 0, first - 1) + 1
    while first > 1 and text[first - 2] == "-":  # a word was broken there
        first = text.rfind("\n", 0, first - 1) + 1
    last = text.find("\n", end)
    return first, len(text) if last < 0 else last


def without_stretches(block: Block, hits: Sequence[Hit]) -> str:
    """The text of `block` without marked stretches; nothing of a table, which has no half."""
    if block.kind == "table":
        return ""
    kept, done = [], 0
    for start, end in sorted(span for hit in hits for span in hit.spans):
        kept.append(block.text[done : max(done, start)])
        done = max(done, end)
    return "".join((*kept, block.text[done:])).strip()
