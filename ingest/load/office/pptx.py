"""The loader for PPTX and its kin: slides in order, a page each (ECMA-376, transitional and strict)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, Link, RawDocument
from ingest.errors import Code, LoadError
from ingest.load.titles import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Source
    from ingest.load.docx_package import Package

Element = Any

SLIDES = 5_000
OPENERS = frozenset({"title", "secHead"})
"""Types of layouts whose slides open a presentation or a part of it."""


class PptxLoader:
    """One document a file. Properties: those of the package, `hidden_slides`, `hidden_runs`, `hidden_text`.

    Speaker notes, hidden slides and comments are no text, unless `let_in` names "notes", "hidden-slides", "comments".
    """

    name: ClassVar[str] = "pptx"
    version: ClassVar[str] = "3"
    suffixes: ClassVar[tuple[str, ...]] = (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm")
    libraries: ClassVar[tuple[str, ...]] = ("lxml",)
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "hidden-slides", "notes")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`; no-text where there is not a word in it."""
        from ingest.load.docx_package import Package

        package = Package(data, "ppt/presentation.xml")
        presentation = package.part(package.main)
        if not str(presentation.tag).endswith("}presentation"):
            raise LoadError(Code.WRONG_TYPE, "no presentation")
        reader = _Reader(package, presentation, self.let_in)
        blocks = reader.read()
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = package.properties()
        if reader.left_out:
            properties["hidden_slides"] = str(reader.left_out)
        if reader.unseen:
            properties["hidden_runs"] = str(len(reader.unseen))
            properties[HIDDEN_TEXT] = "\n".join(reader.unseen)[:HIDDEN_CHARS]
        if package.broken:
            properties["broken_parts"] = ", ".join(package.broken)
        title = title_of(blocks, properties.get("title", ""))
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=tuple(blocks),
            properties=properties,
            links=tuple(Link(target=target) for target in dict.fromkeys(reader.links)),
        )


class _Reader:
    """Goes through the slides. `left_out` counts hidden ones, `unseen` holds words outside of what a slide shows."""

    def __init__(self, package: Package, presentation: Element, let_in: Sequence[str]) -> None:
        self._package = package
        self._presentation = presentation
        self._let_in = let_in
        self.left_out = 0
        self.unseen: list[str] = []
        self.links: list[str] = []

    def read(self) -> list[Block]:
        """The blocks of all slides."""
        from ingest.load.office.pptx_slide import Slide, frame_of

        frame = frame_of(self._presentation)
        blocks: list[Block] = []
        for number, part in enumerate(self._slides(), 1):
            root = self._package.optional(part)
            if root is None:
                continue
            shown = (root.get("show") or "1") not in {"0", "false"}
            slide = Slide(self._package, part, root, frame)
            found = slide.blocks(1 if slide.layout_type in OPENERS else 2)
            found += self._beside(slide)
            if shown or "hidden-slides" in self._let_in:
                blocks += (_on_page(block, number) for block in found)
                self.unseen += slide.unseen
                self.links += self._package.links(part)
            else:
                self.left_out += 1
                self.unseen += (block.text for block in found)
        return blocks

    def _slides(self) -> list[str]:
        """The slides' parts in the order of the presentation; as they are listed where it gives none."""
        from ingest.load.docx_package import RELATION_ID

        links = self._package.relations(self._package.main)
        parts = {link.id: link.target for link in links if link.kind == "slide"}
        wanted = [element.get(RELATION_ID) or "" for element in self._presentation.iter("{*}sldId")]
        slides = [parts[one] for one in wanted if one in parts]
        if len(slides) > SLIDES:
            raise LoadError(Code.TOO_LARGE, f"more than {SLIDES} slides")
        return slides

    def _beside(self, slide: Any) -> list[Block]:
        found: list[Block] = []
        if "notes" in self._let_in:
            found += (Block(kind="text", text=f"[notes] {text}") for text in slide.notes())
        if "comments" in self._let_in:
            found += (Block(kind="text", text=f"[comment] {text}") for text in slide.comments())
        return found


def _on_page(block: Block, page: int) -> Block:
    return Block(kind=block.kind, text=block.text, level=block.level, page=page)
