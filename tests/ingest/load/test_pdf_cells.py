"""Narrow cells of PDF tables: what they broke is whole again, and a table without rules has a line a row."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.load.pdf_breaks import one_word
from tests.ingest.load.pdf_files import load

HEADS = ["No", "Name", "Mail", "Card", "VIN", "SSN", "Tax number"]
ROWS = [
    [
        "1",
        "Anna Berg",
        "ivan.petrov@mail.ru",
        "2200-1910-1766-3270",
        "XTA210990Y2765123",
        "397-13-7819",
        "777848134110",
    ],
    [
        "2",
        "Carl Holm",
        "o-berg@northgate-hvac.com",
        "5469 3042 7900 2215",
        "JTD3YRBM55F954466",
        "146-11-9224",
        "548889420291",
    ],
]


def printed(
    rows: list[list[str]], width: float, align: int = 0, valign: str = "TOP", ruled: bool = False
) -> bytes:
    """`rows` as a table of equal columns between two paragraphs."""
    text = ParagraphStyle("text", fontName="Helvetica", fontSize=10)
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=8, leading=10, alignment=align)
    table = Table(
        [[Paragraph(one, cell) for one in row] for row in rows], [width / len(rows[0])] * len(rows[0])
    )
    look = [("VALIGN", (0, 0), (-1, -1), valign)]
    table.setStyle(TableStyle([*look, ("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else look))
    stream = io.BytesIO()
    parts = [Paragraph("The list is kept by the office and is checked weekly.", text), table]
    SimpleDocTemplate(stream, invariant=1).build(
        [*parts, Paragraph("Changes are reported within two days.", text)]
    )
    return stream.getvalue()


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize(("align", "valign"), [(0, "TOP"), (1, "TOP"), (2, "MIDDLE")])
def test_what_narrow_cells_broke_is_whole(align: int, valign: str, ruled: bool) -> None:
    text = "\n".join(block.text for block in load(printed([HEADS, *ROWS], 400, align, valign, ruled)).blocks)

    whole = [value for row in ROWS for value in row[2:-1]]  # two halves of six digits may be two numbers
    assert [value for value in whole if value not in text] == []
    assert "777848" in text


def test_a_table_without_rules_has_a_line_a_row_and_prose_stays_prose() -> None:
    blocks = load(printed([HEADS, *ROWS], 400)).blocks

    lines = [line for block in blocks for line in block.text.split("\n")]
    assert lines[0] == "The list is kept by the office and is checked weekly."
    assert [line.split()[0] for line in lines[1:-1]] == ["No", "1", "2"]
    assert lines[-1] == "Changes are reported within two days."
    assert {block.kind for block in blocks} == {"text"}


def test_paragraphs_around_a_table_in_small_print_are_no_headings() -> None:
    blocks = load(printed([HEADS, *ROWS], 400, ruled=True)).blocks
    assert [block.kind for block in blocks] == ["text", "table", "text"]


@pytest.mark.parametrize(
    ("pieces", "count"),
    [
        (("ivan.petr", "ov@mail.r", "u"), 3),
        (("a@mail.ru", "b@mail.ru"), 1),
        (("a@mail.ru", "director"), 1),
        (("XTA21", "0990Y2765", "123"), 3),
        (("XTARWUCR", "61AF7872"), 2),
        (("10.01.20", "24"), 2),
        (("10.01.2024", "12:30"), 1),
        (("548889420291", "777848134110"), 1),
        (("777848", "134110"), 1),
        (("3217721", "98137", "791"), 3),
        (("5469", "3042"), 1),
        (("contract", "department"), 1),
        (("Phon", "e"), 2),
        (("user_id", "int"), 1),
        (("OGRNI", "P"), 2),
    ],
)
def test_which_pieces_are_one_word(pieces: tuple[str, ...], count: int) -> None:
    assert one_word(pieces, alone=True, last=False) == count


def test_a_letter_that_ends_a_cell_ends_a_word() -> None:
    assert one_word(("Поли", "с"), alone=True, last=True) == 2
    assert one_word(("Поли", "с"), alone=True, last=False) == 1
