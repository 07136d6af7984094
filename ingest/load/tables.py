"""Rendering of tables: every loader writes them as Markdown pipe tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def pipe_table(rows: Sequence[Sequence[str]]) -> str:
    r"""A Markdown pipe table of `rows`; the first is the header, short rows are filled up.

    In cells, white space becomes one blank and `|` becomes `\|`. "" when no cell holds anything.
    """
    width = max((len(row) for row in rows), default=0)
    lines, some = [], False
    for row in rows:
        cells = list(map(_cell, row))
        some = some or any(cells)
        lines.append(_line(cells + [""] * (width - len(cells))))
    lines.insert(1, _line(["---"] * width))
    return "\n".join(lines) if some else ""


def compact(grid: list[list[str]]) -> list[list[str]]:
    """`grid` without rows and columns that hold nothing at all."""
    kept = [row for row in grid if any(row)]
    width = max((len(row) for row in kept), default=0)
    used = [any(len(row) > column and row[column] for row in kept) for column in range(width)]
    return [[cell for cell, use in zip(row, used, strict=False) if use] for row in kept]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
