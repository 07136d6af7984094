"""What a PDF states of itself: headings in its structure tree and outline, properties in XMP, page labels, links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pdf_files import BODY, load, made, put, simple, tagged
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.document import Block, Link
from ingest.errors import Code, LoadError
from ingest.load.passwords import Passwords
from ingest.load.pdf import PdfLoader, ranges
from ingest.load.pdf_info import iso_day
from ingest.load.pdf_xmp import xmp

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

PLAIN = "The tram leaves the depot at six and stops at every corner of the old town."


def headings(blocks: object) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in blocks if block.kind == "heading"]  # type: ignore[attr-defined]


def test_two_headings_of_a_structure_tree_are_believed_alone() -> None:
    parts = [("H1", "Trams", 10.0), ("P", PLAIN, 10.0), ("H2", "Old lines", 10.0), ("P", "Large words", 20.0)]
    assert headings(load(tagged(parts)).blocks) == [("Trams", 1), ("Old lines", 2)]


def test_one_heading_of_a_structure_tree_is_not() -> None:
    parts = [("H1", "Trams", 10.0), ("P", PLAIN, 10.0), ("P", PLAIN, 10.0), ("P", "Large words", 20.0)]
    assert ("Large words", 1) in headings(load(tagged(parts)).blocks)


def test_neighbouring_headings_of_a_tree_stay_apart() -> None:
    parts = [("H2", "Trams", 10.0), ("H2", "Old lines", 10.0), ("P", PLAIN, 10.0)]
    assert headings(load(tagged(parts)).blocks) == [("Trams", 2), ("Old lines", 2)]


def test_an_outline_makes_headings_of_ordinary_lines_and_tells_their_levels() -> None:
    def draw(canvas: Canvas) -> None:
        for level, title in enumerate(["1. Trams of the town", "1.1. Old lines", "2. Buses"]):
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title.split(" ", 1)[1], title, level=1 if level == 1 else 0)
            y = put(canvas, 780, title)
            put(canvas, y - 20, *BODY * 4)
            canvas.showPage()

    assert headings(load(made(draw)).blocks) == [
        ("1. Trams of the town", 1),
        ("1.1. Old lines", 2),
        ("2. Buses", 1),
    ]


PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description pdf:Keywords="tram, fares" xmpMM:VersionID="4">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Fares &amp; rules</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>ru-RU</rdf:li></rdf:Bag></dc:language>
<xmp:ModifyDate>2024-03-05T10:00:00+03:00</xmp:ModifyDate></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_xmp() -> None:
    assert xmp(b"%PDF-1.4 " + b"<x:xmpmeta>old</x:xmpmeta> " + PACKET.encode()) == {
        "title": "Fares & rules",
        "language": "ru-RU",
        "keywords": "tram, fares",
        "modified": "2024-03-05T10:00:00+03:00",
        "version": "4",
    }
    assert xmp(b"<x:xmpmeta never closed") == xmp(b"") == {}
    assert iso_day("2024-03-05T10:00:00+03:00") == "2024-03-05"


def test_document_information_outranks_xmp() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Fares of 2025")
        simple(canvas)

    data = made(draw).replace(b"%%EOF", b"%%EOF\n" + PACKET.encode() + b"\n%%EOF")
    document = load(data)
    assert document.title == "Fares of 2025"
    assert (document.properties["version"], document.properties["language"]) == ("4", "ru-RU")


def test_links() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 700, "See the rules", size=12)
        canvas.linkURL("https://trams.example/rules?a=1", (95, 696, 160, 712))
        canvas.linkRect("", "end", (60, 640, 200, 660))
        canvas.showPage()
        canvas.bookmarkPage("end")
        simple(canvas)

    assert load(made(draw)).links == (
        Link(target="https://trams.example/rules?a=1", text="the rules", page=1),
        Link(target="#page=2", text="", page=1),
    )


def test_page_labels() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(2, style="ARABIC", start=1)
        for _ in range(4):
            simple(canvas)
            canvas.showPage()

    assert load(made(draw)).properties["page_labels"] == "1=i, 3=1"


def test_passwords_are_tried_by_path_and_never_shown() -> None:
    data = made(simple, encrypt=StandardEncryption("s3cret-word"))
    right = Passwords(
        given=[("other/**", "s3cret-word"), ("r/*.pdf", "wrong"), ("r/**", "s3cret-word")], key="k"
    )
    assert load(data, passwords=right).blocks == (Block(kind="text", text=" ".join(BODY), page=1),)
    with pytest.raises(LoadError) as caught:
        load(data, passwords=Passwords(given=[("other/**", "s3cret-word"), ("*.pdf", "wrong")]))
    assert caught.value.code == Code.PASSWORD_REQUIRED
    assert "s3cret" not in repr(right) + repr(PdfLoader(passwords=right).settings)


@pytest.mark.parametrize(
    ("numbers", "words"), [([], ""), ([3], "3"), ([3, 7, 8, 9, 11], "3, 7-9, 11"), ([1, 2], "1-2")]
)
def test_pages_in_words(numbers: list[int], words: str) -> None:
    assert ranges(numbers) == words


def test_a_title_that_the_outline_leaves_out_is_a_heading() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 7):
            y = put(canvas, 780, "Trams and buses", size=24) if number == 1 else 780
            title = f"{number}. Lines of the town"
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title, level=0)
            put(canvas, put(canvas, y - 20, title, size=16) - 20, *BODY * 4)
            canvas.showPage()

    document = load(made(draw))
    assert headings(document.blocks)[:2] == [("Trams and buses", 1), ("1. Lines of the town", 1)]
    assert document.title == "Trams and buses"
