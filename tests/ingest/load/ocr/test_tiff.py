"""Pictures in one file, as a library that knows the format reads them."""

from __future__ import annotations

import io

from PIL import Image, ImageSequence

from ingest.load.ocr.picture import Picture
from ingest.load.ocr.tiff import MOST_PAGES, page_of, pages_in, tiff


def test_each_page_comes_out_as_it_went_in() -> None:
    page = Picture(width=4, height=3, dpi=200, pixels=bytes(range(12)))
    pictures = [page, page.cut(1, 1, 4, 3), page.cut(-5, 0, 1, 1), page.turned()]
    with Image.open(io.BytesIO(tiff(pictures))) as file:
        pages = [(one.size, one.tobytes()) for one in ImageSequence.Iterator(file)]
    assert pages == [((one.width, one.height), one.pixels) for one in pictures]
    assert pages[1] == ((3, 2), bytes([5, 6, 7, 9, 10, 11]))


def test_a_page_is_the_first_of_its_own_file() -> None:
    pages = [Picture(width=2, height=1, dpi=200, pixels=bytes([at, at])) for at in (5, 6, 7)]
    file = tiff(pages)
    for number, page in enumerate(pages):
        with Image.open(io.BytesIO(page_of(file, number))) as alone:
            assert alone.tobytes() == page.pixels
    assert page_of(PNG, 1) == PNG


def test_pages_are_counted_and_damage_is_of_a_page() -> None:
    page = Picture(width=4, height=3, dpi=200, pixels=bytes(12))
    file = tiff([page] * 3)
    assert [pages_in(data) for data in (file, file[:-20], b"", b"II*\0", PNG)] == [3, 3, 1, 1, 1]
    loop = b"MM\0*\0\0\0\x08" + bytes(2) + b"\0\0\0\x08"
    assert pages_in(loop) == 1
    assert pages_in(tiff([page] * (MOST_PAGES + 5))) == MOST_PAGES + 1


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
