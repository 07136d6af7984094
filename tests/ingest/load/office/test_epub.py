"""EPUB: pages in order, names from the table of contents, books that are locked."""

from __future__ import annotations

import pytest

from ingest.errors import Code, LoadError
from ingest.load.office.epub import EpubLoader
from tests.ingest.load.office.made import epub, read, replaced, shown, zipped

PAGES = {
    "one.xhtml": "<h1>Глава 1</h1><p>Первая.</p><aside epub:type='footnote'><p>Сноска.</p></aside>",
    "text/two.xhtml": "<header><p>Вторая.</p></header><article><p>a</p></article><article><p>b</p></article>",
}
LOCKED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="{}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


def test_a_book_is_one_document() -> None:
    metadata = (
        "<dc:title>Книга</dc:title><dc:language>ru</dc:language><dc:creator>Автор</dc:creator><dc:date>2024</dc:date>"
        '<dc:subject>a</dc:subject><dc:subject>b</dc:subject><meta property="dcterms:modified">2025-02-01T00:00:00Z</meta>'
    )
    nav = '<ol><li><a href="one.xhtml">Первая глава</a></li><li><a href="text/two.xhtml#x">Глава 2</a></li></ol>'
    document = read(EpubLoader(), epub(PAGES, nav=nav, metadata=metadata))
    assert shown(document) == ["# Глава 1", "Первая.", "Сноска.", "# Глава 2", "Вторая.", "a", "b"]
    assert document.title == "Книга"
    stated = dict(document.properties)
    assert stated == {
        "title": "Книга",
        "language": "ru",
        "author": "Автор",
        "keywords": "a, b",
        "modified": "2025-02-01",
    }


@pytest.mark.parametrize(
    "front",
    [
        '<section epub:type="titlepage"><h1>Устав склада</h1><h2>Редакция 2.4</h2></section>',
        '<div epub:type="frontmatter halftitlepage"><p>Устав склада</p><p>Редакция 2.4</p></div>',
    ],
)
def test_a_title_page_does_not_repeat_the_title(front: str) -> None:
    data = epub(
        {"t.xhtml": front, "a.xhtml": "<h1>Приёмка</h1><p>Товар считают.</p>"},
        metadata="<dc:title>Устав склада</dc:title>",
    )
    assert [(block.kind, block.text) for block in read(EpubLoader(), data).blocks] == [
        ("text", "Редакция 2.4"),
        ("heading", "Приёмка"),
        ("text", "Товар считают."),
    ]


def test_an_old_table_of_contents() -> None:
    ncx = (
        '<?xml version="1.0"?><!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://x/ncx.dtd">'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Названа</text></navLabel>'
        '<content src="text/two.xhtml"/></navPoint></navMap></ncx>'
    )
    data = replaced(
        epub(PAGES, extra={"OEBPS/toc.ncx": ncx}),
        {
            "OEBPS/a.opf": lambda text: text.replace(
                b"</manifest>",
                b'<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>',
            )
        },
    )
    assert "# Названа" in shown(read(EpubLoader(), data))


def test_fonts_may_be_covered() -> None:
    locked = LOCKED.format("http://www.idpf.org/2008/embedding", "OEBPS/font.otf")
    assert read(EpubLoader(), epub(PAGES, extra={"META-INF/encryption.xml": locked})).blocks


def test_a_damaged_page_costs_only_itself() -> None:
    data = replaced(epub(PAGES), {"OEBPS/one.xhtml": lambda _: b""})
    document = read(EpubLoader(), data)
    assert shown(document)[0] == "Вторая."
    assert document.properties["broken_parts"] == "one.xhtml"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            epub(
                PAGES,
                extra={
                    "META-INF/encryption.xml": LOCKED.format("http://ns.adobe.com/adept", "OEBPS/one.xhtml")
                },
            ),
            Code.ENCRYPTED,
        ),
        (epub({"a.xhtml": "<p> </p>"}), Code.NO_TEXT),
        (epub({}), Code.MALFORMED),
        (zipped({"mimetype": "application/epub+zip"}), Code.MALFORMED),
        (
            replaced(epub(PAGES), {"OEBPS/a.opf": lambda text: b"<!DOCTYPE p [<!ENTITY a 'b'>]>" + text}),
            Code.ENTITY_REFUSED,
        ),
        (epub(PAGES)[:-40], Code.TRUNCATED),
    ],
)
def test_codes(data: bytes, code: Code) -> None:
    with pytest.raises(LoadError) as caught:
        read(EpubLoader(), data)
    assert caught.value.code == code
