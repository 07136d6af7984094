"""The text layer of a page judged: set right where it only names the wrong code page, else wanting OCR. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.load.garbled import garbled, mended, repaired
from ingest.load.pdf_order import joined_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line


def judged(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines, set right where that is possible, and whether they are garbled."""
    text = _text(lines)
    if not garbled(text):
        return list(lines), False
    if repaired(text) is not None:
        return [replace(line, text=mended(line.text)) for line in lines], False
    # PDFium may give letter by letter what stands in one row: joined, it is words again.
    return list(lines), garbled(_text(joined_rows(lines)))


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines if not line.hidden)
