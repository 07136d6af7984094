"""The loader for DOCX, DOCM and DOTX (ECMA-376, transitional and strict)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, PAGE_MARKS, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Source


class DocxLoader:
    """One document a file. Properties: those of `docx_package`, and what is named here.

    `hidden_runs`, `hidden_text`, `broken_parts`; `page_marks`, the lines of headers, footers and watermarks.

    What reviewers left ("comments", "deletions") is no text, unless `let_in` names it; it is counted then
    (`comments_left_out`, `deletions_left_out`).
    """

    name: ClassVar[str] = "docx"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = (".docx", ".docm", ".dotx")
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "deletions")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`; no-text where there is not a word in it."""
        from ingest.load.docx_body import Body
        from ingest.load.docx_links import links_of
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
            title=body.title or title_of(blocks, properties.get("title", "")),
            blocks=tuple(blocks),
            properties=properties,
            links=links_of(package, root),
        )
