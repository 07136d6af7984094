"""Paragraphs, lists and tables of RTF as blocks, in the order in which they come."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.docx_numbering import list_mark
from ingest.load.office.rtf_grid import Row, grids
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADING_CHARS = 400
CELLS = 200_000
DEPTHS = 8
TYPED = re.compile(r"(\d{1,3}[.)]|[a-zа-я][.)]|[•·▪◦‣–])\t\s*(\S.*)", re.DOTALL)
"""A number or bullet that is written before a tab: an item all the same."""
INDENT = 300
"""Twips from one level to the next, at least."""
BULLETS = "•·▪◦‣∙–-*ooo§Øü\uf0b7\uf0a7\uf0d8\uf0fc"


@dataclass(slots=True, kw_only=True)
class Manner:
    """How a paragraph is set: `level` is that of a heading, 0 for none."""

    level: int = 0
    table: int = 0
    depth: int = 0
    code: bool = False
    left: int = 0


@dataclass(slots=True)
class Flow:
    """One stream of text: the body, a note, a text box. `after` waits for the end of the open paragraph."""

    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    mark: list[str] = field(default_factory=list)
    after: list[Block] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    row: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    edge: int = 0
    code: list[str] = field(default_factory=list)
    cells: int = 0

    def end_paragraph(self, manner: Manner) -> None:
        """What was written since the last end is a paragraph, or a piece of a cell."""
        text, mark = "".join(self.line).strip(" \t\n"), "".join(self.mark).strip()
        self.line, self.mark = [], []
        if manner.table:
            if text:
                self.cell.append(f"{list_mark(mark)} {text}" if mark and mark not in BULLETS else text)
            return
        self._end_table()
        if text:
            self._place(text, mark, manner)
        elif self.code:
            self.code.append("")
        self.blocks += self.after
        self.after = []

    def end_cell(self) -> None:
        """The open cell is full."""
        self.end_paragraph(Manner(table=1))
        self.row.append(" ".join(" ".join(self.cell).split()))
        self.cell = []
        self.cells += 1
        if self.cells > CELLS:
            raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")

    def end_row(self) -> None:
        """The open row is full."""
        if self.line or self.cell:
            self.end_cell()
        if self.row:
            self.rows.append((self.row, tuple(self.ends)))
        self.row = []

    def finish(self) -> list[Block]:
        """All blocks; nothing may be written after it."""
        self.end_paragraph(Manner())
        self._flush()
        return self.blocks

    def _place(self, text: str, mark: str, manner: Manner) -> None:
        if manner.level and len(text) <= HEADING_CHARS:
            self._flush()
            words = " ".join(text.split())
            number = "" if mark in BULLETS else mark
            self.blocks.append(Block(kind="heading", text=f"{number} {words}".strip(), level=manner.level))
        elif manner.code:
            self._flush(code=False)
            self.code.append(text)
        elif mark:
            self._item(mark, text, manner.depth)
        elif typed := TYPED.match(text):
            self.edge = self.edge if self.items else manner.left
            self._item(typed[1], typed[2], max(0, manner.left - self.edge) // INDENT)
        else:
            self._flush()
            lines = (" ".join(line.split(" ")).strip() for line in text.split("\n"))
            self.blocks.append(Block(kind="text", text="\n".join(lines)))

    def _item(self, mark: str, text: str, depth: int) -> None:
        self._flush(items=False)
        shown = "-" if mark in BULLETS else list_mark(mark)
        self.items.append("  " * min(DEPTHS, depth) + f"{shown} {' '.join(text.split())}")

    def _end_table(self) -> None:
        if self.row or self.cell:
            self.end_row()
        if not self.rows:
            return
        rows, self.rows = self.rows, []
        self._flush()
        for grid in map(compact, grids(rows)):
            self._table(grid)
        self.blocks += self.after
        self.after = []

    def _table(self, grid: list[list[str]]) -> None:
        if len(grid) == 1 and len(grid[0]) == 1:
            self.blocks.append(Block(kind="text", text=grid[0][0]))
        elif grid and max(map(len, grid)) == 1:
            self.blocks += (Block(kind="text", text=row[0]) for row in grid)
        elif grid:
            self.blocks.append(Block(kind="table", text=pipe_table(grid)))

    def _flush(self, *, items: bool = True, code: bool = True) -> None:
        if items and self.items:
            least = min(len(item) - len(item.lstrip()) for item in self.items)
            self.blocks.append(Block(kind="list", text="\n".join(item[least:] for item in self.items)))
            self.items = []
        if code and self.code:
            if text := "\n".join(self.code).strip("\n"):
                self.blocks.append(Block(kind="code", text=text))
            self.code = []


@dataclass(slots=True, kw_only=True)
class Group:
    """What a closing brace gives back. `goes` is where letters go: "text", "none", "mark", or the name of a table."""

    goes: str = "text"
    font: int = -1
    unicode_tail: int = 1
    hidden: bool = False
    deleted: bool = False
    tiny: bool = False
    raised: bool = False
    flow: Flow | None = None
    note: bool = False
    starred: bool = False

    def inner(self) -> Group:
        """What an opening brace begins with."""
        return Group(
            goes=self.goes,
            font=self.font,
            unicode_tail=self.unicode_tail,
            hidden=self.hidden,
            deleted=self.deleted,
            tiny=self.tiny,
            raised=self.raised,
        )


def flat(blocks: Sequence[Block]) -> str:
    """Blocks in one line, for a note."""
    return " ".join(" ".join(block.text for block in blocks).split())
