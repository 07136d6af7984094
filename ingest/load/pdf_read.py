"""Reads one page of a PDF: opens its handles, asks each part of the loader, closes them, inner before outer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError
from ingest.load.pdf_cells import in_rows
from ingest.load.pdf_columns import in_columns
from ingest.load.pdf_filled import beside, in_place, is_filled, make_part
from ingest.load.pdf_flow import in_one_row, is_stroke, open_text
from ingest.load.pdf_level import level, turned
from ingest.load.pdf_lines import TextPage
from ingest.load.pdf_links import links_of
from ingest.load.pdf_objects import Walk, image_cover
from ingest.load.pdf_order import joined_rows
from ingest.load.pdf_page import Line, Page
from ingest.load.pdf_ruled import Grid, dotted, grids
from ingest.load.pdf_tables import with_tables, within
from ingest.load.pdf_text import judged
from ingest.load.pdf_values import undrawn, values_of, with_values
from ingest.load.pdf_visible import Sight
from ingest.load.pdf_wanted import lines_of, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from ingest.document import Link
    from ingest.load.pdf_lines import Found
    from ingest.load.pdf_objects import Drawing
    from ingest.load.pdf_tree import Tree
    from ingest.load.pdf_values import Value
    from ingest.load.pdf_wanted import Ocr, ReadPage, WantedPage

SCAN_CHARS = 20


def read_page(api: ModuleType, document: object, number: int, tree: Tree, ocr: Ocr | None = None) -> Page:
    """Page `number` (from 1) of a document. `api`: `pypdfium2.raw`. Raises `LoadError` (too-large).

    A page that is a picture, or whose letters are garbled, is what `ocr` reads; without it, it is missing.
    """
    page = api.FPDF_LoadPage(document, number - 1)
    if not page:
        return Page(number=number, failed=True)
    known: tuple[Link, ...] = ()
    printed = None
    values = values_of(api, document, page)
    if is_filled(api, page):
        known, printed = _before(api, document, page, number)
        make_part(api, page)
        api.FPDF_ClosePage(page)
        page = api.FPDF_LoadPage(document, number - 1)
        if not page:
            return Page(number=number, failed=True)
    try:
        handle = open_text(api, document, page) if printed is None else api.FPDFText_LoadPage(page)
        if not handle:
            return Page(number=number, failed=True)
        try:
            read = _read(api, page, handle, number, tree, printed, values)
            links = known or tuple(links_of(api, document, page, handle, number))
        finally:
            api.FPDFText_ClosePage(handle)
        if read.scanned or read.garbled:
            found, slow = _asked(ocr, wanted(api, page, read)) if ocr else (None, False)
            few = read.lines if read.scanned else ()
            lines = lines_of(found, number) if found else ()
            words = tuple(word for line in found.lines for word in line.words) if found and lines else ()
            sure = found is None or found.sure
            read = replace(read, lines=lines or few, missing=not lines, sure=sure, words=words, slow=slow)
        return replace(read, links=links) if links else read
    finally:
        api.FPDF_ClosePage(page)


def _asked(ocr: Ocr, page: WantedPage) -> tuple[ReadPage | None, bool]:
    """What OCR finds on a page, and whether it took too long: what goes wrong with a page costs that page only."""
    try:
        return ocr.read(page), False
    except LoadError as error:
        if error.code not in {Code.TIMEOUT, Code.OCR_UNREADABLE}:
            raise
        return None, error.code == Code.TIMEOUT


def _before(api: ModuleType, document: object, page: object, number: int) -> tuple[tuple[Link, ...], int]:
    """Links of a page, and how many characters it has, before what was filled in becomes part of it."""
    handle = api.FPDFText_LoadPage(page)
    if not handle:
        return (), 0
    try:
        return tuple(links_of(api, document, page, handle, number)), api.FPDFText_CountChars(handle)
    finally:
        api.FPDFText_ClosePage(handle)


def _read(
    api: ModuleType,
    page: object,
    handle: object,
    number: int,
    tree: Tree,
    printed: int | None,
    values: Sequence[Value],
) -> Page:
    """`printed`: how many characters a page had that was filled in since; a scan with typed words is a scan."""
    drawing = Walk(api, page).drawing()
    text = TextPage(api, handle, number, Sight(api, page, handle, drawing.others), tree.heads(page))
    found = [
        part for one in text.lines() for part in in_one_row(text, one) if not is_stroke(api, page, part.line)
    ]
    few = sum(len(one.line.text) for one in found if printed is None or one.start < printed) < SCAN_CHARS
    if printed is not None:
        found = in_place(text, found, printed)
    values = undrawn(values, found, printed)
    hidden = any(one.line.hidden for one in found)
    picture = (few or hidden) and image_cover(api, page, drawing) > 0.5
    turns = Counter[int]()
    for one in found:
        turns[one.turn] += len(one.raw)
    main = turns.most_common(1)[0][0] if turns else 0
    ruled = _ruled(drawing, main)
    if printed is not None and not main:
        known = [one.line for one in found]
        found = [
            replace(one, line=beside(known, one.line, ruled)) if one.start >= printed else one
            for one in found
        ]
    lines, garbled = judged(_lines(text, found, ruled, main))
    if values:
        lines = with_values(lines, values, number, main, ruled)
    overlaid = picture and any(line.hidden for line in lines)
    if overlaid:  # invisible text over a scan is what OCR read from it, not something kept from the reader
        lines = [replace(line, hidden=False) for line in lines]
    if ruled:
        area = api.FPDF_GetPageWidthF(page) * api.FPDF_GetPageHeightF(page)
        lines = with_tables(lines, ruled, area)
    return Page(
        number=number,
        lines=tuple(lines),
        scanned=few and picture,
        garbled=garbled,
        whole=drawing.whole,
        overlaid=overlaid,
    )


def _ruled(drawing: Drawing, turn: int) -> list[Grid]:
    rules = drawing.rules + dotted(drawing.dots)
    return grids([turned(box, turn) for box in rules] if turn else rules)


def _lines(text: TextPage, found: Sequence[Found], ruled: Sequence[Grid], turn: int) -> list[Line]:
    """All lines on the turned page; those that reach over the columns of a table are parted."""
    result: list[Line] = []
    for way, run in groupby(found, key=lambda one: one.turn):
        if way != turn:
            result += _sideways([one.line for one in run], way, turn)
            continue
        result += _parted(text, run, ruled, turn)
    return result


def _parted(text: TextPage, run: Iterable[Found], ruled: Sequence[Grid], turn: int) -> list[Line]:
    """Lines that run as most of the page, parted where cells part; tables without rules by row."""
    result: list[Line] = []
    free: list[tuple[Found, Line]] = []
    for one in run:
        line = level(one.line, turn)
        if not any(within(line, grid.box) or _crosses(line, grid) for grid in ruled):
            free.append((one, line))
            continue
        result += in_rows(text, in_columns(text, free, turn), turn)
        free.clear()
        grid = next((grid for grid in ruled if _crosses(line, grid)), None)
        parts = text.pieces(one, _edges_at(grid, line), turn) if grid else [one]
        result += [level(part.line, turn) for part in parts]
    return result + in_rows(text, in_columns(text, free, turn), turn)


def _sideways(lines: Sequence[Line], way: int, turn: int) -> list[Line]:
    """Lines that run in another direction than the page: PDFium parts such text into letters; here it is whole."""
    whole = joined_rows([level(line, way) for line in lines])
    back = [level(line, (4 - way) % 4) for line in whole]
    return [replace(level(line, turn), upright=False) for line in back]


def _crosses(line: Line, grid: Grid) -> bool:
    left, bottom, right, top = grid.box
    middle = (line.bottom + line.top) / 2
    if not (line.upright and bottom <= middle <= top and line.left < right and line.right > left):
        return False
    return any(line.left < x < line.right for x in grid.xs)


def _edges_at(grid: Grid, line: Line) -> list[float]:
    """The edges of the cells at a line's height: a merged cell has none within."""
    middle = (line.bottom + line.top) / 2
    edges = {grid.xs[0], grid.xs[-1]}
    for cell in grid.cells:
        if cell.box[1] <= middle <= cell.box[3]:
            edges.update((cell.box[0], cell.box[2]))
    return sorted(edges)
