"""Binary workbooks (BIFF5 and BIFF8), by record: how large their sheets are, what is hidden, how numbers look."""

from __future__ import annotations

import re
import struct
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError
from ingest.load.office.cell_formats import CODE_CHARS, STYLES, Formats
from ingest.load.office.number_format import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
EOF, FILEPASS, CODEPAGE, SHEET, FORMAT, STYLE = 0x000A, 0x002F, 0x0042, 0x0085, 0x041E, 0x00E0
ROW, COLUMNS, FILTERED = 0x0208, 0x007D, 0x009B
FORMULA, NUMBER, SHORT, MANY = 0x0006, 0x0203, 0x027E, 0x00BD
VALUES = frozenset({FORMULA, NUMBER, 0x0204, 0x0205, 0x00FD, SHORT, MANY, 0x00D6, 0x0003, 0x0004, 0x0002})
"""Records that hold cells: formulas, numbers, labels, errors."""
NUMBERS = frozenset({FORMULA, NUMBER, SHORT})
CYRILLIC = re.compile(rb"(?:[\x10-\x4f]\x04){3}")
_RUSSIAN, _UNICODE = 1251, 0x0600
_MOST_SHEETS = 4_096
_MOST_COLUMNS = 256
_ROW_HIDDEN = 0x20


@dataclass(slots=True, kw_only=True)
class Records:
    """What the records of a sheet say. Rows and columns count from 0, `styles` are those of numbers, from 1, 0 none."""

    top: int = 1 << 16
    bottom: int = -1
    left: int = 1 << 16
    right: int = -1
    filtered: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    styles: dict[int, array[int]] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """In the rectangle around all values."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)

    def reach(self, row: int, left: int, right: int) -> None:
        """There are values from `left` to `right`."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, left), max(self.right, left, right)

    def style(self, row: int, column: int, number: int) -> None:
        """The number at a place is shown in a style."""
        line = self.styles.setdefault(row, array("H"))
        if len(line) <= column < _MOST_COLUMNS:
            line.extend([0] * (column + 1 - len(line)))
        if column < len(line) and number + 1 < STYLES:
            line[column] = number + 1


@dataclass(slots=True, kw_only=True)
class Globals:
    """What holds for all sheets: their names by the place of their records, codes of formats, styles."""

    wide: bool = True
    codepage: int = 1252
    names: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=lambda: dict(BUILT_IN))
    styles: list[int] = field(default_factory=list)

    def note(self, kind: int, body: bytes) -> None:
        """Learns from a record. Raises `LoadError`, `struct.error`."""
        if kind == FILEPASS:
            raise LoadError(Code.PASSWORD_REQUIRED, "a workbook with a password")
        if kind == CODEPAGE:
            (self.codepage,) = struct.unpack_from("<H", body)
        elif kind == SHEET and len(self.names) < _MOST_SHEETS:
            (place,) = struct.unpack_from("<I", body)
            self.names[place] = self._text(body[7:], body[6])
        elif kind == STYLE and len(self.styles) < STYLES:
            self.styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == FORMAT:
            (number,) = struct.unpack_from("<H", body)
            self.codes[number] = self._text(body[4 if self.wide else 3 :], body[2])[:CODE_CHARS]

    def formats(self, styles: dict[int, array[int]], *, spaced: bool) -> Formats:
        """How numbers of these styles look."""
        codes = tuple(self.codes.get(number, "General") for number in self.styles)
        known = len(codes)
        for line in styles.values():
            for at, style in enumerate(line):
                line[at] = style if style <= known else 0
        return Formats(codes=codes, rows=styles, spaced=spaced)

    def _text(self, body: bytes, length: int) -> str:
        if not self.wide:
            return _decoded(body[:length], self.codepage)
        double = body[0] & 1
        return body[1 : 1 + length * (1 + double)].decode("utf-16-le" if double else "latin-1", "replace")


def _decoded(data: bytes, codepage: int) -> str:
    try:
        return data.decode(f"cp{codepage}", "replace")
    except LookupError:
        return data.decode("latin-1")


def read(stream: bytes) -> tuple[Globals, dict[int, Records], bool]:
    """What holds for all sheets, each sheet by the place of its records, and whether words are Russian.

    Raises `LoadError`: password-required.
    """
    told, sheets = Globals(), {0: Records()}
    open_: list[int] = [0]
    for at, kind, body in _records(stream):
        try:
            if kind in BOF and at:  # that of a chart stands within its sheet
                open_.append(at)
                sheets[at] = Records()
            elif kind in BOF:
                told.wide = struct.unpack_from("<H", body)[0] >= _UNICODE
            elif kind == EOF:
                del open_[-1:]
            elif open_:
                if open_[-1] == 0:
                    told.note(kind, body)
                _note(sheets[open_[-1]], kind, body)
        except (struct.error, IndexError):
            continue
    return told, sheets, told.codepage == _RUSSIAN if not told.wide else CYRILLIC.search(stream) is not None


def _note(sheet: Records, kind: int, body: bytes) -> None:
    if kind in VALUES:
        row, column = struct.unpack_from("<HH", body)
        if kind == MANY:  # the last column stands at the end
            sheet.reach(row, column, struct.unpack_from("<H", body, len(body) - 2)[0])
            for number, at in enumerate(range(4, len(body) - 7, 6)):
                sheet.style(row, column + number, struct.unpack_from("<H", body, at)[0])
            return
        sheet.reach(row, column, column)
        if kind in NUMBERS:
            sheet.style(row, column, struct.unpack_from("<H", body, 4)[0])
    elif kind == ROW:
        row, flags = struct.unpack_from("<H10xH", body)
        if flags & _ROW_HIDDEN:
            sheet.hidden_rows.add(row)
    elif kind == COLUMNS:
        first, last, flags = struct.unpack_from("<HH4xH", body)
        if flags & 1:
            sheet.hidden_columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    elif kind == FILTERED:
        sheet.filtered = True


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
