"""The tables on a sheet, and their headers."""

from __future__ import annotations

import pytest

from ingest.load.office.cells import is_word
from ingest.load.office.regions import TABLE_CHARS, sheet_blocks


def texts(*rows: str, spans: list[tuple[int, int, int, int]] | None = None) -> list[str]:
    """The blocks of rows written with "|" between cells."""
    grid = [[cell.strip() for cell in row.split("|")] for row in rows]
    return [block.text for block in sheet_blocks(grid, spans or [])]


def test_empty_rows_part_tables() -> None:
    assert texts("A|B", "1|2", "|", "C|D", "3|4") == [
        "| A | B |\n| --- | --- |\n| 1 | 2 |",
        "| C | D |\n| --- | --- |\n| 3 | 4 |",
    ]


def test_tables_beside_each_other() -> None:
    assert texts("Name|Sum||City|Code", "one|1||Rome|7", "two|2||Bern|8") == [
        "| Name | Sum |\n| --- | --- |\n| one | 1 |\n| two | 2 |",
        "| City | Code |\n| --- | --- |\n| Rome | 7 |\n| Bern | 8 |",
    ]


def test_an_empty_column_within_a_table_falls_away() -> None:
    assert texts("Name|2024||2025|Sum", "one|1||2|3", "two|2||3|5") == [
        "| Name | 2024 | 2025 | Sum |\n| --- | --- | --- | --- |\n| one | 1 | 2 | 3 |\n| two | 2 | 3 | 5 |"
    ]


def test_a_header_may_stand_apart_from_its_rows() -> None:
    assert texts("Report 2025||", "", "Zone|Sales|Profit", "", "North|1|2", "South|3|4") == [
        "Report 2025",
        "| Zone | Sales | Profit |\n| --- | --- | --- |\n| North | 1 | 2 |\n| South | 3 | 4 |",
    ]


def test_lines_above_a_table_are_text() -> None:
    assert texts("Price list||", "valid from May||", "Item|Price|Unit", "bolt|1|piece") == [
        "Price list",
        "valid from May",
        "| Item | Price | Unit |\n| --- | --- | --- |\n| bolt | 1 | piece |",
    ]


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (("Имя|Город", "Анна|Рим"), "| Имя | Город |"),
        (("Год|2024|2025", "план|1|2"), "| Год | 2024 | 2025 |"),
        (("№|Принял|Дата", "1|Хвостиков|2026-11-01"), "| № | Принял | Дата |"),
        (("#|Owner|%|№№|$", "1|Anna|40|7|3"), "| # | Owner | % | №№ | $ |"),
        (("№ п/п|ФИО|№/№", "1|Чиж А.|2"), "| № п/п | ФИО | №/№ |"),
        (("ФИО|📞|✉️", "Чиж А.|1|2"), "| ФИО | 📞 | ✉️ |"),
        (("-|Anna", "+|Olga"), "|  |  |"),
        (("+|Anna", "-|Olga"), "|  |  |"),
        (("#1|Anna", "#2|Olga"), "|  |  |"),
        (("№|%", "1|2"), "|  |  |"),
        (("1|2", "3|4"), "|  |  |"),
        (("Срок:|5 дней", "Цена:|100"), "|  |  |"),
        (("a|a", "1|2"), "|  |  |"),
        (("Name|12.05.2025", "x|1"), "|  |  |"),
        (("only|row",), "|  |  |"),
    ],
)
def test_whether_a_row_names_columns(rows: tuple[str, ...], header: str) -> None:
    assert texts(*rows)[0].split("\n")[0] == header


def test_groups_of_columns_join_their_names() -> None:
    (table,) = texts("|Plan||Fact|", "Item|Q1|Q2|Q1|Q2", "bolt|1|2|3|4", spans=[(0, 1, 0, 2), (0, 3, 0, 4)])
    assert table.split("\n")[0] == "| Item | Plan / Q1 | Plan / Q2 | Fact / Q1 | Fact / Q2 |"


