"""The PDF loader: what a file says about itself, and why it gives no document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pdf_files import BODY, load, made, picture, put, simple
from reportlab.lib.pdfencrypt import StandardEncryption

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load import pdf

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas


def code_of(data: bytes, **settings: object) -> tuple[Code, str]:
    with pytest.raises(LoadError) as caught:
        load(data, **settings)
    return caught.value.code, caught.value.detail


def test_properties() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle("Fares of 2025")
        canvas.setAuthor("Transport office")
        canvas.setSubject("Fares")
        canvas.setKeywords("tram, fares")
        simple(canvas)

    document = load(made(draw, lang="ru-RU"))
    assert document.title == "Fares of 2025"
    assert document.properties == {
        "author": "Transport office",
        "created": "2000-01-01",
        "keywords": "tram, fares",
        "language": "ru-RU",
        "modified": "2000-01-01",
        "pages": "1",
        "subject": "Fares",
    }


@pytest.mark.parametrize(
    "title", ["fares_2025.docx", "Microsoft Word - fares.doc", "untitled", "(anonymous)", "C:\\docs\\fares"]
)
def test_a_file_name_is_no_title(title: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setTitle(title)
        y = put(canvas, 780, "Fares", size=20)
        put(canvas, y - 20, *BODY)

    assert load(made(draw)).title == "Fares"


def test_passwords() -> None:
    assert code_of(made(simple, encrypt=StandardEncryption("secret")))[0] == Code.PASSWORD_REQUIRED
    opened = load(made(simple, encrypt=StandardEncryption("", ownerPassword="owner")))
    assert opened.blocks == (Block(kind="text", text=" ".join(BODY), page=1),)


def test_damaged_files() -> None:
    whole = made(simple)
    assert code_of(b"") == (Code.EMPTY_FILE, "")
    assert code_of(b"PK\x03\x04 no PDF at all")[0] == Code.WRONG_TYPE
    assert code_of(whole[: len(whole) // 3])[0] == Code.TRUNCATED
    assert code_of(b"%PDF-1.4\n" + b"garbage " * 50 + b"\n%%EOF\n")[0] == Code.MALFORMED
    assert load(b"junk\n" * 100 + whole).blocks == load(whole).blocks


def test_files_without_text() -> None:
    def scans(canvas: Canvas) -> None:
        for _ in range(2):
            picture(canvas, 0.8)
            canvas.showPage()

    def drawing(canvas: Canvas) -> None:
        canvas.line(0, 0, 100, 100)
        picture(canvas, 0.2)

    assert code_of(made(scans)) == (Code.OCR_MISSING, "2 of 2 pages are images")
    assert code_of(made(drawing)) == (Code.NO_TEXT, "1 pages")


def test_some_pages_without_text_are_listed() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            if number == 2:
                picture(canvas, 0.9)
                put(canvas, 30, "stamp")
            elif number == 4:
                canvas.line(0, 0, 100, 100)
            else:
                put(canvas, 700, f"Chapter {number} is about trams in the old town.")
            canvas.showPage()

    document = load(made(draw))
    assert document.properties["missing_pages"] == "2"
    assert [block.page for block in document.blocks] == [1, 2, 3]


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(3):
            simple(canvas)
            canvas.showPage()

    assert code_of(made(draw), max_pages=2) == (Code.TOO_LARGE, "3 pages")
    monkeypatch.setattr(pdf, "MAX_CHARS", 150)
    assert code_of(made(draw)) == (Code.TOO_LARGE, "over 150 characters on 2 of 3 pages")


def test_the_same_file_gives_the_same_document() -> None:
    assert load(made(simple)) == load(made(simple))
