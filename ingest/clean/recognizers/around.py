"""What stands around a value: the head of its column, the words before it in one case."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_ROW = 4000
_CELL = re.compile(r"(?<=\|)[^|\n]*[^|\s][^|\n]*")
_RULE = re.compile(r"^\|?[ :-]*-[ :|-]*\|[ :|-]*$", re.MULTILINE)
"""The line of dashes below the heads of a Markdown table."""


def lowered(text: str) -> str:
    """`text` in lower case and as long as it was: patterns of one case are quick, those of any case slow."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def begins_word(text: str, place: int) -> bool:
    """Whether no letter or digit stands right before `place`; "_" parts words."""
    return place == 0 or not text[place - 1].isalnum()


class Columns:
    """The heads of the pipe tables of `text`; tables are sought at the first question, once."""

    __slots__ = ("_heads", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None
        self._heads: list[tuple[int, list[str]]] = []

    def head(self, place: int) -> str:
        """The head of the column that text[place] stands in, "" outside of tables."""
        text = self._text
        if self._starts is None:
            self._starts = self._read()
        table = bisect_right(self._starts, place) - 1
        if table < 0 or place >= self._heads[table][0]:
            return ""
        line = text.rfind("\n", 0, place) + 1
        if place - line > _LONGEST_ROW:
            return ""
        column = text.count("|", line, place) - text.startswith("|", line)
        heads = self._heads[table][1]
        return heads[column] if 0 <= column < len(heads) else ""

    def cells(self, heads: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """(start, end) of the cells below the heads that `heads` matches, in lower case."""
        if self._starts is None:
            self._starts = self._read()
        for start, (end, names) in zip(self._starts, self._heads, strict=True):
            if not any(heads.search(name.lower()) for name in names):
                continue
            for cell in _CELL.finditer(self._text, start, end):
                if heads.search(self.head(cell.start()).lower()):
                    yield cell.span()

    def _read(self) -> list[int]:
        text, starts = self._text, []
        for rule in _RULE.finditer(text):
            start = text.rfind("\n", 0, max(0, rule.start() - 1)) + 1
            head = text[start : rule.start()].strip()
            if "|" not in head:
                continue
            end = rule.end()
            while end < len(text):
                line_end = text.find("\n", end + 1)
                line_end = len(text) if line_end < 0 else line_end
                if "|" not in text[end:line_end]:
                    break
                end = line_end
            starts.append(rule.end())
            self._heads.append((end, [cell.strip() for cell in head.strip("|").split("|")]))
        return starts
