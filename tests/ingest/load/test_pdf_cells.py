"""Narrow cells of PDF tables: what they broke is whole again, and a table without rules has a line a row."""

from __future__ import annotations

import io
from typing import cast

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.load.pdf_across import columns_of
from ingest.load.pdf_breaks import one_word
from ingest.load.pdf_flow import in_one_row
from ingest.load.pdf_lines import Found, TextPage
from ingest.load.pdf_page import Line, Part
from ingest.load.pdf_rows import matched
from ingest.load.pdf_torn import Written, is_torn
from ingest.load.pdf_words import Words
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


@pytest.mark.parametrize(
    ("word", "rest", "alone", "whole"),
    [
        ("Веретенн", "икова", True, True),
        ("Сыромятни", "кова", True, True),
        ("Рустамов", "на", True, True),
        ("выгрузк", "а", False, True),
        ("кварт", "ира", False, True),
        ("Росстандарт", "и", True, False),
        ("создайте", "вебхук", True, False),
        ("Контактное", "лицо", True, False),
        ("ул", "Садовая", True, False),
        ("docume", "ntation", True, True),
        ("depart", "ment", True, True),
        ("account", "balance", True, False),
        ("docume", "ntation", False, False),
    ],
)
def test_which_letters_are_one_word(word: str, rest: str, alone: bool, whole: bool) -> None:
    assert is_torn(word, rest, alone, Written()) == whole


def test_what_a_document_writes_tells_its_words() -> None:
    assert is_torn("Saddle", "back", True, Written({"saddleback"}))
    assert not is_torn("Saddle", "back", True, Written({"saddleback", "saddle", "back"}))
    assert is_torn("docume", "ntation", False, Written(anywhere=True))


@pytest.mark.parametrize("columns", [4, 5])
def test_tables_that_follow_each_other_have_their_own_columns(columns: int) -> None:
    first = [[f"first {row}{column} with more words" for column in range(columns)] for row in range(3)]
    second = [[f"second {row}{column} and some more" for column in range(columns + 1)] for row in range(3)]
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=8, leading=10)
    parts: list[Paragraph | Table] = []
    for rows in (first, second):
        size = 300 / len(rows[0])
        parts += [Table([[Paragraph(one, cell) for one in row] for row in rows], [size] * len(rows[0]))]
        parts += [
            Paragraph("All of that is checked weekly by the office, and what changes is reported.", cell)
        ]
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=(420, 595), invariant=1).build(parts)
    lines = [line for block in load(stream.getvalue()).blocks for line in block.text.split("\n")]
    assert [" ".join(row) for row in (*first, *second)] == [line for line in lines if "checked" not in line]


def row(page: int, *cells: tuple[str, float], bottom: float = 50) -> Line:
    """A row of columns of 100 points; each cell with its text and the end of its last line."""
    parts = tuple(
        Part(text=text, left=100 * at, right=100 * at + 90, end=100 * at + end, bottom=bottom, alone=False)
        for at, (text, end) in enumerate(cells)
        if text
    )
    text = " ".join(part.text for part in parts)
    return Line(text=text, page=page, size=10, left=0, right=300, top=70, bottom=bottom, parts=parts)


@pytest.mark.parametrize(
    ("last", "more", "goes_on"),
    [
        ([("7", 5), ("г. Самара, ул.", 80), ("сдан", 30)], [("", 0), ("Садовая, 9", 60), ("", 0)], True),
        ([("Груз принят", 85), ("Мухортов", 80), ("сдан", 30)], [("проверен", 60), ("", 0), ("", 0)], True),
        ([("7", 5), ("Груз принят", 40), ("сдан", 30)], [("", 0), ("проверен", 60), ("", 0)], False),
        ([("7", 5), ("Груз принят.", 88), ("сдан", 88)], [("8", 5), ("Груз", 60), ("не сдан", 50)], False),
    ],
)
def test_a_row_goes_on_over_a_page_break(
    last: list[tuple[str, float]], more: list[tuple[str, float]], goes_on: bool
) -> None:
    lines = [row(1, *last), row(2, *more)]
    text = Words(lines).flow(lines)
    assert (matched(*lines) is not None) == goes_on
    assert ("\n" not in text) == goes_on


def test_a_word_too_long_for_its_column_runs_over_the_edge_and_two_cells_do_not() -> None:
    over = [(10.0 * at, 10.0 * at + 9.5) for at in range(4)]
    assert columns_of(over, [25], 10) == [0, 0, 0, 0]
    apart = [*over[:2], *((left + 8, right + 8) for left, right in over[2:])]
    assert columns_of(apart, [25], 10) == [0, 0, 1, 1]


def test_rows_that_pdfium_takes_for_one_are_two() -> None:
    class Page:
        """Characters of ten points, the last of them in the next row; `placeless` ones have no width."""

        placeless = 0

        def box(self, index: int) -> tuple[float, float, float, float]:
            if index < self.placeless:
                return 535, 173, 535, 173
            return (10.0 * index, 90, 10.0 * index + 9, 102) if index < 9 else (0, 78, 9, 90)

        def line(self, text: str, start: int) -> Found:
            where = Line(text=text.strip(), page=1, size=10, left=0, right=90, top=102, bottom=78)
            return Found(line=where, turn=0, raw=text, start=start)

    page = Page()
    found = list(in_one_row(cast("TextPage", page), page.line("05.01.202 5", 0)))
    assert [one.raw.strip() for one in found] == ["05.01.202", "5"]
    page.placeless = 2  # parted from the others they would be taken for hidden
    found = list(in_one_row(cast("TextPage", page), page.line("국내외", 0)))
    assert [one.raw for one in found] == ["국내외"]
