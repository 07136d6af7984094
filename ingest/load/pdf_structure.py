"""From lines to blocks: headings, paragraphs, lists, code. Pure: values in, values out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING

from ingest.document import Block, BlockKind
from ingest.load.pdf_headings import BULLET, NUMBERED, body_size, heading_levels, typewritten
from ingest.load.pdf_notes import apart, note_blocks, placed
from ingest.load.pdf_order import in_reading_order, joined_rows
from ingest.load.pdf_page import HYPHEN, Line, Page
from ingest.load.pdf_rows import matched
from ingest.load.pdf_running import gone, without_running_lines
from ingest.load.pdf_stated import Evidence, with_outline
from ingest.load.pdf_tables import goes_on, joined, without_continued
from ingest.load.pdf_words import Words, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ingest.load.pdf_notes import Made

_ENDS = re.compile(r"[.!?…:;][\"'»”’)\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """Blocks in reading order, each with the page it begins on, and the `lines` that each is made of.

    `running`: what headers and footers say.
    """

    blocks: tuple[Block, ...]
    lines: tuple[tuple[Line, ...], ...]
    running: tuple[str, ...]


def structure(pages: Sequence[Page], evidence: Evidence | None = None) -> list[Block]:
    """The blocks of a document whose pages are `pages`."""
    return list(structured(pages, evidence).blocks)


def structured(pages: Sequence[Page], evidence: Evidence | None = None) -> Structured:
    """What a document says whose pages are `pages`. `evidence`: the headings of its outline."""
    flow = [line for page in pages for line in page.lines if not (line.table or line.row)]
    body = body_size(flow or [line for page in pages for line in page.lines])
    rows = [joined_rows(page.lines) for page in pages]
    kept = without_running_lines(rows, body)
    parted = [apart(in_reading_order(page), body) for page in kept]
    lines = without_continued([line for page, _ in parted for line in page])
    if len({line.mark for line in lines if line.mark and not line.table}) > 1:
        levels = [line.head for line in lines]  # two headings of a structure tree: believe it alone
    else:
        lines = with_outline(lines, evidence or {})
        levels = heading_levels(lines)
    words = Words([*lines, *(line for _, notes in parted for line in notes)])
    blocks = _Blocks(lines, levels, words).build()
    made = placed(blocks, [note for _, notes in parted for note in note_blocks(notes, words)])
    return Structured(
        blocks=tuple(block for block, _ in made),
        lines=tuple(tuple(those) for _, those in made),
        running=tuple(gone(rows, kept)),
    )


class _Blocks:
    """One pass over the lines; what is shared by all decisions is computed once."""

    def __init__(self, lines: Sequence[Line], levels: Sequence[int], words: Words) -> None:
        self.lines, self.levels, self.words = lines, levels, words
        flow = [line for line in lines if not line.table]
        self.body = body_size(flow or lines)
        self.mono_body = typewritten(flow)
        self.edges = self._right_edges()
        text = [line for line, level in zip(lines, levels, strict=True) if not (level or line.table)]
        gaps = [a.bottom - b.top for a, b in pairwise(text) if a.size == b.size and _below(a, b)]
        self.gap = median_low(gaps) if gaps else 0.0

    def build(self) -> list[Made]:
        """The blocks, each with its lines."""
        blocks: list[Made] = []
        start = 0
        while start < len(self.lines):
            kind, end = self._kind(start), start + 1
            while end < len(self.lines) and self._same_block(kind, start, end):
                end += 1
            text, on_pages = self._text(kind, start, end)
            if text:
                first = self.lines[start]
                made = Block(
                    kind=kind, text=text, level=self.levels[start], page=first.page, hidden=first.hidden
                )
                block = replace(made, lines=on_pages) if on_pages else made
                blocks.append((block, self.lines[start:end]))
            start = end
        return blocks

    def _right_edges(self) -> Mapping[tuple[int, int], float]:
        """Right edge of the column a line stands in: by page and left edge, in steps of 36 points."""
        edges: dict[tuple[int, int], float] = {}
        for line in self.lines:
            if line.table:
                continue
            key = line.page, int(line.left // 36)
            edges[key] = max(edges.get(key, -1e9), line.right)
        return edges

    def _kind(self, at: int) -> BlockKind:
        line = self.lines[at]
        if line.table:
            return "table"
        if self.levels[at]:
            return "heading"
        if line.mono and not self.mono_body:
            return "code"
        return "list" if _marked(line) else "text"

    def _same_block(self, kind: BlockKind, start: int, at: int) -> bool:
        last, line = self.lines[at - 1], self.lines[at]
        if line.hidden != last.hidden or line.upright != last.upright:
            return False
        new = self._kind(at)
        if kind == "table" or new == "table":
            return kind == new and goes_on(last, line)
        if kind == "heading":
            if new != "heading" or self.levels[at] != self.levels[at - 1]:
                return False
            return line.mark == last.mark if line.mark or last.mark else _goes_on(last, line)
        if kind == "code":
            return new == "code" and (line.page != last.page or last.bottom - line.top < 3 * line.size)
        if new in ("heading", "code"):
            return False
        if kind == "list":
            return new == "list" or self._continues_item(start, at)
        if new == "list" and self._break_before_mark(at):
            return False
        return self._continues(at)

    def _break_before_mark(self, at: int) -> bool:
        """Whether a line that begins like an item is one: "12. " may as well begin a line of a sentence."""
        last, line = self.lines[at - 1], self.lines[at]
        return bool(BULLET.match(line.text)) or not self._continues(at) or bool(_ENDS.search(last.text[-6:]))

    def _continues_item(self, start: int, at: int) -> bool:
        """Whether an unmarked line goes on with the list's last item: hanging indent, or an open sentence."""
        last, line = self.lines[at - 1], self.lines[at]
        if not self._continues(at):
            return False
        item = next(
            self.lines[i] for i in range(at - 1, start - 1, -1) if _marked(self.lines[i]) or i == start
        )
        hanging = line.left > item.left + 0.5 * item.size
        return hanging or not _ENDS.search(last.text[-6:]) or line.page != last.page

    def _continues(self, at: int) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        last, line = self.lines[at - 1], self.lines[at]
        if last.row or line.row:
            near = line.row and last.row and _below(last, line) and last.bottom - line.top < 3 * line.size
            return near or matched(last, line) is not None
        open_end = not _ENDS.search(last.text[-6:])
        if last.text.endswith(HYPHEN):
            return True
        if not _below(last, line):  # another column or page
            return open_end and line.text[0].islower()
        gap = last.bottom - line.top
        if (
            gap > max(self.gap, 0.0) + 0.45 * max(self.body, 1.0)
            or abs(line.size - last.size) > 0.15 * last.size
        ):
            return False
        if last.bold != line.bold and not open_end:
            return False
        if last.wide and line.wide:
            return True
        edge = max(self.edges.get((last.page, int(last.left // 36)), last.right), line.right)
        letter = (last.right - last.left) / max(1, len(last.text))
        room = edge - last.right - letter * (len(line.text.split(maxsplit=1)[0]) + 1)
        width = max(1.0, edge - last.left)
        if room > 0.35 * width and (line.text[0].isupper() or not open_end):
            return False
        if not open_end and room > max(line.size, 0.05 * width):
            return False
        indented = line.left > last.left + 0.8 * line.size and line.left - last.left < 6 * line.size
        return open_end or not indented

    def _text(self, kind: BlockKind, start: int, end: int) -> tuple[str, tuple[int, ...]]:
        """The text, and of a table its lines on each page if it goes on over pages."""
        lines = self.lines[start:end]
        if kind == "table":
            return joined([line.table for line in lines if line.table], self.words)
        if kind == "code":
            return _code(lines), ()
        return (self._items(lines) if kind == "list" else self.words.flow(lines)), ()

    def _items(self, lines: Sequence[Line]) -> str:
        items: list[list[Line]] = []
        for line in lines:
            if _marked(line) or not items:
                items.append([line])
            else:
                items[-1].append(line)
        steps: list[float] = []
        result = []
        for item in items:
            left = item[0].left
            while steps and left < steps[-1] - 0.5 * item[0].size:
                steps.pop()
            if not steps or left > steps[-1] + 0.5 * item[0].size:
                steps.append(left)
            text = " ".join(self.words.flow(item).split())
            mark = BULLET.match(text)
            result.append("  " * (len(steps) - 1) + ("- " + text[mark.end() :] if mark else text))
        return "\n".join(text for text in result if text.strip(" -"))


def _marked(line: Line) -> bool:
    return bool(BULLET.match(line.text) or NUMBERED.match(line.text))


def _below(last: Line, line: Line) -> bool:
    """Whether `line` stands under `last` in the same column of the same page, not far away."""
    return (
        line.page == last.page
        and line.top < last.top - 0.3 * last.size
        and last.bottom - line.top < 20 * last.size
        and last.overlap(line) > 0
    )


def _goes_on(last: Line, line: Line) -> bool:
    return line.page == last.page and -0.5 * line.size < last.bottom - line.top < 0.6 * line.size


def _code(lines: Sequence[Line]) -> str:
    """Lines as they stand, indented by their place: a character of a fixed font is .6 of its size wide."""
    left = min(line.left for line in lines)
    rows = []
    for line in lines:
        indent = round((line.left - left) / max(0.6 * line.size, 1.0)) if line.page == lines[0].page else 0
        rows.append(" " * min(indent, 80) + whole(line.text))
    return "\n".join(rows)
