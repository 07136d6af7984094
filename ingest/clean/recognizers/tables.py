"""Which words of a table say what a cell holds: its column's header, its row's first cell, the cell to its left."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

_RULE = re.compile(r"\n\|[ :]*--[-|: ]*(?=\n|$)")
"""The line below a header. It begins with a fixed string, so that a text without tables costs next to nothing."""
_BORDER = re.compile(r"(?<!\\)\|")
_CELL = re.compile(r"(?<=\|)[^|\n]*[^|\s][^|\n]*")
_DELIMITER = re.compile(r"[;\t,]")
_ROW = 4_000
"""Longer lines are no rows of a table that anybody reads; looking back is bounded by it."""


class Tables:
    """The tables of a text: Markdown pipe tables, and lines of values parted by `;`, `,` or tabs below a header.

    Found once, in linear time; then a look-up costs the length of a row.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._rules = [match.span() for match in _RULE.finditer(text)]
        self._ends = [end for _, end in self._rules]
        self._headers: dict[int, tuple[list[str], list[str]]] = {}
        self._blocks: tuple[list[int], list[str]] | None = None

    def labels(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The cells that say what the cell at `place` holds: of its row, of its column; none outside a table."""
        start = self._line_start(place)
        if start is None:
            return (), ()
        left = self._text[start:place]
        if not left.lstrip().startswith("|"):
            return (), self._delimited(start, left)
        cells = _BORDER.split(left.lstrip())[1:]
        column, row = len(cells) - 1, cells[:-1]
        above = [cells[column] for cells in self._header(start) if column < len(cells)]
        return _filled([row[-1], row[0]] if row else []), _filled(above)

    def heads(self, place: int) -> tuple[str, ...]:
        """The heads of the column that `place` stands in; none outside a table."""
        return self.labels(place)[1]

    def row_heads(self, start: int) -> tuple[str, ...]:
        """The heads of all columns of the pipe table whose row begins at `start`."""
        return tuple(cell.strip() for line in self._header(start) for cell in line)

    def cells(self, heads: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """(start, end) of the cells of pipe tables below the heads that `heads` matches, in lower case."""
        for which, (_, end) in enumerate(self._rules):
            if any(heads.search(name.lower()) for line in self._header(end + 1) for name in line):
                for cell in _CELL.finditer(self._text, end, self._rule_end(which)):
                    if any(heads.search(name.lower()) for name in self.heads(cell.start())):
                        yield cell.span()

    def grids(self) -> Iterator[list[list[tuple[int, int]]]]:
        """Every pipe table: its rows, the head first, as (start, end) of their cells without blanks around."""
        for which, (rule, below) in enumerate(self._rules):
            above = self._line_start(rule)
            if above is None:
                continue
            lines, end, stop = [(above, rule)], below, self._rule_end(which)
            while 0 <= end < stop:
                start, end = end + 1, self._text.find("\n", end + 1)
                lines.append((start, stop if end < 0 else min(end, stop)))
            yield [list(self._cells_of(*line)) for line in lines if self._text.startswith("|", line[0])]

    def _cells_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        at = start + 1
        for border in _BORDER.finditer(self._text, start + 1, end):
            cell = self._text[at : border.start()]
            left = at + len(cell) - len(cell.lstrip())
            yield left, max(left, at + len(cell.rstrip()))
            at = border.end()
        if self._text[at:end].strip():
            yield at + 1, end

    def _line_start(self, place: int) -> int | None:
        first = max(0, place - _ROW)
        found = self._text.rfind("\n", first, place)
        return found + 1 if found >= 0 else (0 if first == 0 else None)

    def _header(self, start: int) -> tuple[list[str], ...]:
        """The cells of the header above the row at `start`, and of a second header line below the first."""
        which = bisect_right(self._ends, start) - 1
        if which < 0:
            return ()
        if which not in self._headers:
            self._headers[which] = self._read_header(which)
        end, (first, second) = self._rule_end(which), self._headers[which]
        return (first, second) if start < end else ()

    def _read_header(self, which: int) -> tuple[list[str], list[str]]:
        rule, below = self._rules[which]
        above = self._line_start(rule)
        first = _BORDER.split(self._text[above:rule].strip())[1:] if above is not None else []
        end = self._text.find("\n", below + 1, below + _ROW)
        second = self._text[below + 1 : end] if end >= 0 else ""
        return first, [] if re.search(r"\d", second) else _BORDER.split(second.strip())[1:]

    def _rule_end(self, which: int) -> int:
        """Where the table ends: at an empty line, or before the next table."""
        stop = self._rules[which + 1][0] if which + 1 < len(self._rules) else len(self._text)
        starts, _ = self._paragraphs()
        after = bisect_right(starts, self._rules[which][0])
        return min(stop, starts[after]) if after < len(starts) else stop

    def _delimited(self, start: int, left: str) -> tuple[str, ...]:
        """The name of a column in the first line of the paragraph, if it is delimited as this line is."""
        delimiter = _DELIMITER.search(left)
        starts, heads = self._paragraphs()
        which = bisect_right(starts, start) - 1
        if which < 0 or starts[which] == start:
            return ()
        head, line = heads[which], self._text[start : start + _ROW].partition("\n")[0]
        mark = delimiter[0] if delimiter else next(iter(_DELIMITER.findall(head)), "")
        names = head.split(mark) if mark in line and mark and not re.search(r"\d", head) else []
        column = left.count(mark) if mark else 0
        return (names[column].strip(),) if len(names) > 1 and column < len(names) else ()

    def _paragraphs(self) -> tuple[list[int], list[str]]:
        """Where paragraphs begin, and their first lines."""
        if self._blocks is None:
            starts = [0, *(match.end() for match in re.finditer(r"\n\n+", self._text))]
            lines = [self._text[start : start + _ROW].partition("\n")[0] for start in starts]
            self._blocks = starts, lines
        return self._blocks


def _filled(cells: list[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells if cell.strip())
