"""Forms of PDFs: what was filled in is read where it is seen, and a scan stays a scan."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from ingest.document import Link
from tests.ingest.load.pdf_files import load, made, picture, put


def field(
    canvas: Canvas, y: float, value: str, *, x: float = 160, flags: str = "print", **more: object
) -> None:
    canvas.acroForm.textfield(
        name=f"f{x}-{y}", value=value, x=x, y=y, width=250, height=16, annotationFlags=flags, **more
    )


def test_values_stand_beside_what_asks_for_them() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 700, "Line of the tram:")
        field(canvas, 696, "Number nine")
        put(canvas, 670, "Depot it leaves:")
        field(canvas, 666, "The old one")
        put(canvas, 640, "This form is kept for a year in the depot that the tram leaves.")

    text = " ".join(" ".join(block.text.split()) for block in load(made(draw)).blocks)
    assert text.startswith(
        "Line of the tram: Number nine Depot it leaves: The old one This form is kept for a year"
    )


def test_nobody_reads_what_is_hidden_or_a_password() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 700, "Line of the tram:")
        field(canvas, 696, "hidden words", flags="hidden")
        field(canvas, 666, "pass-words", fieldFlags="password")

    text = " ".join(block.text for block in load(made(draw)).blocks)
    assert "Line of the tram" in text
    assert "words" not in text


def test_links_of_a_filled_page_stay() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 700, "See the rules", size=12)
        canvas.linkURL("https://trams.example/rules", (95, 696, 160, 712))
        field(canvas, 640, "as of May")

    document = load(made(draw))
    assert document.links == (Link(target="https://trams.example/rules", text="the rules", page=1),)
    assert "as of May" in " ".join(block.text for block in document.blocks)


def test_a_scan_that_was_typed_on_is_a_scan() -> None:
    def draw(canvas: Canvas) -> None:
        put(canvas, 700, "The first page is printed and says what the others are.")
        canvas.showPage()
        picture(canvas, 0.9)
        field(canvas, 300, "more than twenty letters were typed here")

    document = load(made(draw))
    assert document.properties["missing_pages"] == "2"
