"""Which words label a cell, in pipe tables and in delimited lines."""

from __future__ import annotations

import re
import time

import pytest

from ingest.clean.recognizers.tables import Tables

TABLE = "Сотрудники\n\n| Имя | ИНН | Город |\n| --- | --- | --- |\n| Иванов | 11 | Тверь |\n| Петров | 22 | Омск |"


@pytest.mark.parametrize(
    ("text", "value", "row", "column"),
    [
        (TABLE, "11", ("Иванов", "Иванов"), ("ИНН",)),
        (TABLE, "22", ("Петров", "Петров"), ("ИНН",)),
        (TABLE, "Омск", ("22", "Петров"), ("Город",)),
        (TABLE, "Иванов", (), ("Имя",)),
        (TABLE, "Сотр", (), ()),
        ("| ИНН | 11 |\n|---|:--|\n| КПП | 22 |", "11", ("ИНН", "ИНН"), ()),
        ("| ИНН | 11 |\n|---|:--|\n| КПП | 22 |", "22", ("КПП", "КПП"), ("11",)),
        ("| a | a |\n| --- | --- |\n| Серия | Номер |\n| 11 | 22 |", "22", ("11", "11"), ("a", "Номер")),
        ("| a \\| b | c |\n| --- | --- |\n| 11 | 22 |", "22", ("11", "11"), ("c",)),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| 3 | 44 |", "44", ("3", "3"), ()),
        ("| a |\n| --- |\n| 1 |\n| b |\n| --- |\n| 22 |", "22", (), ("b",)),
        ("| a |\n| --- |\n| 1 | 22 |", "22", ("1", "1"), ()),
        ("Имя;ИНН;Город\nИванов;11;Тверь", "11", (), ("ИНН",)),
        ("Имя\tИНН\nИванов\t11\nПетров\t22", "22", (), ("ИНН",)),
        ("Имя,ИНН\n\nИванов,11", "11", (), ()),
        ("Имя;ИНН\nИванов,11", "11", (), ()),
        ("плоский текст\n11", "11", (), ()),
        ("", "", (), ()),
    ],
)
def test_labels_of_a_cell(text: str, value: str, row: tuple[str, ...], column: tuple[str, ...]) -> None:
    assert Tables(text).labels(text.index(value)) == (row, column)


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n| --- | --- |\n" + "| 1 | 2 |\n" * 20_000,
        "| 1 |\n| --- |\n" * 20_000,
        "| 1 " * 50_000,
        "1;2\n" * 50_000,
    ],
)
def test_all_cells_of_a_long_table_take_linear_time(text: str) -> None:
    tables, started = Tables(text), time.process_time()

    for place in range(0, len(text), len(text) // 20_000 or 1):
        tables.labels(place)

    assert time.process_time() - started < 10  # well under 3 s where time is linear


def test_the_cells_below_a_head() -> None:
    text = TABLE + "\n\n| Город |\n| --- |\n\nПетров | 22 |\n\n| Рост | Город |\n|---|---|\n| 180 | Орёл |"
    cells = [text[start:end].strip() for start, end in Tables(text).cells(re.compile("город|инн"))]
    assert cells == ["11", "Тверь", "22", "Омск", "Орёл"]
    assert Tables(text).heads(text.index("Орёл")) == ("Город",)
    assert list(Tables("| Город |\n| --- |").cells(re.compile("город"))) == []
