"""reStructuredText, Org and AsciiDoc through pandoc."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.office import pandoc, programs
from ingest.load.office.pandoc import PandocLoader
from tests.ingest.load.rst_pages import PAGE, assert_is_page, including

ORG = """\
#+TITLE: Руководство
#+VERSION: 2.1
#+DATE: 2025-02-01
#+AUTHOR: Никто
#+INCLUDE: "other.org"
* Часть
:PROPERTIES:
:SECRET: тайна
:END:
Поле field_1 и =код=.
** Раздел
| A | B |
|---+---|
| 1 | 2 |
*** Глубже
#+BEGIN_SRC python
x = 1
#+END_SRC
**** Ещё глубже
- один
- два
# тайна
"""


def source(name: str = "a.rst") -> Source:
    return Source(id=f"kb/{name}", root="kb", file=name, size=0, mtime_ns=0, ctime_ns=0, inode=0)


pytestmark = pytest.mark.skipif(not programs.pandoc(), reason='needs pip install "kb-ingest[formats]"')


def read(data: bytes, name: str = "a.rst") -> RawDocument:
    (document,) = PandocLoader().load(source(name), data)
    return document


def test_page(capfd: pytest.CaptureFixture[str]) -> None:
    document = read(PAGE.encode())
    assert_is_page(document)
    assert read(PAGE.encode("cp1251")) == document
    assert "".join(capfd.readouterr()) == ""


def test_other_files_are_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET,SECRET\n")
    document = read(including(secret).encode())
    assert document.blocks[-1].text == "end"
    assert "SECRET" not in str(document.blocks)


def test_without_pandoc_it_is_a_coded_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pandoc, "pandoc", lambda: "")
    with pytest.raises(LoadError) as caught:
        read(b"T\n=\n")
    assert caught.value.code == Code.UNSUPPORTED
    assert 'pip install "kb-ingest[formats]"' in caught.value.detail


def test_an_old_pandoc_does_not_know_all_formats(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    old = tmp_path / "pandoc"
    old.write_text("#!/bin/sh\nexit 21\n")
    old.chmod(0o755)
    monkeypatch.setattr(pandoc, "pandoc", lambda: str(old))
    with pytest.raises(LoadError) as caught:
        read(b"= T\n", "a.adoc")
    assert caught.value.code == Code.UNSUPPORTED


def test_org() -> None:
    document = read(ORG.encode(), "a.org")
    assert document.title == "Руководство"
    assert document.properties == {
        "title": "Руководство",
        "version": "2.1",
        "date": "2025-02-01",
        "author": "Никто",
    }
    blocks = [(b.kind, b.level, b.text) for b in document.blocks]
    assert [block[1:] for block in blocks if block[0] == "heading"] == [
        (1, "Руководство"),
        (2, "Часть"),
        (3, "Раздел"),
        (4, "Глубже"),
        (5, "Ещё глубже"),
    ]
    assert ("text", 0, "Поле field_1 и код.") in blocks
    assert ("table", 0, "| A | B |\n| --- | --- |\n| 1 | 2 |") in blocks
    assert ("code", 0, "x = 1") in blocks
    assert ("list", 0, "- один\n- два") in blocks
    text = "\n".join(text for _, _, text in blocks)
    assert "Никто" not in text
    assert "тайна" not in text


def test_org_tags_and_places_in_code_are_no_text() -> None:
    document = read(
        "* Запуск  :тег:второй:\nтекст\n#+BEGIN_SRC sh\nls\n#+END_SRC\n3. [@3] три\n".encode(), "a.org"
    )
    assert [block.text for block in document.blocks] == ["Запуск", "текст", "ls", "3. три"]
    assert document.links == ()


@pytest.mark.skipif("pypandoc" not in programs.pandoc(), reason="needs a pandoc that reads AsciiDoc")
def test_asciidoc() -> None:
    text = "= Plan\nNobody <n@example.org>\n:revnumber: 3\n:lang: en\n\n== Part\n\nSome *words*.\n\ninclude::other.adoc[]\n\n* a\n* b\n"
    document = read(text.encode(), "a.adoc")
    assert document.title == "Plan"
    assert document.properties == {"version": "3", "language": "en"}
    assert [b.text for b in document.blocks] == ["Plan", "Part", "Some words.", "- a\n- b"]


def test_links_are_kept() -> None:
    document = read(b"T\n=\n\n`Page <other.rst>`_ and https://example.org/\n")
    assert [link.target for link in document.links] == ["other.rst", "https://example.org/"]


def test_html_within_a_page_may_look_like_a_note_of_pandoc() -> None:
    document = read(b'text @@html:<a class="footnote-back">y</a>@@ more\n', "a.org")
    assert [block.text for block in document.blocks] == ["text more"]
