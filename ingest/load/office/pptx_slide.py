"""One slide as blocks: its title first, then its shapes as they are read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from ingest.document import Block
from ingest.errors import Code, LoadError
from ingest.load.docx_inline import CHOICES, chosen
from ingest.load.docx_package import RELATION_ID
from ingest.load.office.drawn import chart_blocks, diagram_blocks
from ingest.load.office.pptx_place import Box, Placed, in_order
from ingest.load.office.pptx_shape import WHOLE, Group, P, box_of, extent, is_hidden, like, placeholder
from ingest.load.office.pptx_text import A, body_blocks, paragraph_text
from ingest.load.tables import compact, pipe_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.docx_package import Package

Element = Any

TITLES = frozenset({"title", "ctrTitle"})
FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr"})
"""Placeholders that stand on every slide alike."""
BODIES = frozenset({"", "body", "obj"})
NESTING = 32
SHAPES = 20_000
CELLS = 100_000
HEADING_CHARS = 400
DEFAULT = Box(left=0, top=0, right=9_144_000, bottom=6_858_000)
RELATIONS = RELATION_ID.removesuffix("id")


def frame_of(presentation: Element) -> Box:
    """The slide's own rectangle, in English metric units."""
    size = presentation.find(P + "sldSz")
    if size is None:
        return DEFAULT
    return Box(left=0, top=0, right=extent(size.get("cx")) or 1, bottom=extent(size.get("cy")) or 1)


