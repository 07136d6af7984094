"""Columns of prose that a file writes row by row, and tables that look like them."""

from __future__ import annotations

import textwrap

import pytest
from pdf_files import load, made
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT = (
    "The depot opens at six in the morning and closes when the last tram has come home. Drivers sign for their keys "
    "at the window, where the list of the day hangs. Whoever is late calls the shift leader, who finds somebody else. "
    "Damage is written down before the tram leaves. A tram without a working brake stays in the hall, and the workshop "
    "is told at once, by telephone and in writing. "
)
RIGHT = (
    "Passengers who have lost something ask at the counter on the ground floor. What is found is kept for a month, then "
    "it is given to the town. Money and papers are locked away, and the finder gets a receipt. Bicycles are taken along "
    "outside the rush hours, if there is room for them. Dogs wear a muzzle and need a ticket, guide dogs need neither. "
)
SIZE, TOP, LEADING = 10, 780, 12


def fitted(text: str, width: float, font: str = "Times-Roman") -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if stringWidth(f"{line} {word}", font, SIZE) > width and line:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def rows(left: list[str], right: list[str], *, gutter: float = 20, shift: float = 0) -> bytes:
    """Two columns, each row of both before the next one."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 16)
        canvas.drawString(50, TOP + 20, "What the depot says about its days and nights to everybody")
        canvas.setFont("Times-Roman", SIZE)
        for at in range(max(len(left), len(right))):
            for column, lines in enumerate((left, right)):
                if at < len(lines):
                    canvas.drawString(
                        50 + column * (235 + gutter), TOP - LEADING * at - column * shift, lines[at]
                    )
        canvas.drawString(
            50, TOP - LEADING * (len(left) + 3), "The office answers questions " + "of all sorts " * 5
        )

    return made(draw)


@pytest.mark.parametrize("gutter", [16, 30])
@pytest.mark.parametrize("shift", [0, 3])
def test_columns_are_read_one_after_another(gutter: float, shift: float) -> None:
    left, right = fitted(LEFT * 2, 235), fitted(RIGHT * 2, 235)
    text = " ".join(
        " ".join(block.text.split()) for block in load(rows(left, right, gutter=gutter, shift=shift)).blocks
    )
    assert " ".join((LEFT * 2).split()) in text
    assert " ".join((RIGHT * 2).split()) in text
    assert text.index("The depot opens") < text.index("Passengers who")
    assert text.index("need neither") < text.index("The office answers")


def test_rows_of_a_table_stay_rows() -> None:
    left = [f"Item {at} of the long list of all spare parts" for at in range(20)]
    right = [f"Price {at} in euro, without tax and transport" for at in range(20)]
    text = "\n".join(block.text for block in load(rows(left, right)).blocks)
    for at in range(20):
        assert 0 < text.index(f"Price {at} ") - text.index(f"Item {at} ") < 80


def test_prose_with_broad_blanks_is_no_column() -> None:
    line = textwrap.fill(LEFT * 3, 95).split("\n")

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", SIZE)
        for at, text in enumerate(line):
            canvas.drawString(50, TOP - LEADING * at, text, wordSpace=6)

    text = " ".join(" ".join(block.text.split()) for block in load(made(draw)).blocks)
    assert text == " ".join((LEFT * 3).split())
