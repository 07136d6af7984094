"""PDF files: text with headings, paragraphs, lists, tables and page numbers, read with PDFium.

Each run makes this loader, for its key; what reads, 30 modules, is imported where a file is read.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.document import HOLD, PAGE_MARK_CHARS, PAGE_MARKS, Block, RawDocument, Source
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import ModuleType

    from ingest.load.passwords import Passwords
    from ingest.load.pdf_page import Page
    from ingest.load.pdf_sheet import Seen, Sheet
    from ingest.load.pdf_wanted import Ocr

MAX_PAGES = 2_000
MAX_CHARS = 10_000_000
"""Of a document; `pdf_lines` has the limit of a page."""


class PdfLoader:
    """Reads a PDF with pypdfium2 and structures it by itself. One document a file.

    Codes: empty-file, wrong-type, password-required, encrypted, malformed, truncated, too-large, no-text,
    ocr-missing, ocr-unreadable, garbled-text, timeout (OCR of every page).
    Properties name the pages that are not whole ("3, 7-9"): `missing_pages` are pictures or have garbled letters, and
    `ocr` (what reads such pages) is none, cannot, or is not sure; `slow_pages` are those of them for which it took too
    long; `limited_pages` draw so much that their tables may
    be text. Where all that is there is what `ocr` is not sure of, the document waits for a person. `page_marks` holds
    what running headers and footers say, which is no text.
    """

    name: ClassVar[str] = "pdf"
    version: ClassVar[str] = "15"
    suffixes: ClassVar[tuple[str, ...]] = (".pdf",)
    libraries: ClassVar[tuple[str, ...]] = ("pypdfium2", "pymorphy3", "pymorphy3-dicts-ru")
    takes: ClassVar[tuple[str, ...]] = ("passwords", "max_pages", "ocr")

    def __init__(
        self, *, passwords: Passwords | None = None, max_pages: int = MAX_PAGES, ocr: Ocr | None = None
    ) -> None:
        self._passwords, self._max_pages, self._ocr = passwords, max_pages, ocr
        self.settings = (
            *([f"max_pages={max_pages}"] if max_pages != MAX_PAGES else []),
            *([passwords.key] if passwords and passwords.key else []),
            *([ocr.identity] if ocr else []),
        )

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document in `data`. Raises `LoadError` with one of the class's codes."""
        yield self.seen(source, data).document

    def seen(self, source: Source, data: bytes) -> Seen:
        """The document in `data`, and what of its pages it was made of. Raises as `load` does."""
        import pypdfium2.raw as api

        from ingest.load.pdf_inflated import refuse_inflated
        from ingest.load.pdf_info import outline, properties
        from ingest.load.pdf_links import MOST
        from ingest.load.pdf_sheet import Seen
        from ingest.load.pdf_structure import structured

        if not data:
            raise LoadError(Code.EMPTY_FILE)
        refuse_inflated(data)
        with self._opened(source, data) as document:
            pages = self._pages(api, document, data)
            stated = properties(api, document, data)
            evidence = outline(api, document)
        _refuse_without_text(pages, data, tried=self._ocr is not None)
        if all(page.missing or page.failed or not page.sure or not page.lines for page in pages):
            stated[HOLD] = "ocr.low_confidence"
        else:
            pages = [page if page.sure else replace(page, lines=(), missing=True) for page in pages]
        named = {
            "missing_pages": ranges([page.number for page in pages if page.missing or page.failed]),
            "slow_pages": ranges([page.number for page in pages if page.slow]),
            "limited_pages": ranges([page.number for page in pages if not page.whole]),
        }
        stated.update({key: value for key, value in named.items() if value}, pages=str(len(pages)))
        made = structured(pages, evidence)
        if made.running:
            stated[PAGE_MARKS] = "\n".join(made.running)[:PAGE_MARK_CHARS]
        links = islice((link for page in pages for link in page.links), MOST)
        title = stated.pop("title", "") or _first_heading(made.blocks)
        document = RawDocument(
            source_id=source.id, title=title, blocks=made.blocks, properties=stated, links=tuple(links)
        )
        return Seen(document=document, lines=made.lines, pages=tuple(pages))

    def sheets(self, source: Source, data: bytes, pages: Sequence[Page], dpi: float) -> Iterator[Sheet]:
        """Pictures of `pages` as `seen` gave them, with the places of all that is written there."""
        import pypdfium2.raw as api

        from ingest.load.pdf_sheet import drawn

        with self._opened(source, data) as document:
            for page in pages:
                yield drawn(api, document, page, dpi)

    def _opened(self, source: Source, data: bytes) -> Any:
        """The document, opened without a password or with one of those set for this source."""
        import pypdfium2
        import pypdfium2.raw as api

        reason: int | None = None
        for password in (None, *(self._passwords.of(source.id) if self._passwords else ())):
            try:
                return pypdfium2.PdfDocument(data, password=password)
            except pypdfium2.PdfiumError as error:
                reason = error.err_code
                if reason != api.FPDF_ERR_PASSWORD:
                    break
            except ValueError:  # no text that a password can be
                continue
        raise _not_opened(api, data, reason) from None

    def _pages(self, api: ModuleType, document: object, data: bytes) -> list[Page]:
        from ingest.load.pdf_read import read_page
        from ingest.load.pdf_tree import Tree

        count: int = api.FPDF_GetPageCount(document)
        if count > self._max_pages:
            raise LoadError(Code.TOO_LARGE, f"{count} pages")
        if count < 1:
            raise _damaged(data, "no pages")
        tree = Tree(api, document)
        pages, chars = [], 0
        for number in range(1, count + 1):
            page = read_page(api, document, number, tree, self._ocr)
            chars += sum(len(line.text) for line in page.lines)
            if chars > MAX_CHARS:
                raise LoadError(Code.TOO_LARGE, f"over {MAX_CHARS} characters on {number} of {count} pages")
            pages.append(page)
        return pages


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


def _refuse_without_text(pages: Sequence[Page], data: bytes, *, tried: bool) -> None:
    """Raises when no page has text: what the reason is tells the most frequent one. `tried`: by OCR."""
    failed = sum(page.failed for page in pages)
    if failed == len(pages) or (failed and b"%%EOF" not in data[-2048:]):
        raise _damaged(data, f"{failed} of {len(pages)} pages cannot be read")
    if any(page.lines and not page.missing for page in pages):
        return
    pictures, garbled = (sum(getattr(page, why) for page in pages) for why in ("scanned", "garbled"))
    if slow := sum(page.slow for page in pages):
        raise LoadError(Code.TIMEOUT, f"OCR of {slow} of {len(pages)} pages")
    if tried and garbled + pictures:
        raise LoadError(Code.OCR_UNREADABLE, f"{garbled + pictures} of {len(pages)} pages")
    if garbled > pictures:
        raise LoadError(Code.GARBLED_TEXT, f"{garbled} of {len(pages)} pages")
    if pictures:
        raise LoadError(Code.OCR_MISSING, f"{pictures} of {len(pages)} pages are images")
    raise LoadError(Code.NO_TEXT, f"{len(pages)} pages")


def ranges(numbers: Sequence[int]) -> str:
    """Ascending numbers in words: "3, 7-9"."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)


def _first_heading(blocks: Sequence[Block]) -> str:
    return next((block.text for block in blocks if block.kind == "heading" and block.page == 1), "")
