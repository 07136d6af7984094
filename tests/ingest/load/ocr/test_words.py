"""Tesseract's table as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.load.ocr.words import parse

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def _row(paragraph: int, line: int, left: int, sure: float, text: str) -> str:
    return f"5\t1\t1\t{paragraph}\t{line}\t1\t{left}\t{line * 10}\t30\t8\t{sure}\t{text}"


def test_words_become_lines_and_paragraphs() -> None:
    table = "\n".join(
        [
            HEAD,
            "2\t1\t1\t0\t0\t0\t0\t0\t99\t99\t-1\t",
            _row(1, 1, 0, 96, "Заявка"),
            _row(1, 1, 40, 90, "на"),
            _row(1, 2, 0, 93, "отпуск"),
            _row(2, 1, 0, 91, "Second"),
        ]
    )
    read = parse(table, dpi=200)
    assert [(line.text, line.paragraph) for line in read.lines] == [
        ("Заявка на", 0),
        ("отпуск", 0),
        ("Second", 1),
    ]
    assert (read.lines[0].left, read.lines[0].right) == (0, 70)
    assert read.lines[0].words == (("Заявка", 0, 10, 30, 18), ("на", 40, 10, 70, 18))
    assert read.letters == 20


def test_confidence_is_that_of_letters_not_of_specks() -> None:
    table = "\n".join([_row(1, 1, 0, 95, "certain"), *(_row(1, 1, 50 + n, 5, "-") for n in range(20))])
    assert parse(table).confidence == 95


def test_nothing_is_no_page() -> None:
    assert parse("").confidence == 0
    assert parse(HEAD).lines == ()


@given(st.text())
def test_whatever_a_program_prints_is_survived(table: str) -> None:
    assert parse(table).confidence >= 0
