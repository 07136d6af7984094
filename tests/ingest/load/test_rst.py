"""reStructuredText through `unstructured`, with the network shut."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load import rst
from ingest.load.office.rst_source import fields, prepare
from ingest.load.rst import UnstructuredLoader

PAGE = """\
Руководство оператора
=====================

:Version: 2.1
:status: действует

Текст с *курсивом*, **жирным** и ``кодом``, см. :ref:`раздел <sec>` и :term:`Насос`.

Тарифы
------

.. list-table:: Цены
   :header-rows: 1

   * - Тариф
     - Цена
   * - Базовый
     - 100

+------+-------+
| A    | B     |
+======+=======+
| one  | two   |
+------+-------+

Код
~~~

.. code-block:: python

   def f():
       return 42

Literal::

   keep
     indent

>>> print(1)
1

.. note:: Осторожно.

- Первый

  - Вложенный

.. image:: a.png
   :alt: Схема

.. comment nobody sees
"""


def source(name: str = "a.rst") -> Source:
    return Source(id=f"kb/{name}", root="kb", path=Path(name), size=0, mtime_ns=0, ctime_ns=0, inode=0)


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


@pytest.mark.usefixtures("offline")
def test_page(capfd: pytest.CaptureFixture[str]) -> None:
    document = read(PAGE.encode())
    assert document.title == "Руководство оператора"
    assert document.properties == {"version": "2.1", "status": "действует"}
    blocks = [(b.kind, b.level, b.text) for b in document.blocks]
    assert [block for block in blocks if block[0] == "heading"] == [
        ("heading", 1, "Руководство оператора"),
        ("heading", 2, "Тарифы"),
        ("heading", 3, "Код"),
    ]
    assert ("text", 0, "Текст с курсивом, жирным и кодом, см. раздел и Насос.") in blocks
    assert ("text", 0, "Цены") in blocks
    assert [text for kind, _, text in blocks if kind == "table"] == [
        "| Тариф | Цена |\n| --- | --- |\n| Базовый | 100 |",
        "| A | B |\n| --- | --- |\n| one | two |",
    ]
    assert [text for kind, _, text in blocks if kind == "code"] == [
        "def f():\n    return 42",
        "keep\n  indent",
        ">>> print(1)\n1",
    ]
    assert ("list", 0, "- Первый\n  - Вложенный") in blocks
    text = "\n".join(text for _, _, text in blocks)
    assert "Осторожно." in text
    assert "Схема" in text
    assert "nobody sees" not in text
    assert json.loads(json.dumps([asdict(b) for b in document.blocks])) == [
        asdict(b) for b in document.blocks
    ]
    assert read(PAGE.encode("cp1251")) == document
    assert os.environ["DO_NOT_TRACK"] == "1"
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.usefixtures("offline")
def test_other_files_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET,SECRET\n")
    text = f"T\n=\n\n.. include:: {secret}\n\n.. csv-table:: x\n   :file: {secret}\n\n.. raw:: html\n   :file: {secret}\n\n"
    text += f"- .. include:: {secret}\n\n   .. figure:: {secret}\n\nend\n"
    document = read(text.encode())
    assert document.blocks[-1].text == "end"
    assert "SECRET" not in str(document.blocks)


@pytest.mark.usefixtures("fresh")
def test_without_the_extra_it_is_a_coded_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(LoadError) as caught:
        read(b"T\n=\n")
    assert caught.value.code == Code.UNSUPPORTED
    assert 'pip install "kb-ingest[formats]"' in caught.value.detail


def test_prepare() -> None:
    assert prepare("a\n\n.. toctree::\n   :maxdepth: 2\n\n   one\n\nb") == "a\n\n\nb"
    assert prepare(":func:`~os.path.join` :sup:`2` ``:ref:``") == "os.path.join :sup:`2` ``:ref:``"
    assert prepare(".. note:: x\n\n   y") == ".. note:: x\n\n   y"
    assert prepare("x\n>>> y") == "x\n>>> y"


def test_fields() -> None:
    assert fields("T\n=\n\n:Date: 2025-02-01\n:Owner team: Ops\n\ntext\n\n:late: 1\n") == {
        "date": "2025-02-01",
        "owner team": "Ops",
    }
    assert fields("text :a: b\n") == {}


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
