"""Scanned PDFs: by a fake reader what becomes of pages, by Tesseract that it reads them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from pdf_files import PAGE, put
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest.document import HOLD, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.ocr.build import page_reader
from ingest.load.ocr.pdf_pages import ScannedPages
from ingest.load.pdf import PdfLoader
from ingest.load.pdf_wanted import ReadLine, ReadPage, WantedPage

ROWS = (
    "Returns are accepted within fourteen days of the purchase.",
    "The customer pays for the transport of heavy goods.",
    "Damaged parcels are photographed before they are opened.",
)


@dataclass
class Fake:
    """Reads page numbers as it is told."""

    answers: dict[int, ReadPage | LoadError | None]
    asked: list[int] = field(default_factory=list)
    identity: str = "fake 1"

    def read(self, page: WantedPage) -> ReadPage | None:
        self.asked.append(page.number)
        assert page.raster(72).width == 595
        answer = self.answers[page.number]
        if isinstance(answer, LoadError):
            raise answer
        return answer


def _page(*texts: str, sure: bool = True) -> ReadPage:
    lines = [
        ReadLine(text=text, left=70, right=400, top=700 - 20 * row, bottom=688 - 20 * row)
        for row, text in enumerate(texts)
    ]
    return ReadPage(lines=lines, sure=sure)


def _pdf(*kinds: str, angle: int = 0) -> bytes:
    """Pages: "text"; "scan", a picture of a page of text; "dense", one of so many words that OCR takes minutes."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1)
    for kind in kinds:
        if kind == "text":
            put(canvas, 700, *ROWS)
        else:
            drawn = ImageReader(_dense() if kind == "dense" else _scan(angle))
            canvas.drawImage(drawn, 0, 0, *PAGE)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _scan(angle: int) -> Image.Image:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1)
    y = put(canvas, 760, "Returns and complaints", size=20) - 10
    for _ in range(4):
        y = put(canvas, y, *ROWS, size=12) - 8
    return _drawn(canvas, buffer).rotate(angle, fillcolor=255)


def _dense() -> Image.Image:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=PAGE, invariant=1)
    canvas.setFont("Helvetica", 5)
    for row in range(135):
        canvas.drawString(20, 20 + 6 * row, " ".join(f"k{row * col * 7919 % 9973}m" for col in range(1, 33)))
    return _drawn(canvas, buffer)


def _drawn(canvas: Canvas, buffer: io.BytesIO) -> Image.Image:
    canvas.save()
    with pypdfium2.PdfDocument(buffer.getvalue()) as document:
        image: Image.Image = document[0].render(scale=200 / 72, grayscale=True).to_pil()
    return image


def _load(data: bytes, ocr: object) -> RawDocument:
    source = Source(id="r/a.pdf", root="r", file="a.pdf", size=len(data), mtime_ns=0, ctime_ns=0, inode=0)
    (document,) = PdfLoader(ocr=ocr).load(source, data)  # type: ignore[arg-type]
    return document


def _text(document: RawDocument) -> str:
    return " ".join(" ".join(block.text.split()) for block in document.blocks)


def test_only_scanned_pages_are_read_and_pages_keep_their_numbers() -> None:
    fake = Fake({2: _page("The text of the scan.")})
    document = _load(_pdf("text", "scan"), fake)
    assert fake.asked == [2]
    assert [block.page for block in document.blocks if "scan" in block.text] == [2]
    assert "missing_pages" not in document.properties
    assert HOLD not in document.properties


def test_a_page_that_cannot_be_read_is_named() -> None:
    assert _load(_pdf("text", "scan"), Fake({2: None})).properties["missing_pages"] == "2"


def test_what_is_not_sure_is_left_out_beside_good_pages() -> None:
    document = _load(_pdf("text", "scan", "scan"), Fake({2: _page("Hardly.", sure=False), 3: _page("Well.")}))
    assert document.properties["missing_pages"] == "2"
    assert "Hardly" not in _text(document)
    assert "Well" in _text(document)


def test_a_scan_that_is_not_sure_waits_for_a_person() -> None:
    document = _load(_pdf("scan"), Fake({1: _page("Hardly to be read.", sure=False)}))
    assert document.properties[HOLD] == "ocr.low_confidence"
    assert "Hardly" in _text(document)


def test_a_page_that_stands_on_its_head_is_read_from_its_top() -> None:
    """Its top is at the foot of the picture."""
    rows = ["Returns", *ROWS, "Paragraphs end", "and others begin."]
    heights = [60, 100, 114, 128, 190, 204]
    lines = [
        ReadLine(text=text, left=190, right=525, bottom=at, top=at + (24 if at == 60 else 12))
        for text, at in zip(rows, heights, strict=True)
    ]
    document = _load(_pdf("scan"), Fake({1: ReadPage(lines=lines, turned=True)}))
    assert document.title == "Returns"
    assert _text(document) == " ".join(rows)


def test_codes_without_a_reader_and_with_one_that_cannot() -> None:
    for ocr, code in ((None, Code.OCR_MISSING), (Fake({1: None}), Code.OCR_UNREADABLE)):
        with pytest.raises(LoadError) as caught:
            _load(_pdf("scan"), ocr)
        assert caught.value.code == code


def test_a_page_that_takes_too_long_or_breaks_tesseract_costs_that_page() -> None:
    slow, broken = LoadError(Code.TIMEOUT), LoadError(Code.OCR_UNREADABLE)
    document = _load(_pdf("scan", "text", "scan", "scan"), Fake({1: slow, 3: _page("Well."), 4: broken}))
    assert "Well" in _text(document)
    assert ROWS[0] in _text(document)
    assert (document.properties["missing_pages"], document.properties["slow_pages"]) == ("1, 4", "1")
    for answer, code in ((slow, Code.TIMEOUT), (LoadError(Code.OCR_MISSING), Code.OCR_MISSING)):
        with pytest.raises(LoadError) as caught:
            _load(_pdf("scan"), Fake({1: answer}))
        assert caught.value.code == code


@pytest.mark.needs("tesseract")
@pytest.mark.slow
def test_the_time_of_tesseract_is_that_of_a_page_and_gives_signs_of_life() -> None:
    beats: list[int] = []
    reader = page_reader(
        languages="eng", dpi=200, accept=80, page_seconds=2, beat=lambda: beats.append(len(beats))
    )
    assert reader is not None
    document = _load(_pdf("dense", "scan"), ScannedPages(reader=reader))
    assert _text(document).count("within fourteen days of the purchase") == 4
    assert document.properties["slow_pages"] == "1"
    assert len(beats) > 2, "a look that takes long is no silence"


@pytest.mark.needs("tesseract")
@pytest.mark.slow
@pytest.mark.parametrize("angle", [0, 180])
def test_tesseract_reads_a_scan_upside_down_too(angle: int, tmp_path: Path) -> None:
    beats: list[int] = []
    reader = page_reader(
        languages="rus+eng",
        dpi=200,
        accept=80,
        page_seconds=120,
        cache_mb=10,
        directory=tmp_path,
        secret=b"s",
        beat=lambda: beats.append(1),
    )
    assert reader is not None
    document = _load(_pdf("scan", angle=angle), ScannedPages(reader=reader))
    assert document.title == "Returns and complaints"
    assert _text(document).count("within fourteen days of the purchase") == 4
    assert beats
    looks = len(beats)
    assert _text(_load(_pdf("scan", angle=angle), ScannedPages(reader=reader))) == _text(document)
    assert len(beats) == looks, "what was read before is not read again"
