from __future__ import annotations

import codecs

import pytest

from ingest.errors import Code, LoadError
from ingest.load.encoding import decode

RUSSIAN = "Первичный документ подтверждает факт хозяйственной жизни организации."


@pytest.mark.parametrize(
    "charset", ["utf-8", "cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16-le", "utf-16-be"]
)
def test_undeclared_russian_is_found(charset: str) -> None:
    assert decode(RUSSIAN.encode(charset)) == RUSSIAN


@pytest.mark.parametrize(
    ("mark", "charset"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_settles_it(mark: bytes, charset: str) -> None:
    assert decode(mark + RUSSIAN.encode(charset), "koi8-r") == RUSSIAN


def test_a_declared_charset_is_believed_where_it_fits() -> None:
    assert decode("Дом".encode("koi8-r"), "KOI8-R") == "Дом"
    assert decode("café – «x»".encode("cp1252"), "iso-8859-1") == "café – «x»"


@pytest.mark.parametrize(
    "declared", ["windows-1251", "utf-16", "utf-7", "punycode", "zlib", "no-such", "a\0b", ""]
)
def test_a_wrong_declaration_does_no_harm(declared: str) -> None:
    assert decode(RUSSIAN.encode(), declared) == RUSSIAN
    assert decode(b"plain +AGE- words", declared) == "plain +AGE- words"


def test_one_broken_byte_costs_itself_only() -> None:
    assert decode((RUSSIAN * 40).encode()[:-2]) == (RUSSIAN * 40)[:-2] + "\ufffd"
    assert decode((RUSSIAN * 40).encode() + b"\xff\xd0") == RUSSIAN * 40 + "\ufffd\ufffd"


@pytest.mark.parametrize("data", [bytes(range(256)) * 10, b"\xff\xfe" + b"\x00\xd8" * 500])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        decode(data)
    assert caught.value.code == Code.BAD_ENCODING


SAID = "Насос третьего контура остановлен для ремонта.\n" * 6


@pytest.mark.parametrize(
    "data",
    [
        SAID.encode("cp1251") + SAID.encode(),
        SAID.encode().replace(b"\xd0\xbe", b"\xd0"),
        SAID.encode().replace(b" ", b"\0"),
    ],
)
def test_broken_utf_8_is_not_taken_for_another_charset(data: bytes) -> None:
    with pytest.raises(LoadError) as caught:
        decode(data)
    assert caught.value.code == Code.BAD_ENCODING


def test_nothing_is_nothing() -> None:
    assert decode(b"") == ""
