"""Tables of DokuWiki: `^ head ^`, `| cell |`, empty cells that join the one on their left, `:::` the one above."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PART = re.compile(r"\[\[.*?\]\]|\{\{.*?\}\}|\(\(.*?\)\)|[|^]")
ABOVE = ":::"
CELLS = 2_000
"""In one row."""


class Table:
    """The rows of one table as they come. A merged cell stands once, "" in the places it covers."""

    def __init__(self) -> None:
        self._rows: list[list[str]] = []

    def row(self, line: str, inline: Callable[[str], str]) -> None:
        """Adds a line of markup, which begins with `|` or `^`."""
        cells: list[str] = []
        start = 1
        for found in PART.finditer(line, 1):
            if found[0] in "|^":
                cells.append(line[start : found.start()])
                start = found.end()
        if line[start:].strip():
            cells.append(line[start:])
        shown = ["" if cell.strip() == ABOVE else inline(cell.strip()) for cell in cells[:CELLS]]
        self._rows.append(shown)

    def rows(self) -> list[list[str]]:
        """All of them."""
        return self._rows
