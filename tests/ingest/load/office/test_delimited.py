"""CSV and TSV as people save them."""

from __future__ import annotations

import pytest

from ingest.errors import Code, LoadError
from ingest.load.office import delimited
from ingest.load.office.delimited import DelimitedLoader, delimiter_of
from tests.ingest.load.office.made import read, shown

TABLE = "table: | Имя | Сумма |\n| --- | --- |\n| Анна | 1 |\n| Борис | 2 |"


@pytest.mark.parametrize(
    "data",
    [
        "Имя,Сумма\nАнна,1\nБорис,2\n".encode(),
        "Имя;Сумма\r\nАнна;1\r\nБорис;2".encode("cp1251"),
        "\ufeffИмя;Сумма\rАнна;1\rБорис;2\r".encode(),
        "Имя\tСумма\nАнна\t1\nБорис\t2\n".encode("utf-16"),
        "sep=|\nИмя|Сумма\nАнна|1\nБорис|2\n".encode(),
        '"Имя","Сумма"\n"Анна","1"\n"Борис","2"'.encode(),
    ],
)
def test_delimiters_and_encodings(data: bytes) -> None:
    assert shown(read(DelimitedLoader(), data, "a.csv")) == [TABLE]


def test_cells_hold_delimiters_quotes_and_line_ends() -> None:
    data = b'Name,Note\nann,"one, ""two""\nthree"\n'
    assert shown(read(DelimitedLoader(), data, "a.csv")) == [
        'table: | Name | Note |\n| --- | --- |\n| ann | one, "two" three |'
    ]


@pytest.mark.parametrize("delimiter", ["^", "~"])
def test_rare_delimiters(delimiter: str) -> None:
    data = "Имя,Сумма\nАнна,1\nБорис,2\n".replace(",", delimiter).replace("1", "1,50")
    assert shown(read(DelimitedLoader(), data.encode(), "a.csv")) == [TABLE.replace("1", "1,50")]


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ("'1';'Лак; матовый'\n'2';'Грунт ''А'''\n3;Доска \"дуб\"", "| 1 | Лак; матовый |\n| 2 | Грунт 'А' |\n| 3 | Доска \"дуб\" |"),
        ("1;Лак\n2;'Доска; сосна'", "| 1 | Лак |\n| 2 | Доска; сосна |"),
        ('"C:\\",1\nD:\\a,2', "| C:\\ | 1 |\n| D:\\a | 2 |"),
        ("'tis,it's\nO'Hara,'n'", "| 'tis | it's |\n| O'Hara | 'n' |"),
        (r'1,"he said \"no, never\" twice"' + "\n" + r'2,"C:\\temp"', '| 1 | he said "no, never" twice |\n| 2 | C:\\temp |'),
    ],
)  # fmt: skip
def test_quotes_of_databases(data: str, rows: str) -> None:
    text = f"Код{';' if ';' in data else ','}Имя\n{data}\n"
    assert shown(read(DelimitedLoader(), text.encode(), "a.csv")) == [
        f"table: | Код | Имя |\n| --- | --- |\n{rows}"
    ]


def test_decimal_commas_are_no_delimiters() -> None:
    assert delimiter_of("a;b\n1,5;2,5\n3,5;4,5\n", ",") == ";"
    assert delimiter_of("word\nother\n", ",") == ","


@pytest.mark.parametrize("size", [10, 20_000])
def test_a_quote_that_never_closes_costs_nothing(size: int) -> None:
    data = b'Name,Note\nann,"open\n' + b"bob,closed\n" * size
    text = "\n".join(shown(read(DelimitedLoader(), data, "a.csv")))
    assert text.count("bob") == size


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" \n,,\n", Code.NO_TEXT),
        (b"," * 20_000, Code.TOO_LARGE),
        (b"a,b\n" * 600, Code.TOO_LARGE),
        (b"\n" * 1_100, Code.TOO_LARGE),
    ],
)
def test_codes(data: bytes, code: Code, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "CELLS", 1_000)
    with pytest.raises(LoadError) as caught:
        read(DelimitedLoader(), data, "a.csv")
    assert caught.value.code == code
