"""The text layer of a page judged: set right where it only names the wrong code page, else wanting OCR. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.load.garbled import garbled, mended, repaired

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_page import Line


def judged(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines, set right where that is possible, and whether they are garbled."""
    text = "\n".join(line.text for line in lines if not line.hidden)
    if repaired(text) is not None:
        return [replace(line, text=mended(line.text)) for line in lines], False
    return list(lines), garbled(text)