class Slide:
    """Reads a slide. `unseen` are the words of hidden shapes, of shapes off the slide, and of tiny letters."""

    def __init__(self, package: Package, part: str, root: Element, frame: Box) -> None:
        self._package = package
        self._root = root
        self._frame = frame
        self._links = package.relations(part)
        self._layout_part = next((link.target for link in self._links if link.kind == "slideLayout"), "")
        self._shapes = 0
        self._cells = CELLS
        self.unseen: list[str] = []

    @property
    def layout_type(self) -> str:
        """What the layout is for: "title", "secHead", "obj", ...; "" if it does not say."""
        return (self._layout.get("type") or "") if self._layout is not None else ""

    def blocks(self, level: int) -> list[Block]:
        """The slide's blocks; its title is a heading of `level`."""
        tree = self._root.find(f"{P}cSld/{P}spTree")
        titles: list[Block] = []
        placed: list[Placed[list[Block]]] = []
        last: Box | None = None
        for shape, box in self._walk(tree, WHOLE, 0) if tree is not None else ():
            kind = (placeholder(shape) or ("none", ""))[0]
            if kind in FURNITURE:
                continue
            outer, self.unseen = self.unseen, []
            found = self._read(shape, kind, level)
            outer += self.unseen
            self.unseen = outer
            if not found:
                continue
            where = box or self._inherited(shape)
            if is_hidden(shape) or (where is not None and where.outside(self._frame)):
                self.unseen += (block.text for block in found)
            elif kind in TITLES and found[0].kind == "heading":
                titles += found
            else:
                last = where or last or self._frame
                placed.append(Placed(found, len(placed), last))
        return titles + [block for blocks in in_order(placed) for block in blocks]

    def notes(self) -> list[str]:
        """The paragraphs of the speaker's notes."""
        part = next((link.target for link in self._links if link.kind == "notesSlide"), "")
        root = self._package.optional(part) if part else None
        shapes = (
            []
            if root is None
            else [one for one in root.iter(P + "sp") if (placeholder(one) or ("", ""))[0] == "body"]
        )
        texts = (paragraph_text(paragraph) for shape in shapes for paragraph in shape.iter(A + "p"))
        return [text for text in texts if text]

    def comments(self) -> list[str]:
        """What reviewers said about the slide, not who they are."""
        parts = [link.target for link in self._links if link.kind == "comments"]
        roots = [root for part in parts if (root := self._package.optional(part)) is not None]
        told = (
            "".join(comment.itertext()) if comment.tag == P + "text" else paragraph_text(comment)
            for root in roots
            for comment in root.iter(P + "text", A + "p")
        )
        return [text for one in told if (text := " ".join(one.split()))]

    def _walk(self, parent: Element, group: Group, depth: int) -> Iterator[tuple[Element, Box | None]]:
        """The shapes with their boxes on the slide, groups unpacked."""
        if depth > NESTING:
            raise LoadError(Code.TOO_DEEP, "groups in one another")
        for child in parent:
            name = str(child.tag).rpartition("}")[2]
            if child.tag == CHOICES:
                yield from self._walk(chosen(child), group, depth + 1)
            elif name == "grpSp" and not is_hidden(child):
                yield from self._walk(child, Group.of(child, group), depth + 1)
            elif name in ("sp", "graphicFrame", "pic", "grpSp"):
                self._shapes += 1
                if self._shapes > SHAPES:
                    raise LoadError(Code.TOO_LARGE, f"more than {SHAPES} shapes on a slide")
                yield child, box_of(child, group)

    def _read(self, shape: Element, kind: str, level: int) -> list[Block]:
        if shape.tag.endswith("}graphicFrame"):
            return self._frame_blocks(shape)
        if shape.tag.endswith("}grpSp"):  # a hidden one
            return [Block(kind="text", text=text) for p in shape.iter(A + "p") if (text := paragraph_text(p))]
        body = shape.find(P + "txBody")
        if body is None:
            return []
        if kind in TITLES:
            text = " ".join(" ".join(paragraph_text(p, self.unseen) for p in body.iter(A + "p")).split())
            if text and len(text) <= HEADING_CHARS:
                return [Block(kind="heading", text=text, level=level)]
        return body_blocks(body, self._list_styles(shape), self.unseen)

    def _frame_blocks(self, shape: Element) -> list[Block]:
        for table in shape.iter(A + "tbl"):
            return self._table(table)
        parts = {link.id: link.target for link in self._links}
        for chart in shape.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"):
            root = self._package.optional(parts.get(chart.get(RELATION_ID) or "", ""))
            return chart_blocks(root) if root is not None else []
        for diagram in shape.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
            root = self._package.optional(parts.get(diagram.get(RELATIONS + "dm") or "", ""))
            return diagram_blocks(root) if root is not None else []
        return []

    def _table(self, table: Element) -> list[Block]:
        grid: list[list[str]] = []
        for row in table.iter(A + "tr"):
            line: list[str] = []
            for cell in row.iter(A + "tc"):
                covered = any((cell.get(name) or "0") not in {"0", "false"} for name in ("hMerge", "vMerge"))
                words = (paragraph_text(paragraph, self.unseen) for paragraph in cell.iter(A + "p"))
                line.append("" if covered else " ".join(filter(None, words)))
            self._cells -= len(line)
            if self._cells < 0:
                raise LoadError(Code.TOO_LARGE, f"more than {CELLS} cells on a slide")
            grid.append(line)
        grid = compact(grid)
        if len(grid) == 1 and len(grid[0]) == 1:
            return [Block(kind="text", text=grid[0][0])]
        return [Block(kind="table", text=pipe_table(grid))] if grid else []

    def _list_styles(self, shape: Element) -> list[Element]:
        """Where a shape's bullets may come from: its places in layout and master, and the master's style of bodies."""
        place = placeholder(shape)
        if place is None or place[0] not in BODIES:
            return []
        styles = [
            style
            for root in (self._layout, self._master)
            if (found := like(root, *place)) is not None
            and (style := found.find(f"{P}txBody/{A}lstStyle")) is not None
        ]
        bodies = self._master.find(f"{P}txStyles/{P}bodyStyle") if self._master is not None else None
        return styles + ([bodies] if bodies is not None else [])

    def _inherited(self, shape: Element) -> Box | None:
        """The box of a placeholder that has none of its own."""
        place = placeholder(shape)
        if place is None:
            return None
        for root in (self._layout, self._master):
            found = like(root, *place)
            if found is not None and (box := box_of(found)) is not None:
                return box
        return None

    @cached_property
    def _layout(self) -> Element | None:
        return self._package.optional(self._layout_part) if self._layout_part else None

    @cached_property
    def _master(self) -> Element | None:
        links = self._package.relations(self._layout_part) if self._layout_part else []
        part = next((link.target for link in links if link.kind == "slideMaster"), "")
        return self._package.optional(part) if part else None
