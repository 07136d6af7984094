"""Names in tables: below heads that call them so, and beside such labels of rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.names.name_labels import PERSONAL, TECHNICAL, THINGS, WEAK, plain, plain_head
from ingest.clean.names.name_values import (
    Judge,
    Place,
    begins_with_given,
    calls_a_name,
    is_filler,
    is_likely_name,
    is_name_value,
    judge_of,
)
from ingest.clean.names.staff import is_technical


def in_columns(text: str, rows: Sequence[Sequence[Place]], written: str) -> Iterator[Place]:
    """The names below the heads, the first of `rows`, that call them so; each row is the places of its cells.

    `written` is `text` with what is no prose: heads like `last_name`.
    """
    if not rows:
        return
    heads = [plain_head(written[start:end]) for start, end in rows[0]]
    if not any(map(calls_a_name, heads)):
        return
    strong = [judge_of(head) is not None for head in heads]
    if any(map(TECHNICAL.fullmatch, heads)) and sum(strong) < 2:
        return
    for column, head in enumerate(heads):
        cells = [_bare(text, row[column]) for row in rows[1:] if column < len(row)]
        values = [text[start:end] for start, end in cells]
        judge = judge_of(head) or (_weak_judge(heads, strong, values) if WEAK.fullmatch(head) else None)
        filled = [value for value in values if re.search(r"[^\W\d_]", value)]
        if judge and sum(map(is_filler, filled)) * 2 <= len(filled):
            yield from (cell for cell, value in zip(cells, values, strict=True) if judge(value))


def _weak_judge(heads: Sequence[str], strong: Sequence[bool], values: Sequence[str]) -> Judge | None:
    """What values below a bare «Имя» must be, by the other heads and by themselves."""
    if any(strong):
        return is_name_value
    if any(TECHNICAL.fullmatch(head) or THINGS.fullmatch(head) for head in heads):
        return None
    given = sum(is_name_value(value) and begins_with_given(value) for value in values)
    personal = any(map(PERSONAL.fullmatch, heads)) and given > 0
    return is_likely_name if personal or (given > 1 and given * 2 >= len(values)) else None


def in_rows(text: str, rows: Sequence[Sequence[Place]]) -> Iterator[Place]:
    """The names beside labels of rows, if two rows at least are labelled as those of a person's form are."""
    firsts = [plain(text[slice(*row[0])]) for row in rows if row]
    if sum(calls_a_name(one) or PERSONAL.fullmatch(one) is not None for one in firsts) < 2:
        return
    if any(is_technical(text[slice(*cell)]) for cell in rows[0][1:]):
        return
    sure = any(map(judge_of, firsts))
    for row in rows:
        judge: Judge | None = None
        for cell in row:
            start, end = _bare(text, cell)
            value = text[start:end]
            called = plain(value)
            if calls_a_name(called) or PERSONAL.fullmatch(called):
                judge = judge_of(called) or (is_name_value if sure and WEAK.fullmatch(called) else None)
            elif judge and judge(value):
                yield start, end


def _bare(text: str, cell: Place) -> Place:
    """`cell` without the marks of bold type."""
    start, end = cell
    while start < end and text[start] in "*_ ":
        start += 1
    while end > start and text[end - 1] in "*_ ":
        end -= 1
    return start, end
