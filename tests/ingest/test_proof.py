"""What looks for values finds them in every form in which they may have been written, and never prints them."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UsageError
from ingest import proof
from ingest.needles import Needles
from ingest.proof import files_below, read_values, search

VALUES = ["+7 916 123-45-68", "Иванов Пётр", "anna@firma.ru"]
NEEDLES = Needles(VALUES)


def numbers(path: Path) -> set[tuple[int, str]]:
    return {(leak.number, leak.place) for leak in search([path], NEEDLES)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251"])
@pytest.mark.parametrize(("number", "value"), list(enumerate(VALUES, start=1)))
def test_raw_bytes_are_searched_in_all_encodings(
    tmp_path: Path, number: int, value: str, encoding: str
) -> None:
    path = tmp_path / "raw.bin"
    path.write_bytes(b"\x00\xff" + f"до {value} после".encode(encoding) + b"\xfe")
    assert (number, "bytes") in numbers(path)


@pytest.mark.parametrize(
    "text", ["79161234568", "7 (916) 123.45.68", "+7-916-123-45-68", "ИВАНОВ ПЁТР", "Anna@Firma.RU"]
)
def test_digits_and_case_do_not_hide(tmp_path: Path, text: str) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f'{{"x": "{text}"}}', encoding="utf-8")
    assert numbers(path)


def test_rows_and_packed_bodies_are_read(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE body (hash TEXT, data BLOB)")
        db.execute("CREATE TABLE t (x TEXT)")
        db.execute("INSERT INTO body VALUES ('h', ?)", (zlib.compress(f"x {VALUES[1]}".encode()),))
        db.execute("INSERT INTO t VALUES (?)", ("Call " + VALUES[0].replace("-", " "),))
        db.commit()
    assert numbers(path) >= {(2, "body.data"), (1, "t.x")}


def test_a_value_over_the_border_of_two_blocks_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "raw.bin"
    path.write_bytes(b"." * 95 + VALUES[2].encode() + b"." * 50)
    monkeypatch.setattr(proof, "BLOCK", 100)
    assert numbers(path) == {(3, "bytes")}


def test_files_are_found_once_and_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x").write_text("1")
    (tmp_path / "link").symlink_to(tmp_path / "a" / "x")
    assert files_below([tmp_path, tmp_path / "a" / "x"]) == [tmp_path / "a" / "x"]


def test_values_have_the_numbers_of_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "values.txt"
    path.write_text("\n first \n\nsecond\n")
    assert read_values(path) == {2: "first", 4: "second"}


@pytest.mark.parametrize(
    ("text", "told"),
    [("", "holds no value"), ("\n \n", "holds no value"), ("whole\n\nabc\n", "line 3 of .* is too short")],
)
def test_a_file_without_values_proves_nothing(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "values.txt"
    path.write_text(text)
    with pytest.raises(UsageError, match=told):
        read_values(path)
    with pytest.raises(UsageError, match="too short"):
        Needles(["abc"])


@given(
    st.lists(
        st.text(alphabet="абвгabc0123456789 -@.", min_size=6, max_size=20).filter(
            lambda text: len(text.strip()) >= 4
        ),
        min_size=1,
        max_size=6,
    ),
    st.text(max_size=50),
    st.data(),
)
def test_what_is_in_a_text_is_found(values: list[str], around: str, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, len(values)))
    assert number in Needles(values).found_in_text(around + values[number - 1] + around)


def test_what_is_not_there_is_not_found() -> None:
    assert not NEEDLES.found_in_text("Пётр Иванов, 8 916 123-45-67, anna@firma.com")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ulyana.rom26@stroyinvest.example", "| ulyana.rom26@stro yinvest.example |"),
        ("1FTP6PTB9FC730271", "VIN 1FTP6PTB9 FC730271"),
        ("2200191017663270", "2200-1910 -1766-327 0"),
    ],
)
def test_a_value_that_a_narrow_cell_parted_is_found(value: str, text: str) -> None:
    assert Needles([value]).found_in_text(text) == {1}


def test_words_side_by_side_are_no_value() -> None:
    assert Needles(["rotate", "ab12"]).found_in_text("a rot ate the ab 12") == set()
