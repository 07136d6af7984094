"""Watermarks of PDFs are no text; they are told among the marks of pages."""

from __future__ import annotations

import pytest
from pdf_files import BODY, load, made, put
from reportlab.pdfgen.canvas import Canvas

from ingest.document import PAGE_MARKS


@pytest.mark.parametrize(
    ("word", "angle", "size", "pages", "place"),
    [
        ("DRAFT", 45, 90, 3, (150, 620)),
        ("CONFIDENTIAL", 55, 60, 2, (150, 500)),
        ("NOT FOR USE", 90, 60, 4, (300, 200)),
        ("DRAFT", 0, 120, 1, (90, 690)),
        ("OBSOLETE", 315, 60, 1, (100, 740)),
    ],
)
def test_watermarks(word: str, angle: float, size: float, pages: int, place: tuple[float, float]) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(pages):
            canvas.saveState()
            canvas.translate(*place)
            canvas.rotate(angle)
            canvas.setFillGray(0.85)
            put(canvas, 0, word, size=size, x=0)
            canvas.restoreState()
            y = put(canvas, 780, f"Trams of the town {number}", size=18)
            put(canvas, y - 20, *BODY * (6 - number))
            canvas.showPage()

    document = load(made(draw))
    assert word in document.properties[PAGE_MARKS].split("\n")
    assert not [block for block in document.blocks if word in block.text]
    assert document.title == "Trams of the town 0"


def test_a_large_word_that_crosses_nothing_is_a_heading() -> None:
    document = load(made(lambda canvas: put(canvas, put(canvas, 780, "Trams", size=60) - 40, *BODY * 4)))
    assert (document.blocks[0].kind, document.blocks[0].text) == ("heading", "Trams")
