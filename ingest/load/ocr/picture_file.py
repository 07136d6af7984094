"""Pictures as files: scans and photographs of papers, read by Tesseract, which knows their formats itself.

Each run makes this loader, for its key; what reads is imported where a picture is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from ingest.document import HOLD, RawDocument, Source
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.load.ocr.words import Recognised
    from ingest.load.pdf_page import Page

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")
_LEAST_LETTERS = 20


class PictureReader(Protocol):
    """What reads the bytes of a picture file: `ingest.load.ocr.pdf_pages.ScannedPages`, or a fake."""

    @property
    def identity(self) -> str:
        """What shapes the text: part of the prepare key."""
        ...

    @property
    def accept(self) -> float:
        """The confidence from which text is believed without a person."""
        ...

    def read_file(self, data: bytes) -> Sequence[Recognised]:
        """What is read on each page of a picture file. Raises LoadError."""
        ...


class PictureLoader:
    """One document a file, if it is asked to read pictures; else it reads nothing, and they are listed.

    Codes: ocr-missing, ocr-unreadable (no picture that Tesseract knows), too-large, timeout; unsupported for one
    without text, as icons and photographs are: it is listed, no failure.
    """

    name: ClassVar[str] = "picture"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = ()
    libraries: ClassVar[tuple[str, ...]] = ()
    takes: ClassVar[tuple[str, ...]] = ("ocr", "pictures")

    def __init__(self, *, ocr: PictureReader | None = None, pictures: bool = False) -> None:
        self._ocr = ocr
        self.settings = (*([ocr.identity] if ocr and pictures else []), *(["pictures"] if pictures else []))
        if pictures:
            self.suffixes = SUFFIXES  # type: ignore[misc]  # one that is off takes no file

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The text of a picture. Raises `LoadError` with one of the class's codes."""
        from ingest.load.ocr.pages import UNREADABLE
        from ingest.load.ocr.tiff import MOST_PAGES, pages_in
        from ingest.load.pdf_structure import structured

        if self._ocr is None:
            raise LoadError(Code.OCR_MISSING, "a picture")
        if pages_in(data) > MOST_PAGES:
            raise LoadError(Code.TOO_LARGE, f"over {MOST_PAGES} pages")
        read = self._ocr.read_file(data)
        good = [one for one in read if one.confidence >= UNREADABLE and one.letters >= _LEAST_LETTERS]
        if not good:
            raise LoadError(Code.UNSUPPORTED, "a picture without text that can be read")
        pages = [_page(number, one if one in good else None) for number, one in enumerate(read, start=1)]
        made = structured(pages)
        properties = {"pages": str(len(read))} if len(read) > 1 else {}
        if missing := [str(page.number) for page in pages if page.missing]:
            properties["missing_pages"] = ", ".join(missing)
        if any(one.confidence < self._ocr.accept for one in good):
            properties[HOLD] = "ocr.low_confidence"
        title = next((block.text for block in made.blocks if block.kind == "heading"), "")
        yield RawDocument(source_id=source.id, title=title, blocks=made.blocks, properties=properties)


def _page(number: int, read: Recognised | None) -> Page:
    """What was read, its places in pixels, upwards from the upper edge."""
    from ingest.load.pdf_page import Page
    from ingest.load.pdf_wanted import ReadLine, ReadPage, lines_of

    lines = [
        ReadLine(
            text=line.text,
            left=float(line.left),
            right=float(line.right),
            top=float(-line.top),
            bottom=float(-line.bottom),
            size=line.size,
        )
        for line in (read.lines if read else ())
    ]
    return Page(
        number=number, lines=lines_of(ReadPage(lines=lines), number), scanned=True, missing=read is None
    )
