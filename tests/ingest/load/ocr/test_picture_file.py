"""Pictures as files: read when settings ask for it, listed when there is nothing to read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ingest.document import HOLD, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.choose import choose, load_all
from ingest.load.ocr.build import page_reader
from ingest.load.ocr.pdf_pages import ScannedPages
from ingest.load.ocr.picture_file import PictureLoader
from ingest.load.ocr.words import Recognised, TextLine
from ingest.load.pdf_wanted import draw
from tests.ingest.load.pdf_files import made, put

SOURCE = Source(id="r/a.png", root="r", file="a.png", size=1, mtime_ns=0, ctime_ns=0, inode=0)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


class Fake:
    identity, accept = "fake 1", 80.0

    def __init__(self, *pages: tuple[float, str]) -> None:
        self._pages = pages

    def read_file(self, data: bytes) -> list[Recognised]:
        return [
            Recognised(
                confidence=sure,
                lines=tuple(
                    TextLine(
                        text=text, left=100, top=100 + 40 * row, right=900, bottom=130 + 40 * row, paragraph=0
                    )
                    for row, text in enumerate(said.split("\n"))
                ),
            )
            for sure, said in self._pages
        ]


def load(*pages: tuple[float, str]) -> RawDocument:
    (document,) = PictureLoader(ocr=Fake(*pages), pictures=True).load(SOURCE, PNG)
    return document


def test_pages_and_lines_keep_their_order() -> None:
    document = load(
        (95, "The tram leaves the depot at six and\nstops at every corner."),
        (9, "?"),
        (91, "Tickets are sold on board."),
    )
    assert [(block.page, " ".join(block.text.split())) for block in document.blocks] == [
        (1, "The tram leaves the depot at six and stops at every corner."),
        (3, "Tickets are sold on board."),
    ]
    assert document.properties == {"pages": "3", "missing_pages": "2"}


def test_what_is_not_sure_waits_for_a_person() -> None:
    assert load((70, "The tram leaves the depot at six.")).properties[HOLD] == "ocr.low_confidence"


@pytest.mark.parametrize("page", [(95.0, "ACME"), (30.0, "l1lI|| ;;: '' l1lI|| the of words"), (0.0, "")])
def test_a_picture_without_text_is_listed(page: tuple[float, str]) -> None:
    with pytest.raises(LoadError) as caught:
        load(page)
    assert caught.value.code == Code.UNSUPPORTED


def test_only_who_asks_has_them_read() -> None:
    with pytest.raises(LoadError) as off:
        choose(Path("a.png"), PNG, load_all())
    assert off.value.code == Code.UNSUPPORTED
    loader = choose(Path("a.png"), PNG, load_all(options={"pictures": True}))
    with pytest.raises(LoadError) as missing:
        list(loader.load(SOURCE, PNG))  # type: ignore[arg-type]
    assert missing.value.code == Code.OCR_MISSING


@pytest.mark.slow
@pytest.mark.needs("tesseract")
def test_tesseract_reads_files_of_several_formats() -> None:
    import pypdfium2
    from PIL import Image

    data = made(
        lambda canvas: put(
            canvas, 700, "The tram leaves the depot at six", "and stops at every corner.", size=14
        )
    )
    with pypdfium2.PdfDocument(data) as document:
        page = document[0]
        drawn = draw(pypdfium2.raw, page, 150)
    picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.grey)
    reader = page_reader(languages="rus+eng", dpi=200, accept=80, page_seconds=120)
    assert reader is not None
    loader = PictureLoader(ocr=ScannedPages(reader=reader), pictures=True)
    for form, more in (("PNG", {}), ("JPEG", {}), ("TIFF", {"save_all": True, "append_images": [picture]})):
        file = io.BytesIO()
        picture.save(file, form, dpi=(150, 150), **more)
        (found,) = loader.load(SOURCE, file.getvalue())
        text = " ".join(" ".join(block.text.split()) for block in found.blocks)
        assert text.count("The tram leaves the depot at six and stops at every corner.") == (
            2 if more else 1
        ), form
    with pytest.raises(LoadError) as broken:
        list(loader.load(SOURCE, PNG))
    assert broken.value.code == Code.OCR_UNREADABLE
