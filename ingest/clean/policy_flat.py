"""Tables without their grid: rows of values below a line of column heads, as PDF and plain text give them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.clean.policy_amounts import MONEY
from ingest.clean.policy_heads import DIGIT, HEAD_CHARS, Span, are_heads, ends_sentence, head_of, lines_from
from ingest.clean.policy_rows import TOKEN, Find, column_of, groups_of, readings_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DELIMITERS = (
    re.compile(r"\t+"),
    re.compile(r" *; *"),
    re.compile(r" {2,}"),
    re.compile(r",(?=\S)|,\Z"),
    re.compile(r", "),
)
_COMMAS = _DELIMITERS[-2:]
_AMOUNT = re.compile(
    rf"\s*[$€£₽]?\s?\d[\d .,'/\u00a0–-]*\s?(?:(?:{MONEY}|мес\.?|шт\.?|дн\.?)\s?)*", re.IGNORECASE
)
_UNITS = re.compile(rf"(?<![^\W\d_])(?:{MONEY}|мес\.?|шт\.?|дн\.?)(?![^\W\d_])", re.IGNORECASE)
_WIDEST = 600
_CODE = re.compile(r"[{}\[\]<>=]")
_VERSES = 2
_LISTED = 3
"""Commas part cells where there are three heads at least: two are a price and its unit."""


def rows(text: str, phrases: Iterable[tuple[str, int, int]]) -> Iterator[Find]:
    """Values of the named columns in lines below a line of heads: cells where a delimiter shows them, else amounts.

    Without one it is not certain which amount of a row belongs to the column: all that may are values.
    """
    for name, start, end in sorted(phrases, key=lambda phrase: phrase[1:]):
        if (row := list(_labelled(text, name, start, end))) or _names_row(text, start, end):
            yield from row
            continue
        found = list(_delimited(text, name, start, end))
        if not found and (head := head_of(text, name, start, end)):
            found = list(column_of(text, head))
        yield from found or _poured(text, name, start, end)


def _delimited(text: str, name: str, start: int, end: int) -> Iterator[Find]:
    """Cells of the column below a head whose cells a mark parts, in lines parted alike."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    if last < 0 or last - first > _WIDEST or _CODE.search(text, first, last):
        return
    for mark in _DELIMITERS:
        heads = _cells(text, first, last, mark)
        column = next((n for n, cell in enumerate(heads) if cell[0] <= start and end <= cell[1]), -1)
        if len(heads) < 2 or column < 0 or any(not _is_label(text[left:right]) for left, right in heads):
            continue
        if mark in _COMMAS and (len(heads) < _LISTED or (mark is _COMMAS[0] and ", " in text[first:last])):
            continue
        found = []
        for left, right in lines_from(text, last + 1):
            cells = _cells(text, left, right, mark)
            if len(cells) != len(heads):
                break
            if cells[column][0] < cells[column][1]:
                found.append((*cells[column], name))
        if any(DIGIT.search(text[left:right]) for left, right, _ in found):
            yield from found
            return


def _labelled(text: str, name: str, start: int, end: int) -> Iterator[Find]:
    """Cells behind a name that is the first cell of its line, all of them amounts: "Purchase price; 800; 310"."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    last = len(text) if last < 0 else last
    if last - first > _WIDEST or text[first:start].strip(" *_-•"):
        return
    for mark in _DELIMITERS[:3]:
        label, *cells = _cells(text, first, last, mark)
        if cells and end <= label[1] and _is_label(text[slice(*label)]):
            filled = [cell for cell in cells if cell[0] < cell[1]]
            if filled and all(_AMOUNT.fullmatch(text, *cell) for cell in filled):
                yield from ((*cell, name) for cell in filled)
            return


def _names_row(text: str, start: int, end: int) -> bool:
    """Whether a line is the field's name and amounts alone: what stands below has names of its own."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[end : len(text) if last < 0 else last]
    amounts = len(line) <= _WIDEST and not re.search(r"[^\W\d_]", _UNITS.sub("", line))
    return amounts and DIGIT.search(line) is not None and not text[first:start].strip(" *_-•")


def _is_label(cell: str) -> bool:
    return len(cell) <= 60 and len(cell.split()) <= 7 and not re.search(r"\d{3}|[:=]", cell)


def _cells(text: str, start: int, end: int, mark: re.Pattern[str]) -> list[Span]:
    """Places of the cells of a line; a mark between quotes parts nothing."""
    start += len(text[start:end]) - len(text[start:end].lstrip(" "))
    cells, at = [], start
    quoted = {n for match in re.finditer(r'"[^"\n]*"', text[start:end]) for n in range(*match.span())}
    for match in mark.finditer(text, start, end):
        if match.start() - start not in quoted:
            cells.append((at, match.start()))
            at = match.end()
    cells.append((at, end))
    if len(cells) > 2 and cells[-1][0] == cells[-1][1]:
        cells.pop()
    return cells


def _poured(text: str, name: str, start: int, end: int) -> Iterator[Find]:
    """The same where heads and first rows have become one line: "Item Cost Price Pump 100 120 Valve 90 110".

    The words between two rows' amounts are as many as those between the heads and the first amount.
    """
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = text[first : len(text) if last < 0 else last]
    if ends_sentence(line[: end - first]) or not are_heads(text[first:end], HEAD_CHARS):
        return
    groups = groups_of(text, end)
    widths = [{len(one) for one in readings_of(text, group.amounts)} for group in groups]
    alike = bool(widths) and any(width > 1 for width in set.intersection(*widths))
    if len(groups) < (_VERSES if alike else 2 * _VERSES):
        return
    sides = [(one.amounts[-1][1], other.amounts[0][0]) for one, other in pairwise(groups)]
    if any(re.search(r"[,;:.!?—–]", text[left:right]) for left, right in sides):  # a sentence
        return
    words = [
        token for token in TOKEN.finditer(text, end, groups[0].amounts[0][0]) if token.lastgroup == "word"
    ]
    if not words:  # a name right before its value: so are all others
        return
    lead = min(group.before for group in groups[1:])
    if 0 < lead <= len(words) and (cut := words[-lead].start()) > end:
        parted = f"{text[: cut - 1]}\n{text[cut:]}"
        if head := head_of(parted, name, start, end):
            yield from column_of(parted, head, strict=True)
            return
    yield from ((*amount, name) for group in groups for amount in group.amounts)
