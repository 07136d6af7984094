"""Pipe tables as policy rules see them: cells with places, columns by their heads, rows by their labels."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.clean.policy_words import Word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

_RULER = re.compile(r"[|: -]*-[|: -]*")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_VALUE = re.compile(r"[~≈<>≤≥+-]?\s*[$€£₽]?\s*\d|[-—–]+\Z")
_LABEL_WORDS = 12
_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words without the blanks around; they are `text[start:end]` of the block."""

    text: str
    start: int
    end: int


class Table:
    """A pipe table. `rows` are cells of all rows but the delimiter row; `lines` the lines they stand in."""

    def __init__(self, text: str) -> None:
        self.rows: list[list[Cell]] = []
        self.lines: list[int] = []
        self._text = text.split("\n")
        self.ruler = -1
        start = 0
        for number, line in enumerate(self._text):
            if self.ruler < 0 and number and _RULER.fullmatch(line.strip()) and "-" in line:
                self.ruler = number
            elif line.strip():
                self.rows.append(list(_cells(line, start)))
                self.lines.append(number)
            start += len(line) + 1
        self.width = max(map(len, self.rows), default=0)
        self._ends = [row[-1].end if row else -1 for row in self.rows]

    def place(self, at: int) -> tuple[int, int]:
        """(row, column) of the cell that holds or follows the letter at `at`."""
        row = min(bisect_left(self._ends, at), len(self.rows) - 1)
        if row < 0:
            return -1, -1
        cells = self.rows[row]
        return row, min(bisect_left([cell.end for cell in cells], at + 1), len(cells) - 1)

    def heads(self) -> int:
        """How many rows are head: the first, and those after it while the row above leaves cells empty or repeats one.

        So a title over the table, or a head of several stages, is one; a row with a number ends it.
        """
        count = 1
        while count < min(_HEAD_ROWS, len(self.rows)) and _merged(self.rows[count - 1], self.width):
            if any(_DIGIT.search(cell.text) for cell in self.rows[count]):
                break
            count += 1
        return count

    def columns(self, named: Callable[[Sequence[Word]], str]) -> dict[int, str]:
        """Column -> what `named` makes of the words of its head, where that is not ""."""
        found = {}
        above = [self.rows[row] for row in range(self.heads())] if self.rows else []
        for column in range(self.width):
            if self._labels_row(0, column):
                continue
            cells = [row[column].text for row in above if column < len(row)]
            # Each stage alone, then all of them: "Price" over "Purchase".
            for text in (*cells, " ".join(dict.fromkeys(cells))):
                if name := named(_label(text)):
                    found[column] = name
                    break
        return found

    def torn(self, named: Callable[[str], str]) -> dict[int, str]:
        """Column -> what `named` makes of the text of its head, where that is not "" and values stand below."""
        heads = self.rows[0] if self.rows else []
        found = {column: named(cell.text) for column, cell in enumerate(heads) if " " in cell.text}
        return {column: name for column, name in found.items() if name and self.holds_values(column)}

    def holds_values(self, column: int) -> bool:
        """Whether the column's cells are amounts for the most part."""
        below = [
            row[column].text for row in self.rows[self.heads() :] if column < len(row) and row[column].text
        ]
        return 2 * sum(_VALUE.match(text) is not None for text in below) >= max(1, len(below))

    def labelled(self, named: Callable[[Sequence[Word]], str]) -> dict[int, tuple[int, str]]:
        """Row -> (column of its label, what `named` makes of it). A head is such a row if values follow its label."""
        found = {}
        heads = self.heads()
        for number, row in enumerate(self.rows):
            for place, cell in enumerate(row[: min(3, len(row) - 1)]):
                after = next((other.text for other in row[place + 1 :] if other.text), "")
                if (number < heads and not _VALUE.match(after) and not self._labels_row(number, place)) or (
                    not _LETTER.search(cell.text)
                ):
                    continue
                if name := named(_label(cell.text)):
                    found[number] = (place, name)
                    break
        return found

    def values(self, row: int, label: int) -> tuple[list[Cell], bool]:
        """The cells that the label in column `label` of a row names, and whether the row has no other label."""
        cells = self.rows[row]
        behind = cells[label + 1 :]
        pairs = self.width % 2 == 0 and label % 2 == 0
        ends = next(
            (n for n in range(1, len(behind) - 1, 2) if pairs and _is_label(behind[n].text)), len(behind)
        )
        before = any(_is_label(cell.text) for cell in cells[:label:2]) if pairs and label else False
        return behind[:ends], ends == len(behind) and not before

    def _labels_row(self, row: int, column: int) -> bool:
        """Whether a cell of the first row says what the cells beside it are, and not those below.

        A table of names and values has no head: its first row is a name and its value like the others.
        """
        cells = self.rows[row] if row < len(self.rows) else []
        if column + 1 >= len(cells) or row:
            return False
        below = [line[column].text for line in self.rows[1:] if column < len(line) and line[column].text]
        if any(_VALUE.match(text) for text in below):
            return False
        pairs = self.width in {2, 4} and column % 2 == 0
        return bool(_VALUE.match(cells[column + 1].text)) or (
            pairs and bool(below) and self._names_rows(column)
        )

    def _names_rows(self, column: int) -> bool:
        """Whether the next column holds what this one names: values, somewhere."""
        return any(_DIGIT.search(line[column + 1].text) for line in self.rows[1:] if column + 1 < len(line))

    def without(self, columns: Collection[int], rows: Collection[int]) -> str:
        """The table's text without these columns and rows; "" when nothing but heads is left."""
        gone = {self.lines[row] for row in rows}
        kept = []
        for number, line in enumerate(self._text):
            if number in gone:
                continue
            if not columns or not line.strip():
                kept.append(line)
                continue
            cells = [cell.text for place, cell in enumerate(_cells(line, 0)) if place not in columns]
            if cells:
                kept.append("| " + " | ".join(cells) + " |")
        if 0 in gone and len(kept) > 1 and self.ruler == 1:
            kept[0], kept[1] = kept[1], kept[0]
        if len(kept) <= 1 or all(not line.strip("|:- ") for line in kept):
            return ""
        return "\n".join(kept)


