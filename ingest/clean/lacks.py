"""What a loader could not read of a document that it gives: pages, by their numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.document import LabelEvidence

MISSING = "missing_pages"
_LEFT_OUT = ("hidden_runs", "comments_left_out", "deletions_left_out")
_RANGES = re.compile(r"\d{1,6}(?:-\d{1,6})?(?:, \d{1,6}(?:-\d{1,6})?)*")


def missing_pages(properties: Mapping[str, str]) -> tuple[int, tuple[LabelEvidence, ...]]:
    """How many pages lack in the text, and their numbers as a line for `why`; (0, ()) for none, or for nonsense."""
    stated = properties.get(MISSING, "")
    if not _RANGES.fullmatch(stated):
        return 0, ()
    count = 0
    for part in stated.split(", "):
        first, _, last = part.partition("-")
        count += max(0, int(last or first) - int(first)) + 1
    return count, (LabelEvidence(label=MISSING.replace("_", " "), value=stated, where=f"property:{MISSING}"),)


def left_out(properties: Mapping[str, str]) -> dict[str, int]:
    """How much a loader left out, as far as it counted."""
    return {name: _count(properties.get(name, "")) for name in _LEFT_OUT}


def _count(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
