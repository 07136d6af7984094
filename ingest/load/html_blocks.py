"""An element tree as blocks, in reading order. The one walker for HTML pages, wiki pages and, later, EPUB."""

from __future__ import annotations

import re
from typing import Any

from ingest.document import Block
from ingest.load import comment_marks, html_numbers
from ingest.load.html_table import Grid, cells, is_layout, rows
from ingest.load.html_tags import BLOCKS, CODE, HEADINGS, LISTS, PLAIN
from ingest.load.html_tree import classes, words
from ingest.load.html_visible import chrome, hidden
from ingest.load.markup import number_of
from ingest.load.raised import part_raised
from ingest.load.tables import compact, pipe_table

Element = Any

HEADING_CHARS = 400
SPACE = re.compile(r"[\t\r\n\f][ \t\r\n\f]*| [ \t\r\n\f]+")  # what is not one blank already
SPACES = re.compile(r" {2,}")
AROUND_BREAK = re.compile(r" *\n *")
CDATA = re.compile(r"\A\s*<!\[CDATA\[(.*)\]\]>\s*\Z", re.DOTALL)
EMOTICONS = {"tick": "✓", "cross": "✗", "error": "✗", "warning": "⚠", "plus": "+", "minus": "-"}


class Blocks:
    """Reads elements into blocks. `unseen` holds what a reader would not see, `hidden` counts it."""

    def __init__(self, *, inside: bool) -> None:
        self._inside = inside
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._items: list[str] = []
        self._grid = Grid()
        self.hidden = 0
        self.unseen: list[str] = []

    def read(self, root: Element) -> list[Block]:
        """The blocks in `root`."""
        part_raised(root)
        self._walk(root)
        self._flush()
        return self._blocks

    def _seen(self, element: Element) -> bool:
        """Whether to read `element`; what is hidden and holds words is counted."""
        tag = element.tag
        if tag in PLAIN and not element.keys():
            return True
        if not isinstance(tag, str):
            return False
        if hidden(element):
            if text := words(element):
                self.hidden += 1
                self.unseen.append(text)
            return False
        return not chrome(element, inside=self._inside)

    def _walk(self, element: Element) -> None:
        self._add(element.text)
        for child in element:
            if self._seen(child):
                self._element(child)
            elif child.tag in BLOCKS:
                self._flush()
            elif child.tag == comment_marks.TAG and (word := child.get(comment_marks.NAME)):
                self._flush()
                self._blocks.append(comment_marks.mark(word))
            self._add(child.tail)

    def _element(self, element: Element) -> None:
        tag = element.tag
        if tag in HEADINGS or element.get("role") == "heading":
            level = HEADINGS.get(tag) or min(6, max(1, number_of(element.get("aria-level"), 2)))
            self._heading(self._flow(element), level)
        elif tag in CODE:
            self._code(element)
        elif tag in LISTS:
            self._flush()
            self._list(element, 0)
            self._flush_items()
        elif tag == "table":
            self._table(element)
        elif tag in BLOCKS:
            self._flush()
            self._walk(element)
            self._flush()
        elif (mark := _mark(element)) is not None:
            self._line.append(mark)
        else:
            self._walk(element)

    def _add(self, text: str | None) -> None:
        if text:
            self._line.append(SPACE.sub(" ", text))

    def _heading(self, text: str, level: int) -> None:
        self._flush()
        if text:
            short = len(text) <= HEADING_CHARS
            self._blocks.append(
                Block(kind="heading" if short else "text", text=text, level=level if short else 0)
            )

    def _code(self, element: Element) -> None:
        self._flush()
        out: list[str] = []
        self._verbatim(element, out)
        text = "".join(out).replace("\r\n", "\n")
        match = CDATA.match(text)
        text = (match[1] if match else text).strip("\n").rstrip()
        if text.strip():
            self._blocks.append(Block(kind="code", text=text))

    def _verbatim(self, element: Element, out: list[str]) -> None:
        out.append(element.text or "")
        for child in element:
            if child.tag == "br":
                out.append("\n")
            elif self._seen(child):
                self._verbatim(child, out)
            out.append(child.tail or "")

    def _list(self, element: Element, depth: int) -> None:
        number = html_numbers.first_number(element)
        for child in element:
            if not self._seen(child):
                continue
            if child.tag in LISTS:
                self._list(child, depth + 1)
                continue
            number = number_of(child.get("value"), number)
            mark = html_numbers.shown(element, number) if element.tag == "ol" else "-"
            if "inline-task-list" in classes(element):
                mark = "- [x]" if "checked" in classes(child) else "- [ ]"
            number += html_numbers.step(element) if child.tag == "li" else 0
            if any(True for _ in child.iterdescendants(*HEADINGS)):
                self._flush()
                self._walk(child)
                self._flush()
            else:
                prefix = [f"{'  ' * depth}{mark} "]
                self._item(child, depth, prefix)
                self._end_item(depth, prefix)

    def _item(self, element: Element, depth: int, prefix: list[str]) -> None:
        """One item, or a piece of it. `prefix` holds what the next line starts with, if not the plain indent."""
        self._add(element.text)
        for child in element:
            tag = child.tag
            if not self._seen(child):
                pass
            elif tag in LISTS:
                self._end_item(depth, prefix)
                self._list(child, depth + 1)
            elif tag in CODE or (tag == "table" and not is_layout(child)):
                self._end_item(depth, prefix)
                self._element(child)
            elif (mark := _mark(child)) is not None:
                self._line.append(mark)
            else:
                around = " " if tag in BLOCKS else ""
                self._line.append(around)
                self._item(child, depth, prefix)
                self._line.append(around)
            self._add(child.tail)

    def _end_item(self, depth: int, prefix: list[str]) -> None:
        text, self._line = " ".join("".join(self._line).split()), []
        if text:
            self._items.append((prefix.pop() if prefix else "  " * (depth + 1)) + text)

    def _table(self, table: Element) -> None:
        self._flush()
        for caption in table.iterchildren("caption"):
            if self._seen(caption):
                self._walk(caption)
                self._flush()
        if not is_layout(table):
            self._data(compact(self._grid.lines(table, self._flow, self._seen)))
            return
        for row in rows(table):
            for cell in cells(row) if self._seen(row) else ():
                if self._seen(cell):
                    self._walk(cell)
                    self._flush()

    def _data(self, grid: list[list[str]]) -> None:
        """A table; as text where only one cell holds words."""
        if len(grid) == 1 and len(grid[0]) == 1:
            self._blocks.append(Block(kind="text", text=grid[0][0]))
        elif grid:
            self._blocks.append(Block(kind="table", text=pipe_table(grid)))

    def _flow(self, element: Element) -> str:
        """The words in `element` in one line, for a cell or a heading."""
        out: list[str] = []
        self._collect(element, out)
        return " ".join("".join(out).split(None))

    def _collect(self, element: Element, out: list[str]) -> None:
        out.append(element.text or "")
        for child in element:
            if self._seen(child):
                around = " " if child.tag in BLOCKS else ""
                mark = _mark(child)
                out.append(around if mark is None else mark)
                if mark is None:
                    self._collect(child, out)
                out.append(around)
            out.append(child.tail or "")

    def _flush(self) -> None:
        """Closes the open paragraph; an empty line within it (two breaks) ends one too."""
        self._flush_items()
        if not self._line:
            return
        text, self._line = "".join(self._line), []
        if "\n" not in text and "  " not in text:
            self._blocks += [Block(kind="text", text=text.strip())] if text.strip() else []
            return
        text = AROUND_BREAK.sub("\n", text)
        for part in re.split(r"\n{2,}", text):
            lines = "\n".join(line.strip() for line in SPACES.sub(" ", part).split("\n"))
            if lines.strip():
                self._blocks.append(Block(kind="text", text=lines.strip()))

    def _flush_items(self) -> None:
        if self._items:
            self._blocks.append(Block(kind="list", text="\n".join(self._items)))
            self._items = []


def _mark(element: Element) -> str | None:
    """What stands for an element without text of its own; None for every other element."""
    if element.tag == "br":
        return "\n"
    if element.tag == "input":
        return "[x] " if element.get("checked") is not None else "[ ] "
    if element.tag == "img":
        names = classes(element)
        if "emoticon" not in names:
            return ""
        kinds = (name.removeprefix("emoticon-") for name in names)
        return next(
            (EMOTICONS[kind] for kind in sorted(kinds) if kind in EMOTICONS), element.get("alt") or ""
        )
    return None
