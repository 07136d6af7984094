"""Pipe tables as one token: markdown-it makes three of each cell, a kilobyte, and of its text one string is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block.table import table

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    from ingest.load.markdown_table import Rows


class _Cells(list["Token"]):
    """Takes the tokens of a table and keeps the texts of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self._cell: Token | None = None

    def append(self, token: Token) -> None:
        if token.type == "tr_open":
            self.rows.append([])
        elif token.type == "inline":
            self._cell = token  # its text is set after this
        elif self._cell is not None:
            self.rows[-1].append(self._cell.content)
            self._cell = None


def slim_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """markdown-it's own rule; of a table comes one token "table", its cells as Markdown in `meta["rows"]`."""
    tokens, cells = state.tokens, _Cells()
    state.tokens = cells
    try:
        found = table(state, start, end, silent)
    finally:
        state.tokens = tokens
    if found and not silent:
        state.push("table", "table", 0).meta = {"rows": cells.rows}
    return found
