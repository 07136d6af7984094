"""Masked paths: whose machines give them the same hash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.clean.cleaner import Cleaner
from ingest.clean.finder import Finder
from ingest.clean.label_rules import LabelRules
from ingest.clean.masking import Masking
from ingest.clean.recognizers.registry import build
from ingest.select.names import NameReading, read_path

PATH = "docs/+7 916 234-10-20.md"


def masked(secret: bytes, key: bytes = b"") -> str:
    masking = Masking(secret=secret, form="type", key=key)
    return Cleaner(Finder(build(["phone"])), LabelRules(), masking).mask_path(PATH)


def test_a_shared_key_gives_masked_paths_the_same_hash_on_every_machine() -> None:
    assert masked(b"here", b"shared") == masked(b"there", b"shared") != PATH


def test_without_one_the_machines_secret_does() -> None:
    assert masked(b"here") == masked(b"here") != masked(b"there")
    assert "234" not in masked(b"here")


@pytest.mark.parametrize("tag", ["2018cc6594", "1982a1c54c", "afdfbaaafa", "20240105ab", "aade2049b9"])
def test_nothing_is_read_off_the_hash_of_a_masked_path(tag: str) -> None:
    """One in 750 looks like a year, or like a word."""
    shown = "docs/[PHONE]-{0} v2.docx", "docs/[EMAIL]-{0}/Приказ 5.docx", "docs/a/[PASSPORT]-{0}скан.pdf"

    def read(tag: str) -> list[NameReading]:
        return [replace(read_path(path.format(tag)), place=()) for path in shown]

    assert read(tag) == read("b32b1a844b")
