"""reStructuredText through `unstructured`, with the network shut."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load import rst
from ingest.load.rst import UnstructuredLoader
from tests.ingest.load.rst_pages import PAGE, assert_is_page, including


def source(name: str = "a.rst") -> Source:
    return Source(id=f"kb/{name}", root="kb", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("unstructured", reason='needs pip install "kb-ingest[formats]"')

    def refuse(*args: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def fresh() -> Iterator[None]:
    rst._partition.cache_clear()
    yield
    rst._partition.cache_clear()


def read(data: bytes) -> RawDocument:
    (document,) = UnstructuredLoader().load(source(), data)
    return document


@pytest.mark.slow  # imports unstructured
@pytest.mark.usefixtures("offline")
def test_page(capfd: pytest.CaptureFixture[str]) -> None:
    document = read(PAGE.encode())
    assert_is_page(document)
    assert "Схема" in str(document.blocks)
    assert read(PAGE.encode("cp1251")) == document
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.slow  # imports unstructured
@pytest.mark.usefixtures("offline")
def test_other_files_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET,SECRET\n")
    document = read(including(secret).encode())
    assert document.blocks[-1].text == "end"
    assert "SECRET" not in str(document.blocks)


@pytest.mark.usefixtures("fresh")
def test_without_the_extra_it_is_a_coded_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(LoadError) as caught:
        read(b"T\n=\n")
    assert caught.value.code == Code.UNSUPPORTED
    assert 'pip install "kb-ingest[formats]"' in caught.value.detail


def test_numbers_and_links() -> None:
    text = "Т\n=\n\n3. три\n4. четыре\n\n   a. мелко\n\n- пять\n\n`Док <other.rst>`_ и [1]_\n\n.. [1] Сноска\n\n.. code-block:: python\n\n   x = 1\n"
    document = read(text.encode())
    lists = [block.text for block in document.blocks if block.kind == "list"]
    assert "\n".join(lists).startswith("3. три\n4. четыре\n  a. мелко\n- пять")
    assert [link.target for link in document.links] == ["other.rst", "#fn1"]


def test_versions_and_conditions_read_as_sphinx_prints_them() -> None:
    text = ".. versionadded:: 3.1\n   Таймер.\n\n.. deprecated:: 4.0\n\n.. only:: html\n\n   Видно.\n"
    assert [block.text for block in read(text.encode()).blocks] == [
        "New in version 3.1.",
        "Таймер.",
        "Deprecated since version 4.0.",
        "Видно.",
    ]
