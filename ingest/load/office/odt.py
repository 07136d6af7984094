"""The loader for ODT and OTT, by OpenOffice's and LibreOffice's Writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Link, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Source


class OdtLoader:
    """One document a file. Properties: those of meta.xml, `hidden_runs`, `hidden_text`.

    What reviewers left ("comments", "deletions") is no text, unless `let_in` names it.
    """

    name: ClassVar[str] = "odt"
    version: ClassVar[str] = "2"
    suffixes: ClassVar[tuple[str, ...]] = (".odt", ".ott")
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "deletions")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`; no-text where there is not a word in it."""
        from ingest.load.office.odf import HREF, OFFICE, TEXT, Odf
        from ingest.load.office.odt_body import Body

        package = Odf(data)
        root = package.content.find(f"{OFFICE}body/{OFFICE}text")
        if root is None:
            raise LoadError(Code.WRONG_TYPE, "no text document")
        body = Body(package, self.let_in)
        blocks = body.read(root) + body.notes()
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = package.properties()
        if body.unseen:
            properties["hidden_runs"] = str(len(body.unseen))
            properties[HIDDEN_TEXT] = "\n".join(body.unseen)[:HIDDEN_CHARS]
        title = body.title or title_of(blocks, properties.get("title", ""))
        targets = (link.get(HREF) or "" for link in root.iter(TEXT + "a"))
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=tuple(blocks),
            properties=properties,
            links=tuple(Link(target=target) for target in dict.fromkeys(targets) if target),
        )
