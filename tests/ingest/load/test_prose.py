"""Files without a suffix: text is read, programs and keys are not."""

from pathlib import Path

import pytest

from ingest.load.prose import is_prose

ENGLISH = b"Please read this first.\n\nThe pump must be switched off before the cover is opened.\n"
RUSSIAN = "Приказ № 12\n\nНазначить ответственных за пожарную безопасность в каждом отделе до пятницы."
SCRIPT = b"set -e\nexport A=1; for f in $(ls); do echo $f | sort && run --all > /tmp/x; done\nif [ -f x ]; then rm x; fi\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("README", ENGLISH),
        ("Приказ от 12.05", RUSSIAN.encode()),
        ("Письмо в отдел. Ответ", RUSSIAN.encode("cp1251")),
        ("NOTES", ("\ufeff" + RUSSIAN).encode("utf-16")),
        ("2024.10", b"\xef\xbb\xbf" + RUSSIAN.encode()),
    ],
)
def test_text_without_a_suffix(name: str, data: bytes) -> None:
    assert is_prose(Path(name), data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("README.xyz", ENGLISH),
        ("Makefile", ENGLISH),
        (".notes", ENGLISH),
        ("run", SCRIPT),
        ("run", b"#!/bin/sh\n" + ENGLISH),
        ("key", b"-----BEGIN PRIVATE KEY-----\n" + ENGLISH),
        ("data", bytes(range(256)) + ENGLISH),
        ("few", b"two words"),
        ("numbers", b"1 2 3 4 5 6\n" * 50),
        ("config", b"name = value\nother = {a = 1; b = 2}\npath = /usr/lib\nlevel = debug\nmode = x\n"),
    ],
)
def test_all_else(name: str, data: bytes) -> None:
    assert not is_prose(Path(name), data)
