"""Pages that PDFium would read downwards, letter by letter: few words in a row, and something far to the right."""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as api
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.load.pdf_flow import open_text
from tests.ingest.load.pdf_files import BODY, load, made

CODE = [
    "depart({",
    "    stop: 'Old town',",
    "    line: {",
    "        name: 'First',",
    "        tram: { number: '4' },",
    "    },",
    "});",
]


def code(canvas: Canvas, rows: int, aside: str) -> None:
    """A browser draws every letter of a fixed font for itself."""
    canvas.setFont("Courier", 10)
    for row in range(rows):
        for at, letter in enumerate(CODE[row % len(CODE)]):
            canvas.drawString(40 + 6 * at, 790 - 12 * row, letter)
    canvas.drawRightString(575, 20, aside)


def rows_of(data: bytes, page: int, *, mended: bool) -> int:
    with pypdfium2.PdfDocument(data) as document:
        opened = document[page]
        handle = open_text(api, document.raw, opened.raw) if mended else api.FPDFText_LoadPage(opened.raw)
        try:
            found = range(api.FPDFText_CountChars(handle))
            return sum(api.FPDFText_GetUnicode(handle, at) == 10 for at in found)
        finally:
            api.FPDFText_ClosePage(handle)


@pytest.mark.parametrize(("rows", "aside"), [(56, "17"), (49, "Page 17 of 20")])
def test_a_page_of_short_rows_is_read_in_rows(rows: int, aside: str) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(40):
            canvas.drawString(40, 790 - 14 * row, BODY[row % 2])
        canvas.showPage()
        code(canvas, rows, aside)

    data = made(draw)
    blocks = load(data).blocks

    assert rows_of(data, 1, mended=False) > 5 * rows, "else PDFium reads it as it is, and this can go"
    assert rows_of(data, 1, mended=True) == rows + 1, "the aside, and the stroke"
    assert rows_of(data, 0, mended=True) == rows_of(data, 0, mended=False) == 39
    assert [block.text for block in blocks if block.kind == "code"][:1] == ["\n".join(CODE * (rows // 7))]
    assert not any(block.hidden or block.text == "." for block in blocks), "the stroke is not read"
