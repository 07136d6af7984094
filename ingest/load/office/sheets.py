"""The loader for workbooks: XLSX, XLSM, XLS and ODS."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, RawDocument
from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.document import Source

DEFAULT_NAMES = ("sheet", "лист", "page", "таблица", "table")


class SheetsLoader:
    """One document a file; each sheet is a heading with its tables.

    Formulas are their values, numbers as they are shown.

    Properties: those of the package, `hidden_sheets`, `hidden_runs`, `hidden_text`. Hidden sheets, rows and columns
    are no text, unless `let_in` names "hidden-sheets"; rows that a filter hides are. Comments: `let_in` "comments".
    """

    name: ClassVar[str] = "sheets"
    version: ClassVar[str] = "6"
    suffixes: ClassVar[tuple[str, ...]] = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".ods", ".ots")
    libraries: ClassVar[tuple[str, ...]] = ("python-calamine", "lxml", "olefile")
    may_let_in: ClassVar[tuple[str, ...]] = ("comments", "hidden-sheets")

    def __init__(self, let_in: Sequence[str] = ()) -> None:
        self.let_in = tuple(let_in)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The document of `source`. Raises `LoadError`: too-large, encrypted, no-text, ..."""
        from ingest.load.office.regions import sheet_blocks
        from ingest.load.office.workbook import open_workbook

        book = open_workbook(data, self.let_in)
        blocks: list[Block] = []
        left_out: list[str] = []
        unseen: list[str] = []
        for sheet in book.sheets():
            found = [*sheet_blocks(sheet.grid, sheet.spans), *(one for one in sheet.beside if not one.hidden)]
            unseen += [*sheet.unseen, *(one.text for one in sheet.beside if one.hidden)]
            if sheet.hidden and "hidden-sheets" not in self.let_in:
                left_out.append(sheet.name)
                unseen += (block.text for block in found if sum(map(len, unseen)) < HIDDEN_CHARS)
            elif found:
                blocks += [Block(kind="heading", text=" ".join(sheet.name.split()), level=1), *found]
        if not blocks:
            raise LoadError(Code.NO_TEXT, "no words")
        properties = book.properties
        if left_out:
            properties["hidden_sheets"] = str(len(left_out))
        if unseen:
            properties["hidden_runs"] = str(len(unseen))
            properties[HIDDEN_TEXT] = "\n".join(unseen)[:HIDDEN_CHARS]
        title = properties.get("title", "") or _title(blocks)
        yield RawDocument(source_id=source.id, title=title, blocks=tuple(blocks), properties=properties)


def _title(blocks: Sequence[Block]) -> str:
    """The only sheet's name, or the line above its table where that name says nothing; "" for several sheets."""
    names = [block.text for block in blocks if block.kind == "heading"]
    if len(names) > 1:
        return ""
    if not names[0].lower().rstrip(" 0123456789").endswith(DEFAULT_NAMES):
        return names[0]
    return (
        blocks[1].text
        if blocks[1].kind == "text" and len(blocks[1].text) <= 200 and "\n" not in blocks[1].text
        else ""
    )
