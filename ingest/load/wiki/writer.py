"""Blocks from a wiki's own markup, line by line: what readers of such markup hand their finds to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Sequence

CELLS = 200_000
"""Cells of all tables of a page together."""
SPAN = 200
DEEPEST = 20


class Writer:
    """Collects blocks in order. Lines of a paragraph and items of a list come one by one."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._lines: list[str] = []
        self._items: list[str] = []
        self._cells = 0

    def done(self) -> tuple[Block, ...]:
        """All blocks."""
        self.end()
        return tuple(self._blocks)

    def end(self) -> None:
        """Ends the paragraph or list that is open."""
        if self._items:
            self._blocks.append(Block(kind="list", text="\n".join(self._items)))
            self._items = []
        text = "\n".join(line for line in self._lines if line)
        self._lines = []
        if text:
            self._blocks.append(Block(kind="text", text=text))

    def heading(self, level: int, text: str) -> None:
        """A heading; nothing without words."""
        self.end()
        if text := " ".join(text.split()):
            self._blocks.append(Block(kind="heading", text=text, level=min(6, max(1, level))))

    def line(self, text: str) -> None:
        """A line of the open paragraph; an empty one ends it."""
        if self._items:
            self.end()
        for one in text.split("\n"):
            if plain := " ".join(one.split()):
                self._lines.append(plain)
            elif self._lines:
                self.end()

    def item(self, depth: int, mark: str, text: str) -> None:
        """An item of a list, `depth` from 0; `mark` is "-", "1.", or "" for a line that goes on with the last one."""
        if self._lines:
            self.end()
        text = " ".join(text.split())
        if text:
            depth = min(DEEPEST, max(0, depth))
            self._items.append("  " * depth + (f"{mark} {text}" if mark else f"  {text}"))

    def code(self, text: str) -> None:
        """Lines as they are."""
        self.end()
        text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
        if text.strip():
            self._blocks.append(Block(kind="code", text=text))

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """A table; a text where only one cell holds words. Raises `LoadError`: too-large."""
        self.end()
        self._cells += sum(len(row) for row in rows)
        if self._cells > CELLS:
            raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells")
        grid = compact([list(row) for row in rows])
        if len(grid) == 1 and len(grid[0]) == 1:
            self.line(grid[0][0])
            self.end()
        elif grid:
            self._blocks.append(Block(kind="table", text=pipe_table(grid)))

    @property
    def open_list(self) -> bool:
        """Whether the last line was an item."""
        return bool(self._items)


def unpiped(table: str) -> str:
    """The words of a pipe table, a line a row: for a table within a cell."""
    rows = (line.strip("| ").replace(" | ", " ") for line in table.split("\n"))
    return "\n".join(row for row in rows if row.strip("-| "))


class Numbers:
    """The marks of lists that are nested: each ordered list counts for itself."""

    def __init__(self) -> None:
        self._counts: list[int] = []
        self._kinds = ""

    def mark(self, kinds: str) -> str:
        """The mark of an item; `kinds` are the lists it is in, outer first, "#" for an ordered one."""
        kinds = kinds[:DEEPEST]
        same = 0
        while same < min(len(kinds), len(self._kinds)) and kinds[same] == self._kinds[same]:
            same += 1
        self._counts = self._counts[: min(same, len(kinds))] + [0] * (len(kinds) - same)
        self._kinds = kinds
        self._counts[-1] += 1
        return f"{self._counts[-1]}." if kinds[-1] == "#" else "-"

    def reset(self) -> None:
        """The list has ended."""
        self._counts, self._kinds = [], ""
