"""Forms of PDFs: what was filled in is read where it is seen, and a scan stays a scan."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Link
from tests.hostile_files import pdf, stream
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


def form(*fields: bytes, more: bytes = b"") -> bytes:
    """A page with two labels, whose fields nobody has drawn."""
    own = b" ".join(b"%d 0 R" % (5 + number) for number in range(len(fields)))
    font = b"<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    words = b"BT /F 12 Tf 50 700 Td (Name:) Tj 0 -30 Td (Day:) Tj 0 -30 Td (The office keeps this form for years.) Tj ET"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]%s>>>>" % (own, more),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Annots[%s]/Resources<</Font%s>>>>"
        % (own, font),
        stream(words),
        *(b"<</Type/Annot/Subtype/Widget/T(%d)" % n + one + b">>" for n, one in enumerate(fields)),
    )


NAME, DAY = b"/Rect[180 696 400 712]", b"/Rect[180 666 400 682]"
RUSSIAN = b"<FEFF" + "Насос №3".encode("utf-16-be").hex().encode() + b">"
DRAWN_EMPTY = b"/AP<</N<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 0>>>>"


@pytest.mark.parametrize(
    ("fields", "there"),
    [
        ((b"/FT/Tx/F 4/V" + RUSSIAN + NAME,), "Name: Насос №3"),
        ((b"/FT/Tx/F 4/V(the first)" + DAY, b"/FT/Tx/F 4/V(Anna)" + NAME), "Name: Anna Day: the first"),
        ((b"/FT/Ch/Ff 131072/F 4/Opt[(No)(Yes)]/V(Yes)" + NAME,), "Name: Yes"),
        (
            (b"/FT/Tx/Ff 4096/F 4/V(one row\\rand one more)/Rect[180 684 400 712]",),
            "Name: one row and one more",
        ),
        ((b"/FT/Tx/F 4/V(kept)" + DRAWN_EMPTY + NAME,), "Name: kept"),
        ((b"/FT/Tx/F 2/V(hidden)" + NAME,), "Name: Day:"),
        ((b"/FT/Tx/Ff 8192/F 4/V(password)" + NAME,), "Name: Day:"),
        ((b"/FT/Btn/F 4/V/Yes/AS/Yes" + NAME,), "Name: Day:"),
        ((b"/FT/Tx/F 4/V(The office keeps this form for years.)/Rect[40 630 400 650]",), "Name: Day:"),
    ],
)
def test_values_that_nobody_drew(fields: tuple[bytes, ...], there: str) -> None:
    text = " ".join(" ".join(block.text.split()) for block in load(form(*fields)).blocks)
    assert there in text
    assert text.count("The office keeps this form for years.") == 1
    assert text.startswith("Name:")


def test_a_value_that_was_drawn_is_there_once() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 700, "Name:")
        field(canvas, 696, "Anna Smith", x=260)
        canvas.drawString(50, 660, "This form is kept in the archive of the office.")

    (first, *_) = load(made(draw)).blocks
    assert first.text.startswith("Name: Anna Smith")
    assert "Anna Smith" not in first.text.removeprefix("Name: Anna Smith")
