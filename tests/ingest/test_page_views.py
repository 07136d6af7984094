"""Pictures of pages: what is masked, forbidden or left out is black in the pixels, what is clean looks as it does."""

from __future__ import annotations

import base64
import io
from functools import cache
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from reportlab.pdfgen.canvas import Canvas

from ingest.build import cleaner_of
from ingest.clean.cleaner import Cleaner
from ingest.clean.trace import Trace
from ingest.configure import configure
from ingest.document import Source
from ingest.load.pdf import PdfLoader
from ingest.load.pdf_page import Word
from ingest.load.pdf_wanted import ReadLine, ReadPage, WantedPage, draw
from ingest.page_views import DPI, WHY, PageViews, numbered
from tests.ingest.load.pdf_files import made, picture, put, written

PHONE, MAIL = "+7 916 184-72-05", "ivan.petrov@mail.ru"
RULE = '{name = "purchase", fields = ["purchase price", "закупочная цена"], action = "drop-column"}'
Views = list[dict[str, Any]]


@cache
def _cleaner(*rules: str) -> Cleaner:
    flags = ["clean.recognizers=['email','phone','card']", *(f"policy=[{rule}]" for rule in rules)]
    return cleaner_of(configure(None, environ={}, flags=flags), b"s" * 32, b"")


def views(data: bytes, *rules: str, ocr: Any = None, page: int | None = None) -> Views:
    source = Source(
        id="docs/a.pdf", root="docs", file="a.pdf", size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    loader, trace = PdfLoader(ocr=ocr), Trace()
    seen = loader.seen(source, data)
    _cleaner(*rules).clean(numbered(seen.document), source.id, "default", trace)
    return list(PageViews(loader=loader, source=source, data=data, seen=seen, trace=trace).views(page))


def image(view: dict[str, Any]) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(view["image"]))).convert("L")


def boxes_of(data: bytes, words: str, number: int = 0) -> list[tuple[int, int, int, int]]:
    """Where PDFium finds the ink of `words`, in pixels of a view: one box a character, and a render to compare."""
    with pypdfium2.PdfDocument(data) as document:
        page = document[number]
        text = page.get_textpage()
        scale = DPI / 72
        height = page.get_height() * scale
        found = text.search(words, match_case=True).get_next()
        assert found, words
        start, count = found
        shapes = (text.get_charbox(start + at) for at in range(count) if words[at] != " ")
        return [
            (
                round(left * scale),
                round(height - top * scale),
                round(right * scale),
                round(height - bottom * scale),
            )
            for left, bottom, right, top in shapes
        ]


