"""Numbers in workbooks: read as a reader sees them."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ingest.load.office.number_format import number_shown
from ingest.load.office.sheets import SheetsLoader
from tests.ingest.load.office.made import read, shown

ROUBLES = '_-* #,##0.00\\ "₽"_-;\\-* #,##0.00\\ "₽"_-;_-* "-"??\\ "₽"_-;_-@_-'


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0%", 0.15, "15%"),
        ("0.0%", 0.1555, "15.6%"),
        ("#,##0", 1234567, "1,234,567"),
        ("#,##0.00р.", 1234.5, "1,234.50р."),
        ("#,##0.00\\ [$₽-419]", -1250000.555, "-1 250 000,56 ₽"),
        ("[$$-409]#,##0.00;[Red]-[$$-409]#,##0.00", -1999.9, "-$1,999.90"),
        ('_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', -5, "$(5.00)"),
        (ROUBLES, -12.5, "-12.50 ₽"),
        (ROUBLES, 0, "- ₽"),
        ("#\\ ##0.00", 1234567.891, "1234 567.89"),
        ("00000", 123, "00123"),
        ("+0 (000) 000-00-00", 70000000000, "+7 (000) 000-00-00"),
        ('0" дн."', 30, "30 дн."),
        ('0.0,,"M"', 12345678, "12.3M"),
        ("0.###", 2, "2"),
        ("0.0", -0.01, "0.0"),
        (";;;", 5, ""),
        ("General", 5, None),
        ("@", 5, None),
        ("# ?/?", 0.5, None),
        ("0.00E+00", 12345, None),
        ("[<1000]0;0.0", 4, None),
        ("dd.mm.yyyy", 4, None),
        ("[h]:mm", 1, None),
        ("0", 4276380012345679.0, "4276380012345679"),
        ("0000 0000 0000 0000", 4276380012345679.0, "4276 3800 1234 5679"),
        ("#,##0.0000000000", 4.0817810e19, "40,817,810,000,000,000,000.0000000000"),
        ("0", 1e21, None),
        ("0", float("nan"), None),
    ],
)
def test_formats(code: str, value: float, text: str | None) -> None:
    assert number_shown(code, value) == text


@pytest.mark.parametrize(("word", "price"), [("Насос", "1 250,50"), ("Pump", "1,250.50")])
def test_cells_are_read_as_they_are_shown(word: str, price: str) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("A")
    sheet.write_row(2, 1, [word, "X", "Y"])
    for row, code in ((3, "#,##0.00"), (4, "00000")):
        look = book.add_format({"num_format": code})
        sheet.write_row(row, 1, [word, 1250.5, 7], look)
    book.close()
    assert shown(read(SheetsLoader(), buffer.getvalue()))[1] == (
        f"table: | {word} | X | Y |\n| --- | --- | --- |\n"
        f"| {word} | {price} | 7{price[-3]}00 |\n| {word} | 01251 | 00007 |"
    )
