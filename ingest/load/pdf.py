"""PDF files: text with headings, paragraphs, lists and page numbers, read with PDFium."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import PAGE_MARK_CHARS, PAGE_MARKS, Block, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.pdf_info import outline, properties
from ingest.load.pdf_lines import MAX_CHARS, read_page
from ingest.load.pdf_structure import running_lines, structure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ingest.load.pdf_page import Page

MAX_PAGES = 5_000


class PdfLoader:
    """Reads a PDF with pypdfium2 and structures it by itself. One document a file.

    Codes: empty-file, wrong-type, password-required, encrypted, malformed, truncated, too-large, no-text,
    ocr-missing.
    The property `pages_without_text` lists the pages that have none ("3,7") when others do; `page_marks` holds what
    running headers and footers say, which is no text.
    """

    name: ClassVar[str] = "pdf"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = (".pdf",)
    libraries: ClassVar[tuple[str, ...]] = ("pypdfium2",)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document in `data`. Raises `LoadError` with one of the class's codes."""
        import pypdfium2
        import pypdfium2.raw as api

        if not data:
            raise LoadError(Code.EMPTY_FILE)
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _not_opened(api, data, error.err_code) from None
        with document:
            pages = _pages(api, document, data)
            stated = properties(api, document)
            evidence = outline(api, document)
        lacking = _pages_without_text(pages, data)
        if lacking:
            stated["pages_without_text"] = ",".join(map(str, lacking))
        stated["pages"] = str(len(pages))
        if running := running_lines(pages):
            stated[PAGE_MARKS] = "\n".join(running)[:PAGE_MARK_CHARS]
        blocks = structure(pages, evidence)
        title = stated.pop("title", "") or _first_heading(blocks)
        yield RawDocument(source_id=source.id, title=title, blocks=tuple(blocks), properties=stated)


def _not_opened(api: ModuleType, data: bytes, reason: int | None) -> LoadError:
    if reason == api.FPDF_ERR_PASSWORD:
        return LoadError(Code.PASSWORD_REQUIRED)
    if reason == api.FPDF_ERR_SECURITY:
        return LoadError(Code.ENCRYPTED, "unknown kind of protection")
    if b"%PDF-" not in data[:1024]:
        return LoadError(Code.WRONG_TYPE, "no PDF header")
    return _damaged(data, "cannot be opened")


def _damaged(data: bytes, detail: str) -> LoadError:
    cut_off = b"%%EOF" not in data[-2048:]
    return LoadError(Code.TRUNCATED if cut_off else Code.MALFORMED, detail)


def _pages(api: ModuleType, document: object, data: bytes) -> list[Page]:
    count: int = api.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        raise LoadError(Code.TOO_LARGE, f"{count} pages")
    if count < 1:
        raise _damaged(data, "no pages")
    pages, chars = [], 0
    for number in range(1, count + 1):
        page = read_page(api, document, number)
        chars += sum(len(line.text) for line in page.lines)
        if chars > MAX_CHARS:
            raise LoadError(Code.TOO_LARGE, f"over {MAX_CHARS} characters on {number} of {count} pages")
        pages.append(page)
    return pages


def _pages_without_text(pages: Sequence[Page], data: bytes) -> list[int]:
    """Numbers of the pages to read in another way. Raises when that is all of them."""
    failed = sum(page.failed for page in pages)
    if failed == len(pages) or (failed and b"%%EOF" not in data[-2048:]):
        raise _damaged(data, f"{failed} of {len(pages)} pages cannot be read")
    lacking = [page.number for page in pages if page.scanned or not page.lines]
    if len(lacking) < len(pages):
        return lacking
    scans = sum(page.scanned for page in pages)
    if scans:
        raise LoadError(Code.OCR_MISSING, f"{scans} of {len(pages)} pages are images")
    raise LoadError(Code.NO_TEXT, f"{len(pages)} pages")


def _first_heading(blocks: Sequence[Block]) -> str:
    return next((block.text for block in blocks if block.kind == "heading" and block.page == 1), "")
