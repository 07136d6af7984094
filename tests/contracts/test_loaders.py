"""One suite over all loaders: whoever adds one adds a file it reads, and it is held to this."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import LoadError
from ingest.load.choose import BUILT_IN, choose, load_all
from ingest.load.loader import Loader
from tests.ingest.load.docx_files import docx, para, styled
from tests.ingest.load.office.made import epub, odt, xlsx
from tests.ingest.load.office.test_pptx import content, pptx
from tests.ingest.load.pdf_files import made, simple

SECRET = "Кривоносов"
"""A word of every file; no exception may hold it."""
PAGE = f"<html><head><title>Т</title></head><body><h1>Порядок</h1><p>{SECRET} пишет.</p><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></body></html>"
MARKDOWN = f"# Порядок\n\n{SECRET} пишет.\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n"


def named(slide: object, presentation: object) -> None:
    content(slide, presentation)
    slide.shapes.title.text = SECRET  # type: ignore[attr-defined]


FILES: dict[str, tuple[str, bytes]] = {
    "pdf": ("a.pdf", made(simple)),
    "docx": ("a.docx", docx(styled("H1", "Порядок") + para(f"{SECRET} пишет."))),
    "pptx": ("a.pptx", pptx(named, named, layout=1)),
    "sheets": ("a.xlsx", xlsx({"Лист": [["Имя", "Сумма"], [SECRET, 1]]})),
    "odt": ("a.odt", odt(f"<text:h>Порядок</text:h><text:p>{SECRET} пишет.</text:p>")),
    "epub": ("a.epub", epub({"a.xhtml": f"<h1>Глава</h1><p>{SECRET}</p>"})),
    "csv": ("a.csv", f"Имя;Сумма\n{SECRET};1\n".encode("cp1251")),
    "rtf": ("a.rtf", b"{\\rtf1\\ansi\\ansicpg1251 \\pard " + SECRET.encode("cp1251") + b"\\par}"),
    "html": ("a.html", PAGE.encode()),
    "markdown": ("a.md", MARKDOWN.encode()),
    "text": ("a.txt", f"Порядок\n=======\n\n{SECRET} пишет.\n".encode()),
    "unstructured": ("a.rst", f"Порядок\n=======\n\n{SECRET} пишет.\n".encode()),
    "pandoc": ("a.org", f"* Порядок\n\n{SECRET} пишет.\n".encode()),
}
QUICK = [pytest.param(name, marks=[pytest.mark.slow] * (name == "unstructured")) for name in FILES]
"""What `unstructured` brings takes seconds to import."""
CONTAINERS = "tests/contracts/test_containers.py"
ELSEWHERE = {
    "confluence-html": CONTAINERS,
    "libreoffice": "tests/ingest/load/office/test_legacy.py",
    "archive": CONTAINERS,
    "mail": CONTAINERS,
    "outlook": CONTAINERS,
    "mbox": CONTAINERS,
    "carrier": CONTAINERS,
    "confluence-xml": CONTAINERS,
    "mediawiki": CONTAINERS,
    "notion": CONTAINERS,
    "dokuwiki": CONTAINERS,
    "picture": "tests/ingest/load/ocr/test_picture_file.py",
}
"""Loaders that need more than bytes (containers, programs), and where they are tested."""
DELIMITER = re.compile(r"\|(?: --- \|)+")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def loader_of(name: str) -> tuple[Loader, Source, bytes]:
    file, data = FILES[name]
    source = Source(id=f"kb/{file}", root="kb", file=file, size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    return choose(source.path, data, load_all()), source, data


def read(name: str) -> list[RawDocument]:
    loader, source, data = loader_of(name)
    try:
        return list(loader.load(source, data))
    except LoadError as error:
        if "kb-ingest[" in error.detail:
            pytest.skip(f"NOT RUN: {error.detail}")
        raise


def test_every_loader_is_here() -> None:
    assert {*BUILT_IN} == {*FILES, *ELSEWHERE}
    assert all(Path(path).is_file() for path in ELSEWHERE.values())


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize("name", QUICK)
def test_documents_are_well_formed(name: str) -> None:
    documents = read(name)
    assert documents
    assert loader_of(name)[0].name == name
    assert len({document.key for document in documents}) == len(documents)
    for document in documents:
        assert document.blocks
        pages = [block.page for block in document.blocks]
        assert pages == sorted(pages)
        for block in document.blocks:
            assert block.text.strip()
            assert 1 <= block.level <= 6 if block.kind == "heading" else block.level == 0
            if block.kind == "heading":
                assert "\n" not in block.text
            if block.kind == "table":
                assert DELIMITER.fullmatch(block.text.split("\n")[1])
        assert all(isinstance(value, str) and value for value in document.properties.values())


@pytest.mark.parametrize("name", QUICK)
def test_the_same_file_gives_the_same_documents(name: str) -> None:
    assert read(name) == read(name)


@pytest.mark.usefixtures("offline")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.slow] * (name in {"unstructured", "pandoc"})
        )  # forty processes each
        for name in FILES
    ],
)
def test_damage_gives_documents_or_a_code(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    loader, source, data = loader_of(name)
    cuts = [data[: len(data) * part // 8] for part in range(1, 8)] + [
        data[len(data) * part // 8 :] for part in range(1, 8)
    ]
    flips = []
    for part in range(24):
        at = len(data) * part // 24
        flips.append(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
    for damaged in [*cuts, *flips, data + data, data[:40] * 200]:
        said = ""
        try:
            assert all(document.source_id == source.id for document in loader.load(source, damaged))
        except LoadError as error:
            said = f"{error} {error.__cause__ or ''}"
        assert SECRET not in said
    assert "".join(capfd.readouterr()) == ""
