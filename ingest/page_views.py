"""Pages of a PDF as pictures beside what was read of them: what must not be seen is not in the pictures.

The pictures are made where the file is read, in a worker, and leave it as PNG; pixels of a mask never do.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ingest.load.pdf_paint import painted, png
from ingest.page_masks import Fate, fates, parts, seen_glyphs
from ingest.pulse import beat

if TYPE_CHECKING:
    from ingest.clean.trace import Trace
    from ingest.document import RawDocument, Source
    from ingest.load.pdf import PdfLoader
    from ingest.load.pdf_page import Line, Page
    from ingest.load.pdf_sheet import Glyph, Pixels, Seen, Sheet

DPI = 110.0
MOST = 50
"""Pages that are drawn unless one is asked for."""
MOST_BYTES = 40 << 20
"""Of all pictures of a file; pages after that are told without one."""

WHY = {
    "unread": "nothing was read on this page",
    "no places": "OCR tells no places of its words here",
    "slanted": "text on this page runs aslant",
    "no boxes": "glyphs on this page have no size",
    "overlaid": "a picture and its text lie over each other, so the places of masks in the picture are not certain",
    "lost": "something to be masked could not be found on the page",
    "other letters": "the letters that were read are not those that are drawn",
    "left out": "the pictures before it fill what a page may hold",
}


def numbered(raw: RawDocument) -> RawDocument:
    """`raw` with blocks that can be followed: each has its `place`, from 1."""
    blocks = [replace(block, place=number) for number, block in enumerate(raw.blocks, start=1)]
    return replace(raw, blocks=blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageViews:
    """Pictures of one file. `trace` is what its cleaning told; without it nothing is blacked out."""

    loader: PdfLoader
    source: Source
    data: bytes
    seen: Seen
    trace: Trace | None

    def views(self, page: int | None) -> Iterator[dict[str, Any]]:
        """A page after the other, or one: "number", "width", "height", "image" (PNG in base64) or "why" there is none.

        "boxes": place of a block -> its boxes in pixels; "black": glyphs that are blacked out.
        """
        pages = [one for one in self.seen.pages if page in (None, one.number)][:MOST]
        known = fates(self.seen.lines, self.trace) if self.trace else {}
        lines = _by_page(self.seen.lines)
        used = 0
        for one, sheet in zip(pages, self.loader.sheets(self.source, self.data, pages, DPI), strict=True):
            beat()
            view = self._view(one, sheet, lines.get(one.number, []), known)
            used += len(view.get("image", ""))
            if used > MOST_BYTES:
                view.pop("image", None)
                view["why"] = WHY["left out"]
            yield view

    def _view(
        self, page: Page, sheet: Sheet, lines: Sequence[tuple[int, Line]], known: Mapping[int, Fate]
    ) -> dict[str, Any]:
        view: dict[str, Any] = {"number": page.number, "width": sheet.width, "height": sheet.height}
        boxes = {} if sheet.trouble else _boxes(lines, sheet.glyphs)
        if self.trace is None:
            if not sheet.width:
                return {**view, "why": WHY["unread"]}
            picture = png(sheet.width, sheet.height, sheet.grey)
            return {**view, "boxes": boxes, "image": base64.b64encode(picture).decode()}
        why: str = sheet.trouble
        seen: set[int] = set()
        rows: list[list[int]] = []
        if not why:
            seen, rows, lost = seen_glyphs([line for _, line in lines], known, sheet.glyphs)
            why = _doubt(page.overlaid or sheet.covered, lines, known, lost)
        if why:
            return {**view, "why": WHY[why]}
        written = sum(bool(glyph.box[2]) for glyph in sheet.glyphs)
        picture = painted(sheet, seen, rows)
        return {
            **view,
            "boxes": boxes,
            "black": written - len(seen),
            "image": base64.b64encode(picture).decode(),
        }


def _doubt(
    laid_over: bool, lines: Sequence[tuple[int, Line]], known: Mapping[int, Fate], lost: Counter[int]
) -> str:
    """Why the places of masks on a page are not certain, "" if they are. `laid_over`: its text, and a picture."""
    here = [known.get(id(line)) for _, line in lines]
    guarded = {fate.block for fate in here if fate is not None and fate.guarded}
    if laid_over and (guarded or None in here):
        return "overlaid"
    if guarded & lost.keys():
        return "lost"
    return "other letters" if sum(lost.values()) > len(lines) / 2 else ""


def _by_page(blocks: Sequence[Sequence[Line]]) -> dict[int, list[tuple[int, Line]]]:
    """The lines of each page, each with the place of its block."""
    found: dict[int, list[tuple[int, Line]]] = {}
    for place, lines in enumerate(blocks, start=1):
        for line in lines:
            for part in parts(line):
                found.setdefault(part.page, []).append((place, part))
    return found


def _boxes(lines: Sequence[tuple[int, Line]], glyphs: Sequence[Glyph]) -> dict[str, list[Pixels]]:
    """Place of a block -> boxes around its lines; those below each other are one."""
    found: dict[str, list[Pixels]] = {}
    for place, line in lines:
        inside = [
            glyphs[number].box
            for start, end in line.spots
            for number in range(start, min(end, len(glyphs)))
            if glyphs[number].box[2]
        ]
        if not inside:
            continue
        box = _around(inside)
        mine = found.setdefault(str(place), [])
        if mine and _close(mine[-1], box):
            mine[-1] = _around([mine[-1], box])
        else:
            mine.append(box)
    return found


def _around(boxes: Sequence[Pixels]) -> Pixels:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _close(above: Pixels, box: Pixels) -> bool:
    """Whether a line goes on below what stands above it, or beside it."""
    height = box[3] - box[1]
    beside = min(above[2], box[2]) > max(above[0], box[0])
    return (beside and box[1] - above[3] < 2 * height and box[3] > above[1]) or (
        box[1] < above[3] and box[3] > above[1] and box[0] - above[2] < 4 * height
    )
