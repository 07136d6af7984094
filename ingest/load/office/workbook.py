"""Workbooks by way of python-calamine: what they hold is measured first, since it dies of what is too large."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.errors import Code, LoadError
from ingest.load.archive import OLE, Archive
from ingest.load.office.cells import shown
from ingest.load.office.extents import Extent, of_xls, of_xlsx
from ingest.load.office.ods_extents import of_ods

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ingest.document import Block
    from ingest.load.office.header import Grid, Span

CELLS = 2_000_000
"""In the rectangle around all cells of a sheet: calamine makes it whole, empty cells too."""
SHEETS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's cells as texts.

    `spans` are merged cells, `unseen` words of hidden rows and columns, `beside` what else stands on it.
    """

    name: str
    hidden: bool
    grid: Grid
    spans: list[Span] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    beside: tuple[Block, ...] = ()


@dataclass(slots=True, kw_only=True)
class Workbook:
    """An open workbook; `everything` also gives what hidden rows and columns hold."""

    book: Any
    extents: Mapping[str, Extent]
    properties: dict[str, str] = field(default_factory=dict)
    everything: bool = False

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in the order of the workbook, those of charts too; macros are none."""
        from python_calamine import (
            CalamineError,
            SheetTypeEnum,
            SheetVisibleEnum,
            WorksheetNotFound,
            XmlError,
        )

        for number, told in enumerate(self.book.sheets_metadata):
            hidden = told.visible is not SheetVisibleEnum.Visible
            extent = self.extents.get(told.name, Extent())
            if told.typ is SheetTypeEnum.ChartSheet:
                yield Sheet(name=told.name, hidden=hidden, grid=[], beside=extent.beside)
            if told.typ is not SheetTypeEnum.WorkSheet:
                continue
            try:
                sheet = self.book.get_sheet_by_index(number)
            except (CalamineError, WorksheetNotFound, XmlError):  # its message may quote the file
                raise LoadError(Code.MALFORMED, "a sheet") from None
            yield self._seen(sheet, hidden, extent)

    def _seen(self, sheet: Any, hidden: bool, extent: Extent) -> Sheet:
        top, left = sheet.start or (0, 0)
        told = extent.formats.shown
        grid = [
            [shown(value) if (text := told(row, column, value)) is None else text for column, value in cells]
            for row, cells in ((at, enumerate(line, left)) for at, line in enumerate(sheet.to_python(), top))
        ]
        spans = [
            (a - top, b - left, c - top, d - left)
            for a, b, c, d in _merged(sheet) or extent.spans
            if a >= top and b >= left
        ]
        rows = {row - top for row in extent.hidden_rows} if not self.everything else set()
        columns = {column - left for column in extent.hidden_columns} if not self.everything else set()
        if not rows and not columns:
            return Sheet(name=sheet.name, hidden=hidden, grid=grid, spans=spans, beside=extent.beside)
        unseen = [
            text
            for at, row in enumerate(grid)
            if (
                text := " ".join(
                    filter(None, row if at in rows else (row[one] for one in columns if 0 <= one < len(row)))
                )
            )
        ]
        kept_rows = _places(len(grid), rows)
        kept_columns = _places(max(map(len, grid), default=0), columns)
        spans = [
            (kept_rows[a], kept_columns[b], kept_rows[c], kept_columns[d])
            for a, b, c, d in spans
            if a in kept_rows and c in kept_rows and b in kept_columns and d in kept_columns
        ]
        grid = [[cell for at, cell in enumerate(grid[row]) if at in kept_columns] for row in kept_rows]
        return Sheet(
            name=sheet.name, hidden=hidden, grid=grid, spans=spans, unseen=unseen, beside=extent.beside
        )


def _merged(sheet: Any) -> list[Span]:
    """The merged cells that calamine knows of."""
    return [(a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]


def open_workbook(data: bytes, let_in: Collection[str] = ()) -> Workbook:
    """The workbook in `data`. Raises `LoadError`: too-large, password-required, malformed, wrong-type, ..."""
    from python_calamine import CalamineError, PasswordError, XmlError, ZipError, load_workbook

    properties: dict[str, str] = {}
    if data.startswith(OLE):
        extents = of_xls(data)
    elif "content.xml" in Archive(data):
        extents, properties = of_ods(data)
    else:
        extents, properties = of_xlsx(data, let_in)
    if len(extents) > SHEETS:
        raise LoadError(Code.TOO_LARGE, f"more than {SHEETS} sheets")
    if any(extent.cells > CELLS for extent in extents.values()):
        raise LoadError(Code.TOO_LARGE, f"a sheet of more than {CELLS} cells")
    try:
        book = load_workbook(io.BytesIO(data))
    except PasswordError:
        raise LoadError(Code.PASSWORD_REQUIRED, "a workbook with a password") from None
    except (CalamineError, XmlError, ZipError):  # its message may quote the file
        raise LoadError(Code.MALFORMED, "workbook") from None
    return Workbook(book=book, extents=extents, properties=properties, everything="hidden-sheets" in let_in)


def _places(count: int, gone: set[int]) -> dict[int, int]:
    """Old place -> new one, of what stays."""
    return {old: new for new, old in enumerate(at for at in range(count) if at not in gone)}