def continues(table: Table, columns: Collection[int], width: int) -> bool:
    """Whether `table`, which follows one of `width` columns, goes on with it: its first row holds values."""
    first = table.rows[0] if table.rows else []
    return table.width == width and any(
        _VALUE.match(first[column].text) for column in columns if column < len(first)
    )


def _cells(line: str, start: int) -> Iterator[Cell]:
    at = 0
    edges = list(_bars(line))
    if edges and not line[: edges[0]].strip():
        at = edges.pop(0) + 1
    stops = [*edges, len(line)]
    if edges and not line[edges[-1] + 1 :].strip():
        stops.pop()
    for stop in stops:
        piece = line[at:stop]
        left = at + len(piece) - len(piece.lstrip())
        text = piece.strip()
        yield Cell(text, start + left, start + left + len(text))
        at = stop + 1


def _bars(line: str) -> Iterator[int]:
    r"""Places of the bars between cells; `\|` is a letter."""
    for match in re.finditer(r"\\.|\|", line):
        if match[0] == "|":
            yield match.start()


def _is_label(text: str) -> bool:
    return len(text) > 2 and _LETTER.search(text) is not None and not _DIGIT.search(text)


def _merged(row: Sequence[Cell], width: int) -> bool:
    texts = [cell.text for cell in row] + [""] * (width - len(row))
    return any(not text for text in texts) or any(a == b for a, b in pairwise(texts))


def _label(text: str) -> list[Word]:
    found = words(text) if len(text) <= 300 else []
    return found if len(found) <= _LABEL_WORDS else []
