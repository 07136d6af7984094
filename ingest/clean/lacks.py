"""What a loader could not read of a document that it gives: pages, by their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.document import LabelEvidence

_PAGES = {
    "missing_pages": "missing.pages",
    "slow_pages": "missing.slow_pages",
    "limited_pages": "missing.tables_of_pages",
}
"""Property -> what it is counted as. Slow ones are missing because OCR took too long; limited ones draw so much that
their tables may be text."""
_LEFT_OUT = ("hidden_runs", "comments_left_out", "deletions_left_out")
_RANGES = re.compile(r"\d{1,6}(?:-\d{1,6})?(?:, \d{1,6}(?:-\d{1,6})?)*")


def lacking(properties: Mapping[str, str]) -> tuple[dict[str, int], tuple[LabelEvidence, ...]]:
    """How many pages lack in the text, or are not whole there, and their numbers as lines for `why`."""
    counts: dict[str, int] = {}
    lines: tuple[LabelEvidence, ...] = ()
    for name, count in _PAGES.items():
        counts[count], line = pages_of(properties, name)
        lines = (*lines, *line)
    return counts, lines


def pages_of(properties: Mapping[str, str], name: str) -> tuple[int, tuple[LabelEvidence, ...]]:
    """How many pages the property names, and their numbers as a line; (0, ()) for none, or for nonsense."""
    stated = properties.get(name, "")
    if not _RANGES.fullmatch(stated):
        return 0, ()
    count = 0
    for part in stated.split(", "):
        first, _, last = part.partition("-")
        count += max(0, int(last or first) - int(first)) + 1
    return count, (LabelEvidence(label=name.replace("_", " "), value=stated, where=f"property:{name}"),)


def left_out(properties: Mapping[str, str]) -> dict[str, int]:
    """How much a loader left out, as far as it counted."""
    return {name: _count(properties.get(name, "")) for name in _LEFT_OUT}


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
