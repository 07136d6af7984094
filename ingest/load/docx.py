"""The loader for DOCX, DOCM and DOTX (ECMA-376, transitional and strict)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, PAGE_MARKS, Link, RawDocument
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Block, Source

OPENING = 3000
"""Characters at the start in which a stated title must stand to be believed: templates leave stale ones."""
CONTENTS = frozenset({"содержание", "оглавление", "contents", "table of contents", "аннотация"})
"""Headings of a front page that name no document."""


class DocxLoader:
    """One document a file. Properties: those of `docx_package`, and what is named here.

    `hidden_runs`, `hidden_text`, `broken_parts`; `page_marks`, the lines of headers, footers and watermarks.

    What reviewers left ("comments", "deletions") is no text, unless `let_in` names it; it is counted then
    (`comments_left_out`, `deletions_left_out`).
    """

    name: ClassVar[str] = "docx"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = (".docx", ".docm", ".dotx")
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "deletions")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`; no-text where there is not a word in it."""
        from ingest.load.docx_body import Body
        from ingest.load.docx_margins import margin_lines
        from ingest.load.docx_package import Package, W

        package = Package(data)
        root = package.part(package.main).find(W + "body")
        if root is None:
            raise LoadError(Code.WRONG_TYPE, "no word processing document")
        body = Body(package, self.let_in)
        blocks = body.read(root)
        blocks += body.notes(package)
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = package.properties()
        if body.hidden:
            properties["hidden_runs"] = str(body.hidden)
        if body.unseen:
            properties[HIDDEN_TEXT] = "\n".join(body.unseen)[:HIDDEN_CHARS]
        properties.update({name: str(number) for name, number in body.left_out.items()})
        if lines := margin_lines(package):
            properties[PAGE_MARKS] = lines
        if package.broken:
            properties["broken_parts"] = ", ".join(package.broken)
        yield RawDocument(
            source_id=source.id,
            title=body.title or _title(blocks, properties.get("title", "")),
            blocks=tuple(blocks),
            properties=properties,
            links=tuple(Link(target=target) for target in dict.fromkeys(package.links())),
        )


def _title(blocks: Sequence[Block], stated: str) -> str:
    """The stated title if the document opens with it, else its first heading, else the stated one."""
    opening = _words(" ".join(block.text for block in blocks[:40]))[:OPENING]
    if stated and _words(stated) in opening:
        return stated
    headings = (block.text for block in blocks[:10] if block.kind == "heading")
    return next((text for text in headings if _words(text) not in CONTENTS), stated)


def _words(text: str) -> str:
    return " ".join(text.casefold().split())