def render(data: bytes, number: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(data) as document:
        page = document[number]
        drawn = draw(pypdfium2.raw, page, DPI, annotations=False)
    return Image.frombytes("L", (drawn.width, drawn.height), drawn.grey)


def darkest(shown: Image.Image, box: tuple[int, int, int, int]) -> int:
    low, _ = shown.crop(box).getextrema()
    return int(low)


def assert_black(shown: Image.Image, data: bytes, words: str, number: int = 0) -> None:
    for box in boxes_of(data, words, number):
        if box[2] > box[0] and box[3] > box[1]:
            assert shown.crop(box).getextrema() == (0, 0), words


def assert_as_printed(shown: Image.Image, data: bytes, words: str, number: int = 0) -> None:
    drawn = render(data, number)
    for box in boxes_of(data, words, number):
        if box[2] > box[0] and box[3] > box[1]:
            _, most = ImageChops.difference(shown.crop(box), drawn.crop(box)).getextrema()
            assert most <= 16, words


def letter(canvas: Canvas) -> None:
    put(canvas, 700, f"Call {PHONE} before noon, or write to", f"{MAIL} about the pump.", "The pump is red.")


def test_masks_are_black_and_the_rest_is_as_printed() -> None:
    data = made(letter)
    (view,) = views(data)
    shown = image(view)
    for value in (PHONE, MAIL):
        assert_black(shown, data, value)
    for words in ("Call", "before noon", "about the pump", "The pump is red"):
        assert_as_printed(shown, data, words)
    assert view["black"] == sum(len(value.replace(" ", "")) for value in (PHONE, MAIL))
    ((left, top, right, bottom),) = view["boxes"]["1"]
    assert 90 < left < right < view["width"]
    assert 0 < top < bottom < view["height"] / 3


def test_no_pixel_of_a_mask_is_left_beside_its_box() -> None:
    """The picture is the same whatever the value is, as long as its box is."""
    one = made(lambda canvas: put(canvas, 700, "Card 4276 3801 2345 6784 is blocked.", font="Courier"))
    other = made(lambda canvas: put(canvas, 700, "Card 5536 9138 2345 6784 is blocked.", font="Courier"))
    shown = [image(views(data)[0]) for data in (one, other)]
    assert ImageChops.difference(*shown).getbbox() is None
    assert darkest(shown[0], boxes_of(one, "4276")[0]) == 0


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pages_that_are_turned_and_cut(turn: int) -> None:
    """Where the prints of two values differ, the picture is black; elsewhere it is as printed, or empty."""

    def printed(phone: str) -> bytes:
        def drawing(canvas: Canvas) -> None:
            canvas.setPageRotation(turn)
            canvas.setCropBox((30, 40, 560, 580))
            put(canvas, 500, f"Call {phone} before noon.", "The pump is red.", font="Courier")

        return made(drawing)

    files = [printed(phone) for phone in (PHONE, "+7 925 630-38-41")]
    shown = image(views(files[0])[0])
    prints = [render(file) for file in files]
    changed = 0
    for now, one, other in zip(shown.tobytes(), *(one.tobytes() for one in prints), strict=True):
        changed += one != other
        assert now == 0 if one != other else now in (0, 255) or abs(now - one) <= 16
    assert changed > 100


TABLE = [
    ["Item", "Purchase price", "Price"],
    ["Pump", "1200", "1900"],
    ["Valve", "310", "400"],
    ["Tube", "400", "520"],
]


def table(canvas: Canvas) -> None:
    put(canvas, 740, "Prices of this year", size=16)
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            canvas.rect(70 + 140 * column, 660 - 30 * row, 140, 30)
            put(canvas, 670 - 30 * row, text, x=76 + 140 * column)


def test_a_column_that_a_rule_drops_is_black_and_its_neighbours_are_not() -> None:
    data = made(table)
    (view,) = views(data, RULE)
    shown = image(view)
    for words in ("Purchase price", "1200", "310"):
        assert_black(shown, data, words)
    for words in ("Item", "Pump", "1900", "520", "Prices of this year"):
        assert_as_printed(shown, data, words)
    # 400 stands in both columns: which is which cannot be told for certain, so both are black.
    assert_black(shown, data, "400")
    assert_as_printed(image(views(data)[0]), data, "Purchase price")


def test_what_is_hidden_or_runs_along_the_pages_is_black() -> None:
    def drawing(canvas: Canvas) -> None:
        for number in range(3):
            put(canvas, 800, "Secret plans of the works", size=9)
            put(canvas, 700, f"Chapter {['one', 'two', 'three'][number]} tells of pumps and of valves.")
            canvas.setFillColorRGB(1, 1, 1)
            put(canvas, 600, "nobody sees this line")
            canvas.setFillColorRGB(0, 0, 0)
            canvas.showPage()

    data = made(drawing)
    shown = [image(view) for view in views(data)]
    for number, one in enumerate(shown):
        assert_black(one, data, "Secret plans of the works", number)
        assert_black(one, data, "nobody sees this line", number)
        assert_as_printed(one, data, "tells of pumps", number)


def test_pictures_within_a_page_are_grey() -> None:
    def drawing(canvas: Canvas) -> None:
        picture(canvas, 0.3)
        canvas.setFillColorRGB(0.2, 0.2, 0.2)
        canvas.circle(300, 300, 20, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        put(canvas, 700, "A page with a photograph below its words, and nothing to mask.")

    shown = image(views(made(drawing))[0])
    middle = (int(300 * DPI / 72), shown.size[1] - int(300 * DPI / 72))
    assert shown.getpixel(middle) == 0xDD


def test_what_was_filled_into_a_form() -> None:
    def filled(phone: str) -> bytes:
        def drawing(canvas: Canvas) -> None:
            put(canvas, 700, "Telephone at work:")
            canvas.acroForm.textfield(
                name="a", value=phone, x=200, y=696, width=250, height=16, annotationFlags="print"
            )
            put(canvas, 640, "This form is kept for a year in the depot that the tram leaves.")

        return made(drawing)

    (one,), (other,) = (views(filled(phone)) for phone in (PHONE, "+7 925 630-38-41"))
    assert one["black"] == other["black"] == len(PHONE.replace(" ", ""))
    assert ImageChops.difference(image(one), image(other)).getbbox() is None


class _Fake:
    """Reads a scan as it is told, with or without places of words."""

    identity = "fake"

    def __init__(self, *texts: str, places: bool = True) -> None:
        self._texts, self._places = texts, places

    def read(self, page: WantedPage) -> ReadPage:
        return ReadPage(lines=[self._line(text, 700 - 20 * row) for row, text in enumerate(self._texts)])

    def _line(self, text: str, y: float) -> ReadLine:
        words = tuple(
            Word(text=word, left=70 + 60 * at, right=125 + 60 * at, bottom=y, top=y + 14)
            for at, word in enumerate(text.split())
        )
        return ReadLine(
            text=text, left=70, right=500, bottom=y, top=y + 14, words=words if self._places else ()
        )


def scan(canvas: Canvas) -> None:
    picture(canvas, 1)


def test_words_of_a_scan() -> None:
    (view,) = views(made(scan), ocr=_Fake(f"Call {PHONE} before noon."))
    shown = image(view)

    def at(x: float, y: float) -> Any:
        return shown.getpixel((int(x * DPI / 72), shown.size[1] - int(y * DPI / 72)))

    assert at(90, 707) == 0xCC  # "Call": the scan itself, 200 in 16 shades
    assert at(150, 707) == 0
    assert at(200, 707) == 0
    assert at(300, 300) == 0xFF  # paper that nobody read anything on


def test_no_picture_where_places_are_not_known() -> None:
    def overlaid(canvas: Canvas) -> None:
        picture(canvas, 1)
        text = canvas.beginText(70, 700)
        text.setTextRenderMode(3)
        text.textLine(f"Call {PHONE} before noon, or come to the works.")
        canvas.drawText(text)

    def covered(canvas: Canvas) -> None:
        letter(canvas)
        picture(canvas, 0.9)

    def slanted(canvas: Canvas) -> None:
        letter(canvas)
        canvas.rotate(30)
        put(canvas, 300, "DRAFT OF MAY", size=40, x=300)

    told = {
        "no places": views(made(scan), ocr=_Fake(f"Call {PHONE}", places=False)),
        "overlaid": views(made(overlaid)),
        "slanted": views(made(slanted)),
        "covered": views(made(covered)),
        "unread": views(made(lambda canvas: (letter(canvas), canvas.showPage(), scan(canvas))))[1:],  # type: ignore[func-returns-value]
    }
    assert {why: [one.get("why") for one in found] for why, found in told.items()} == {
        why: [WHY["overlaid" if why == "covered" else why]] for why in told
    }
    assert not any("image" in one for found in told.values() for one in found)


def test_one_page_on_request_and_russian_words() -> None:
    data = written(
        [
            [("Руководство", 18, 780), ("Звоните +7 916 184-72-05 до обеда.", 11, 740)],
            [("Насос", 16, 780), ("Вторая страница о клапанах и трубах.", 11, 740)],
        ]
    )
    assert [view["number"] for view in views(data)] == [1, 2]
    (view,) = views(data, page=1)
    assert_black(image(view), data, "+7 916 184-72-05")
    assert_as_printed(image(view), data, "Звоните")
