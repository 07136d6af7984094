"""The loader for HTML pages. Pages of a Confluence export, unpacked in a folder, are read as wiki pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, RawDocument
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Block, Source


class HtmlLoader:
    """One document a page. Properties: those of `html_meta`, `hidden_runs`, `hidden_text`; see `read_page`."""

    name: ClassVar[str] = "html"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = (".html", ".htm", ".xhtml")
    libraries: ClassVar[tuple[str, ...]] = ("lxml", "chardet")

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The page. Raises `LoadError`: unsupported for the page tree of an export, no-text, ..."""
        from ingest.load.confluence_page import is_page, is_page_tree, read_page
        from ingest.load.html_blocks import Blocks
        from ingest.load.html_links import anchors_of, links_of
        from ingest.load.html_meta import head_properties
        from ingest.load.html_root import content_root
        from ingest.load.html_styles import apply_styles
        from ingest.load.html_tree import comments, parse_html

        page = parse_html(data)
        apply_styles(page)
        if is_page_tree(page):
            raise LoadError(Code.UNSUPPORTED, "page tree of an export")
        if is_page(page):
            yield read_page(page, source_id=source.id, key="", name=source.path.name)
            return
        root, known = content_root(page)
        reader = Blocks(inside=known)
        blocks = reader.read(root)
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = head_properties(page)
        if reader.hidden:
            properties["hidden_runs"] = str(reader.hidden)
        if unseen := [*reader.unseen, *comments(data)]:
            properties[HIDDEN_TEXT] = "\n".join(unseen)[:HIDDEN_CHARS]
        yield RawDocument(
            source_id=source.id,
            title=_title(blocks, properties.get("title", "")),
            blocks=tuple(blocks),
            properties=properties,
            links=links_of(root),
            anchors=anchors_of(page),
        )


def _title(blocks: Sequence[Block], stated: str) -> str:
    """The page's title; without the name of the site, where the first heading says what the page's own part is."""
    heading = next((block.text for block in blocks if block.kind == "heading"), "")
    if not stated or (heading and stated.startswith(heading)):
        return heading or stated
    return stated