def test_wide_tables_are_records() -> None:
    names = [f"Name {at}" for at in range(14)]
    grid = [names, [f"v{at}" if at % 2 else "" for at in range(14)], [f"w{at}" for at in range(14)]]
    blocks = list(sheet_blocks(grid))
    assert [block.kind for block in blocks] == ["text", "text"]
    assert blocks[0].text.split("\n")[:2] == ["Name 1: v1", "Name 3: v3"]


def test_a_merged_cell_counts_in_every_record() -> None:
    names = [f"Name {at}" for at in range(14)]
    grid = [names, ["North", *"1" * 13], ["", *"2" * 13]]
    blocks = list(sheet_blocks(grid, [(1, 0, 2, 0)]))
    assert blocks[1].text.startswith("Name 0: North\nName 1: 2")


def test_long_tables_are_several_blocks_with_one_header() -> None:
    rows = ["Name|Text", *(f"row {at}|{'word ' * 20}" for at in range(400))]
    blocks = texts(*rows)
    assert len(blocks) > 2
    assert all(block.startswith("| Name | Text |\n| --- | --- |\n") for block in blocks)
    assert max(map(len, blocks)) < TABLE_CHARS * 1.2
    assert sum(block.count("\n| row ") for block in blocks) == 400


def test_one_column_is_text() -> None:
    assert texts("First line", "second line", "", "third") == ["First line\nsecond line", "third"]


@pytest.mark.parametrize(
    "text", ["100", "1 250,50", "-3", "12%", "$5,000", "500 руб.", "01.02.2025", "9:30", "+7 916 123", ""]
)
def test_no_words(text: str) -> None:
    assert not is_word(text)


@pytest.mark.parametrize("text", ["Цена", "Q1", "2025 год", "№ п/п", "SKU-15"])
def test_words(text: str) -> None:
    assert is_word(text)


HEAD = ["Код", "Материал", "Кол-во", "Ед."]
FIRST = [HEAD, ["001", "Болт", "5", "шт"], ["002", "Гайка", "7", "шт"]]
NOTHING = [""] * 4
NAMED = "| Код | Материал | Кол-во | Ед. |\n| --- | --- | --- | --- |\n| 001 | Болт | 5 | шт |\n| 002 | Гайка | 7 | шт |"


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ([["003", "Винт", "9", "шт"]], [NAMED + "\n| 003 | Винт | 9 | шт |"]),
        ([NOTHING, ["Группа Б"], ["003", "Винт", "9", "шт"]], [NAMED + "\n| Группа Б |  |  |  |\n| 003 | Винт | 9 | шт |"]),
        ([["Итого", "", "12", ""]], [NAMED + "\n| Итого |  | 12 |  |"]),
        ([["Срок", "март"]], [NAMED, "|  |  |\n| --- | --- |\n| Срок | март |"]),
        ([["Имя", "Цех", "Смена", "Тип"], ["А", "1", "2", "x"]], [NAMED, "| Имя | Цех | Смена | Тип |\n| --- | --- | --- | --- |\n| А | 1 | 2 | x |"]),
        ([["1", "2", "3", "4"]], [NAMED, "|  |  |  |  |\n| --- | --- | --- | --- |\n| 1 | 2 | 3 | 4 |"]),
        ([NOTHING, NOTHING, ["003", "Винт", "9", "шт"]], [NAMED, "|  |  |  |  |\n| --- | --- | --- | --- |\n| 003 | Винт | 9 | шт |"]),
        ([["Хранить сухо"]], [NAMED, "Хранить сухо"]),
    ],
)  # fmt: skip
def test_rows_below_an_empty_one_go_on_with_the_table(below: list[list[str]], expected: list[str]) -> None:
    assert [block.text for block in sheet_blocks([*FIRST, NOTHING, *below])] == expected
