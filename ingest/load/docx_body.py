"""The body of a DOCX as blocks, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.docx_inline import CHOICES, THROUGH, Inline, chosen, placeholder
from ingest.load.docx_numbering import Numbering, list_mark
from ingest.load.docx_package import W
from ingest.load.docx_review import Review
from ingest.load.docx_styles import Styles, value
from ingest.load.docx_table import cells, hidden_rows, rows
from ingest.load.markup import number_of
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Collection

    from ingest.load.docx_package import Package

Element = Any

HEADING_CHARS = 400
NESTING = 16
CELLS = 200_000
NUMBERS = 9


class Body:
    """Reads containers of paragraphs and tables. `title` is the first paragraph in a title style, "" if none.

    `let_in`: "comments", "deletions" or both come too, each a block after the paragraph or table that it belongs to.
    """

    def __init__(self, package: Package, let_in: Collection[str] = ()) -> None:
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"), self._styles)
        self._inline = Inline(self._styles)
        self._review = Review(package, self._styles, let_in)
        self._blocks: list[Block] = []
        self._items: list[tuple[int, str]] = []
        self._code: list[str] = []
        self._carried = ""
        self._depth = 0
        self._in_cell = False
        self._cells = CELLS
        self._hidden_rows = 0
        self.title = ""

    @property
    def unseen(self) -> list[str]:
        """The words of hidden runs, in order."""
        return self._inline.unseen

    @property
    def hidden(self) -> int:
        """Hidden runs and rows so far: they are in no block."""
        return self._inline.hidden + self._hidden_rows

    @property
    def left_out(self) -> dict[str, int]:
        """How many comments and tracked deletions were not let in so far, by the name of a count; no zeros."""
        return self._review.left_out

    def read(self, container: Element) -> list[Block]:
        """The blocks of `container` (a body, a cell, a text box, a note)."""
        outer = self._blocks, self._items, self._code, self._carried
        self._blocks, self._items, self._code, self._carried = [], [], [], ""
        self._contents(container)
        if self._carried.strip():
            self._emit("text", self._carried.strip())
        self._flush()
        blocks = self._blocks
        self._blocks, self._items, self._code, self._carried = outer
        return blocks

    def notes(self, package: Package) -> list[Block]:
        """Foot- and endnotes in the order of their references, marked `[^1]: ...`; those within notes too."""
        parts: dict[tuple[str, str], Element] = {}
        for kind in ("footnote", "endnote") if self._inline.notes else ():
            root = package.related(kind + "s")
            for note in root if root is not None else ():
                if note.get(W + "type") in (None, "normal"):
                    parts[kind, note.get(W + "id") or ""] = note
        found: list[Block] = []
        done: set[tuple[str, str]] = set()
        while waiting := [item for item in self._inline.notes.items() if item[0] not in done]:
            for key, number in waiting:
                done.add(key)
                text = flat(self._nested(parts[key], cell=True)) if key in parts else ""
                if text:
                    found.append(Block(kind="text", text=f"[^{number}]: {text}"))
                found += self._left()
        return found

    def _contents(self, container: Element) -> None:
        for child in container:
            tag = child.tag
            if tag == W + "p":
                self._paragraph(child)
            elif tag == W + "tbl":
                self._table(child)
                self._review.look_at_table(child)
            elif tag in THROUGH:
                self._contents(child)
            elif tag == W + "sdt":
                if not placeholder(child):
                    self._contents(child)
            elif tag == CHOICES:
                self._contents(chosen(child))
            if not self._in_cell and not self._carried and (left := self._left()):
                self._flush()
                self._blocks.extend(left)

    def _left(self) -> list[Block]:
        """What reviewers left at what was read since the last call, and at that."""
        found: list[Block] = []
        while notes := self._review.take(self._inline.comments):
            for kind, note in notes:
                text = note if isinstance(note, str) else flat(self._nested(note, cell=True))
                if text:
                    found.append(Block(kind="text", text=f"[{kind}] {text}"))
        return found

    def _paragraph(self, paragraph: Element) -> None:
        properties = paragraph.find(W + "pPr")
        style = value(properties, "pStyle")
        text = self._carried + self._inline.text(paragraph, style)
        self._review.look(paragraph, style)
        self._carried = ""
        boxes, self._inline.boxes = self._inline.boxes, []
        mark = properties.find(W + "rPr") if properties is not None else None
        if mark is not None and mark.find(W + "del") is not None:
            self._carried = text  # its end was deleted: it goes on in the next paragraph
        elif text.strip():
            self._place(text, style, properties)
        elif self._code:
            self._code.append("")
        for box in boxes:
            self._flush()
            self._blocks.extend(self._nested(box))

    def _place(self, text: str, style: str, properties: Element | None) -> None:
        own = value(properties, "outlineLvl")
        level = min(6, number_of(own, 9) + 1) if own and number_of(own, 9) < 9 else 0
        level = (self._styles.heading(style) or level) if number_of(own, 0) < 9 else 0
        if self._styles.code(style) and not level:
            self._flush(code=False)
            self._code.append(text.rstrip())
            return
        text = text.strip()
        number, depth = self._number(properties, style)
        mark = self._numbering.mark(number, depth) if number else ""
        if level and len(text) <= HEADING_CHARS:
            heading = " ".join(text.split())
            if self._styles.title(style) and not self.title:
                self.title = heading
            self._emit("heading", heading if mark in ("", "-") else f"{mark} {heading}", level)
            return
        if not number:
            mark, depth = self._styles.list_kind(style)
        if mark:
            self._flush(items=False)
            self._items.append((depth, f"{list_mark(mark)} {' '.join(text.split())}"))
        else:
            self._emit("text", text)

    def _number(self, properties: Element | None, style: str) -> tuple[str, int]:
        """(numbering id, depth) of a paragraph: its own, else its style's; ("", 0) for none, also where it says 0."""
        inherited, depth = self._styles.numbering(style)
        number = value(properties, "numPr/numId") or inherited
        depth = min(number_of(value(properties, "numPr/ilvl"), depth), NUMBERS - 1)
        return ("", 0) if number == "0" else (number, depth)

    def _table(self, table: Element) -> None:
        self._flush()
        self._hidden_rows += hidden_rows(table)
        lines = [list(cells(row)) for row in rows(table)]
        real = [cell for line in lines for cell, _ in line if cell is not None]
        self._cells -= sum(width for line in lines for _, width in line)
        if self._cells < 0:
            raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")
        single = all(len(line) == 1 for line in lines)
        if len(real) == 1 or (single and any(cell.find(f".//{W}tbl") is not None for cell in real)):
            for cell in real:
                self._blocks.extend(self._nested(cell))
            return
        grid: list[list[str]] = []
        for line in lines:
            row: list[str] = []
            for cell, width in line:
                row.append("" if cell is None else flat(self._nested(cell, cell=True)))
                row.extend([""] * (width - 1))
            grid.append(row)
        self._grid(compact(grid))

    def _grid(self, grid: list[list[str]]) -> None:
        """A table as a pipe table; as text inside a cell of another one, and where only one cell holds words."""
        if self._in_cell or (len(grid) == 1 and len(grid[0]) == 1):
            self._emit("text", "\n".join(" ".join(filter(None, row)) for row in grid))
        else:
            self._emit("table", pipe_table(grid))

    def _nested(self, container: Element, *, cell: bool = False) -> list[Block]:
        if self._depth >= NESTING:
            raise LoadError(Code.TOO_DEEP, "tables or text boxes in one another")
        outer = self._in_cell
        self._depth += 1
        self._in_cell = outer or cell
        blocks = self.read(container)
        self._depth -= 1
        self._in_cell = outer
        return blocks

    def _emit(self, kind: str, text: str, level: int = 0) -> None:
        self._flush()
        if text:
            self._blocks.append(Block(kind=kind, text=text, level=level))  # type: ignore[arg-type]

    def _flush(self, *, items: bool = True, code: bool = True) -> None:
        """Closes the open list and the open code."""
        if items and self._items:
            least = min(depth for depth, _ in self._items)
            lines = ["  " * (depth - least) + text for depth, text in self._items]
            self._blocks.append(Block(kind="list", text="\n".join(lines)))
            self._items = []
        if code and self._code:
            text = "\n".join(self._code).strip("\n")
            self._blocks.append(Block(kind="code", text=text))
            self._code = []


def flat(blocks: list[Block]) -> str:
    """Blocks in one line, for a cell or a note; bullets fall away."""
    lines = [line.strip().removeprefix("- ") for block in blocks for line in block.text.split("\n")]
    return " ".join(line for line in lines if line)
