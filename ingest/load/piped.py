"""Tables of plain text: lines that bars part into as many cells each, with no line of dashes below the head.

Markdown asks for that line, people who type or paste a table leave it out, and `psql` draws another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.document import Block
from ingest.load.tables import pipe_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.markdown_table import Rows

_BAR = re.compile(r"(?<!\\)\|")
_DRAWN = re.compile(r"[ \t|:+=_-]*[-=_]{2}[ \t|:+=_-]*")
"""A line that is drawn: below a head, between rows, around a table."""
_LEAST_ROWS = 3
_LONGEST_HEAD = 40
_HEAD = re.compile(r"[^\d{}<>=;$\\`&\n]*[^\W\d_][^\d{}<>=;$\\`&\n]*?\.?(?: ?№? ?\d)?|[#№]?")
"""A head has letters; digits are of a value, and other marks of code."""
_COMMAND = re.compile(r"\s--?[a-z]|\|\||^[ \t]*[$>#] ", re.MULTILINE)
"""Bars part commands, too."""


def blocks_of(text: str) -> Iterator[Block]:
    """The blocks of a paragraph that is written as it is read."""
    for piece in pieces(text):
        if not isinstance(piece, str):
            yield Block(kind="table", text=pipe_table(piece))
        elif piece.strip():
            yield Block(kind="text", text=piece.strip("\n"))


def pieces(text: str) -> Iterator[str | Rows]:
    """`text`, a paragraph, in pieces: rows of cells where its lines are those of a table, and the lines between.

    A table has three rows at least, the head first: short cells without digits, two that say something.
    """
    lines = text.split("\n")
    rest: list[str] = []
    at = 0
    while at < len(lines):
        end, rows = _table(lines, at) if "|" in lines[at] else (at, [])
        if rows:
            while rest and _DRAWN.fullmatch(rest[-1]):
                rest.pop()
            if rest:
                yield "\n".join(rest)
            yield rows
            rest, at = [], end
        else:
            rest.append(lines[at])
            at += 1
    if rest:
        yield "\n".join(rest)


def _table(lines: Sequence[str], start: int) -> tuple[int, Rows]:
    """The rows of the table whose head is line `start`, and the index after its last line; none if it is no head."""
    head = _cells(lines[start])
    if not _is_head(head):
        return start, []
    bars = len(_BAR.findall(lines[start]))
    rows, end = [head], start + 1
    while end < len(lines):
        if not _DRAWN.fullmatch(lines[end]):
            if len(_BAR.findall(lines[end])) != bars:
                break
            rows.append(_cells(lines[end]))
        end += 1
    if len(rows) < _LEAST_ROWS or _begins_alike(rows) or _COMMAND.search("\n".join(lines[start:end])):
        return start, []
    return end, rows


def _begins_alike(rows: Rows) -> bool:
    """Whether a row begins with the word that the head begins with, as commands do."""
    first = rows[0][0].split()[:1]
    return bool(first) and any(row[0].split()[:1] == first for row in rows[1:])


def _is_head(cells: Sequence[str]) -> bool:
    if len(cells) < 2 or sum(any(map(str.isalpha, cell)) for cell in cells) < 2:
        return False
    return all(len(cell) <= _LONGEST_HEAD and _HEAD.fullmatch(cell) for cell in cells)


def _cells(line: str) -> list[str]:
    """The cells of a line, without the bars at its ends."""
    cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(line.rstrip().removesuffix("\\"))]
    if len(cells) > 2 and not cells[0] and not cells[-1]:
        return cells[1:-1]
    return cells


def without_pipes(table: str) -> str:
    """The rows of a pipe table as lines, for a table inside of a cell."""
    rows = (line.strip("| ").replace(" | ", " ") for line in table.split("\n"))
    return "\n".join(row for row in rows if row.strip("-| "))
