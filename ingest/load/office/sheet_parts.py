"""What lies beside the cells of a worksheet: text boxes, charts, and what reviewers said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import Block
from ingest.load.office.drawn import chart_blocks
from ingest.load.office.pptx_text import A, paragraph_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ingest.load.docx_package import Package

Element = Any

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
COMMENTS = ("threadedComment", "comments")
"""Kinds of parts; where a thread stands at a cell, the older kind repeats it."""


def beside(package: Package, part: str, let_in: Collection[str]) -> list[Block]:
    """The text boxes and charts of a sheet, then its comments if they are let in: their words, not who wrote them."""
    links = package.relations(part)
    blocks: list[Block] = []
    for drawing in (link.target for link in links if link.kind == "drawing"):
        blocks += _shapes(package.optional(drawing))
        for chart in (link.target for link in package.relations(drawing) if link.kind == "chart"):
            root = package.optional(chart)
            blocks += chart_blocks(root) if root is not None else []
    told: dict[str, list[str]] = {}
    for kind in COMMENTS if "comments" in let_in else ():
        found: dict[str, list[str]] = {}
        for comments in (link.target for link in links if link.kind == kind):
            for place, text in _said(package, comments):
                found.setdefault(place, []).append(text)
        told = found | told
    return blocks + [
        Block(kind="text", text=f"[comment] {text}") for texts in told.values() for text in texts
    ]


def _shapes(drawing: Element | None) -> Iterator[Block]:
    """The words of text boxes and shapes; hidden ones, and letters too small to see, are marked."""
    for shape in drawing.iter(DRAWN + "sp") if drawing is not None else ():
        if any(above.tag.endswith("}Fallback") for above in shape.iterancestors()):
            continue
        unseen: list[str] = []
        lines = [
            line
            for body in shape.iter(DRAWN + "txBody")
            for one in body.iter(A + "p")
            if (line := paragraph_text(one, unseen))
        ]
        if lines:
            hidden = any(map(_is_hidden, (shape, *shape.iterancestors(DRAWN + "grpSp"))))
            yield Block(kind="text", text="\n".join(lines), hidden=hidden)
        if unseen:
            yield Block(kind="text", text="\n".join(unseen), hidden=True)


def _is_hidden(shape: Element) -> bool:
    """Whether the selection pane hides a shape, or a group."""
    named = next(shape.iter(DRAWN + "cNvPr"), None)  # the first is its own
    return named is not None and (named.get("hidden") or "0") not in {"0", "false"}


def _said(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """(cell, words) of each comment of a part."""
    root = package.optional(part)
    for comment in root.iter("{*}comment", "{*}threadedComment") if root is not None else ():
        words = ("".join(text.itertext()) for text in comment.iter("{*}text"))
        if text := " ".join(" ".join(words).split()):
            yield comment.get("ref") or "", text
