"""How the items of a numbered list are counted: 1, a, A, i or I, up or down from any number."""

from __future__ import annotations

from typing import Any

from ingest.load.docx_numbering import counted
from ingest.load.markup import number_of

Element = Any

KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def first_number(items: Element) -> int:
    """The number of the first item of a list (`ol`)."""
    if items.get("reversed") is None:
        return number_of(items.get("start"), 1)
    return number_of(items.get("start"), sum(1 for _ in items.iterchildren("li")))


def step(items: Element) -> int:
    """How much the number of an item is above that of the one before."""
    return 1 if items.get("reversed") is None else -1


def shown(items: Element, number: int) -> str:
    """An item's number as the list shows it: "3.", "c.", "iii."."""
    return f"{counted(number, KINDS.get(items.get('type') or '', 'decimal'))}."
