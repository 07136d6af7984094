"""Binary workbooks, made record by record: numbers as they are shown, days, what is hidden."""

from __future__ import annotations

import struct

import pytest

from ingest.document import HIDDEN_TEXT
from ingest.errors import Code, LoadError
from ingest.load.office.sheets import SheetsLoader
from ingest.load.office.xls_records import read as records
from tests.ingest.load.office.made import read, shown
from tests.ingest.load.ole_files import ole

EOF = struct.pack("<HH", 0x0A, 0)
CODES = ("General", "0.0%", '#,##0.00 "₽"', "00000", "dd.mm.yyyy", "[$$-409]#,##0.00", "0.00;(0.00)")


class Biff:
    """A workbook; `wide`: BIFF8, else BIFF5 with words in cp1251. A cell is a text, or a number with its style."""

    def __init__(self, *, wide: bool) -> None:
        self.wide = wide

    def record(self, kind: int, form: str, *values: float, tail: bytes = b"") -> bytes:
        body = struct.pack("<" + form, *values) + tail
        return struct.pack("<HH", kind, len(body)) + body

    def bof(self, what: int) -> bytes:
        if self.wide:
            return self.record(0x809, "HHHHII", 0x600, what, 0, 0, 0, 0)
        return self.record(0x809, "HHHH", 0x500, what, 0, 0)

    def text(self, text: str, form: str) -> bytes:
        if not self.wide:
            return struct.pack("<" + form, len(text)) + text.encode("cp1251", "replace")
        return struct.pack("<" + form + "B", len(text), 1) + text.encode("utf-16-le")

    def cell(self, row: int, column: int, value: str | tuple[float, int]) -> bytes:
        if isinstance(value, str):
            return self.record(0x204, "HHH", row, column, 0, tail=self.text(value, "H"))
        number, style = value
        if number == int(number) and style % 2:
            return self.record(0x27E, "HHHI", row, column, style, (int(number) << 2 | 2) & 0xFFFFFFFF)
        return self.record(0x203, "HHHd", row, column, style, number)

    def book(self, name: str, rows: list[list[str | tuple[float, int]]], extra: bytes = b"") -> bytes:
        told = self.record(0x42, "H", 1200 if self.wide else 1251)
        for number, code in enumerate(CODES[1:], 164):
            told += self.record(0x41E, "H", number, tail=self.text(code, "H" if self.wide else "B"))
        for number in (0, *range(164, 163 + len(CODES)), 10):
            told += self.record(0xE0, "HH", 0, number, tail=bytes(16 if self.wide else 12))
        label = self.text(name, "B")
        start = len(self.bof(5)) + len(told) + 4 + 6 + len(label) + len(EOF)
        told = self.bof(5) + told + self.record(0x85, "IBB", start, 0, 0, tail=label) + EOF
        cells = b"".join(self.cell(y, x, one) for y, row in enumerate(rows) for x, one in enumerate(row))
        many = self.record(
            0xBD, "HHHIHIH", len(rows), 0, 1, 50 << 2 | 3, 3, 7 << 2 | 2, 1
        )  # .5 and 7 in one record
        chart = self.bof(0x20) + self.record(0x203, "HHHd", 900, 200, 0, 1.0) + EOF
        sheet = self.bof(0x10) + extra + cells + many + chart + EOF
        return ole({"Workbook" if self.wide else "Book": told + sheet + bytes(4096)})


@pytest.mark.parametrize("wide", [True, False], ids=["BIFF8", "BIFF5"])
def test_numbers_are_read_as_they_are_shown(wide: bool) -> None:
    rows: list[list[str | tuple[float, int]]] = [
        ["Что", "Значение"],
        ["Доля", (0.153, 1)],
        ["Код", (123, 3)],
        ["День", (45356, 4)],
        ["Доллары", (1234.5, 5)],
        ["Минус", (-15.5, 6)],
        ["Ставка", (0.5, 7)],
        ["Просто", (3.14, 0)],
        ["Чужой стиль", (2.5, 99)],
    ]
    if wide:
        rows.append(["Цена", (1250, 2)])
    (head, table) = shown(read(SheetsLoader(), Biff(wide=wide).book("Склад", rows)))
    assert head == "# Склад"
    found = [line.strip("| ").split(" | ") for line in table.split("\n")[2:]]
    expected = ["15,3%", "00123", "2024-03-05", "$1,234.50", "(15,50)", "50,00%", "3.14", "2.5"]
    assert [row[-1] for row in found][: len(expected)] == expected
    assert found[-1] == ["50,0%", "00007"]
    if wide:
        assert ["Цена", "1 250,00 ₽"] in found


def test_hidden_rows_and_columns_are_no_text_but_what_a_filter_hides_is() -> None:
    biff = Biff(wide=True)
    rows: list[list[str | tuple[float, int]]] = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"]]
    hidden = biff.record(0x208, "HHHHHHHH", 2, 0, 2, 255, 0, 0, 0x20, 15)
    column = biff.record(0x7D, "HHHHHH", 1, 1, 2000, 15, 1, 0)
    document = read(SheetsLoader(), biff.book("S", rows, hidden + column))
    assert "e" not in "".join(shown(document)[1:])
    assert not {"b", "d", "f", "h"} & set("".join(shown(document)[1:]))
    assert document.properties[HIDDEN_TEXT].split() == ["b", "d", "e", "f", "h", "00007"]
    filtered = read(SheetsLoader(), biff.book("S", rows, hidden + biff.record(0x9B, "")))
    assert "| e | f |" in shown(filtered)[1]


def test_damage_and_passwords() -> None:
    biff = Biff(wide=True)
    stream = biff.bof(5) + biff.record(0x41E, "H", 9) + biff.record(0x85, "H", 9) + biff.record(0x203, "H", 1)
    assert records(stream)[1][0].cells == 0
    assert records(b"\x09\x08")[1][0].cells == 0
    with pytest.raises(LoadError) as caught:
        records(biff.bof(5) + biff.record(0x2F, "H", 1))
    assert caught.value.code == Code.PASSWORD_REQUIRED
