"""The loader for EPUB: the pages of its spine, one after another, by the reader of HTML (EPUB 2 and 3)."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, Link, RawDocument
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.document import Source
    from ingest.load.office.epub_package import Book

Element = Any

CHARS = 50_000_000
TITLE_CHARS = 400
ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
TITLE_PAGES = {"titlepage", "halftitlepage"}


class EpubLoader:
    """One document a file. A page without a heading of its own begins with its name in the table of contents.

    A title page has no headings, and does not repeat the title.

    Properties: those of the package, `hidden_runs`, `hidden_text`, `broken_parts`.
    """

    name: ClassVar[str] = "epub"
    version: ClassVar[str] = "5"
    suffixes: ClassVar[tuple[str, ...]] = (".epub",)
    libraries: ClassVar[tuple[str, ...]] = ("lxml", "chardet")

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The book. Raises `LoadError`: encrypted where its pages are, no-text, ..."""
        from ingest.load.office.epub_package import Book

        book = Book(data)
        blocks: list[Block] = []
        unseen: list[str] = []
        broken: list[str] = []
        links: dict[str, Link] = {}
        size = 0
        for page in book.pages:
            try:
                found, hidden = _read(book, page, links)
            except LoadError as error:
                if error.code not in (Code.MALFORMED, Code.NO_TEXT, Code.EMPTY_FILE, Code.BAD_ENCODING):
                    raise
                broken.append(page.rpartition("/")[2])
                continue
            size += sum(len(block.text) for block in found)
            if size > CHARS:
                raise LoadError(Code.TOO_LARGE, f"more than {CHARS} characters")
            blocks += found
            unseen += hidden
        if not blocks:
            raise LoadError(Code.MALFORMED if broken else Code.NO_TEXT, "no page with words")
        properties = book.properties()
        if unseen:
            properties["hidden_runs"] = str(len(unseen))
            properties[HIDDEN_TEXT] = "\n".join(unseen)[:HIDDEN_CHARS]
        if broken:
            properties["broken_parts"] = ", ".join(broken[:20])
        title = properties.get("title", "") or next((one.text for one in blocks if one.kind == "heading"), "")
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=tuple(blocks),
            properties=properties,
            links=tuple(links.values()),
        )


def _read(book: Book, page: str, links: dict[str, Link]) -> tuple[list[Block], list[str]]:
    """(blocks of one page, words that it hides). Links that lead out of the book are added to `links`."""
    from ingest.load.html_blocks import Blocks
    from ingest.load.html_links import links_of
    from ingest.load.html_tree import comments, parse_html

    data = book.page(page)
    root = parse_html(data)
    for link in links_of(root):
        if ADDRESS.match(link.target):
            links.setdefault(link.target, link)
    for element in root.iter("nav", "aside", "header", "footer"):
        element.tag = "div"  # in a book they are text: notes, sidebars, heads of chapters
    body = root.find("body")
    reader = Blocks(inside=True)
    blocks = reader.read(root if body is None else body)
    if _is_title_page(root) and sum(len(block.text) for block in blocks) < TITLE_CHARS:
        title = book.properties().get("title", "").casefold()
        said = [block for block in blocks if block.text.casefold() != title]
        blocks = [dataclasses.replace(one, kind="text", level=0) if one.level else one for one in said]
        return blocks, [*reader.unseen, *comments(data)]
    name = book.contents.get(page, "")
    if blocks and name and not any(block.kind == "heading" for block in blocks):
        first = blocks[0]
        rest = blocks[1:] if first.text.casefold() == name.casefold() else blocks
        blocks = [Block(kind="heading", text=name, level=1), *rest]
    return blocks, [*reader.unseen, *comments(data)]


def _is_title_page(root: Element) -> bool:
    """Whether a page says that it is one: `epub:type` of its body or of what stands first in it."""
    parts = root.iter("body", "section", "div")
    return any(kind in TITLE_PAGES for part in parts for kind in part.get("epub:type", "").split())
