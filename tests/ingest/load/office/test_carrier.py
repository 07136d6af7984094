"""Documents within documents: what is embedded in a DOCX or PPTX is read by itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ingest.document import Source
from ingest.load.choose import choose, load_all
from ingest.load.container import Member
from ingest.load.office.carrier import CarrierLoader
from tests.ingest.load.docx_files import docx, embedding, native, para
from tests.ingest.load.office.made import xlsx
from tests.ingest.load.ole_files import LEAST, ole

PDF = b"%PDF-1.7".ljust(LEAST, b" ")
LOADERS = load_all()


def found(data: bytes) -> dict[str, bytes]:
    source = Source(id="r/a.docx", root="r", file="a.docx", size=0, mtime_ns=0, ctime_ns=0, inode=0)
    page, *members = CarrierLoader().load(source, io.BytesIO(data))
    assert not isinstance(page, Member)
    return {one.key: one.open() for one in members if isinstance(one, Member)}


def reader(data: bytes, name: str = "a.docx") -> str:
    return choose(Path(name), data[:4096], LOADERS, io.BytesIO(data)).name


def test_only_what_carries_documents_is_a_container() -> None:
    assert reader(embedding(para("words"), native("a.txt", b"x"))) == "carrier"
    assert reader(embedding(para("words"))) == reader(docx(para("words"))) == "docx"  # a chart's workbook


@pytest.mark.parametrize(
    ("part", "suffix", "names"),
    [
        (native("Прайс 1.txt", b"price"), "bin", {"Прайс 1.txt": b"price"}),
        (ole({"CONTENTS": PDF}), "bin", {"o0.pdf": PDF}),
        (ole({"CONTENTS": b"\0" * LEAST}), "bin", {}),
        (ole({"Equation Native": b"x" * LEAST}), "bin", {}),
        (ole({"\x01Ole10Native": b"x"}), "bin", {}),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off",
            "bin",
            {"o0.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"},
        ),
    ],
)
def test_objects(part: bytes, suffix: str, names: dict[str, bytes]) -> None:
    assert found(embedding(para("words"), part, suffix=suffix)) == names


def test_packages_and_old_files_are_whole() -> None:
    book = xlsx({"Цены": [["Товар", "Цена"], ["Насос", 5]]})
    assert found(embedding(para("words"), book, suffix="xlsx")) == {"o0.xlsx": book}
    old = ole({"WordDocument": b"x" * LEAST})
    assert found(embedding(para("words"), old)) == {"o0.doc": old}
    assert list(found(embedding(para("words"), native("a.txt", b"1"), native("a.txt", b"2")))) == [
        "a.txt",
        "a~2.txt",
    ]
