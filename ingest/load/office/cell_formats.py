"""Which cells of a worksheet have a number format of their own, told from its XML without making the cells."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ingest.load.markup import number_of
from ingest.load.office.number_format import BUILT_IN, number_shown

if TYPE_CHECKING:
    from collections.abc import Mapping

Element = Any

STYLES = 65_000
CODE_CHARS = 250
ROWS = 1 << 20
CELL = re.compile(
    rb"<(?:\w+:)?c\b(?=[^<>]*\bs=[\"']([0-9]+)[\"'])[^<>]*"
    rb"\br=[\"']([A-Za-z]{1,3})([0-9]{1,7})[\"'][^<>]*(?<!/)>"
)
"""A cell that is not empty: its style, column and row."""


@dataclass(frozen=True, slots=True)
class Formats:
    """Codes of formats, and by row (from 0) which of them, less one, each column has; 0 is none."""

    codes: tuple[str, ...] = ()
    rows: Mapping[int, array[int]] = field(default_factory=dict)
    spaced: bool = False

    def shown(self, row: int, column: int, value: object) -> str | None:
        """A number as the cell shows it; None where it shows it plainly, or holds none."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        line = self.rows.get(row)
        if line is None or column >= len(line) or not line[column]:
            return None
        return number_shown(self.codes[line[column] - 1], value, spaced=self.spaced)


@dataclass(frozen=True, slots=True)
class Texts:
    """What cells show, by (row, column) from 0, where the file says so itself."""

    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)

    def shown(self, row: int, column: int, value: object) -> str | None:
        """A number or a time as the cell shows it; None where that is not told, or it holds none."""
        return None if value is None else self.texts.get((row, column))


def codes_of(styles: Element | None) -> dict[int, str]:
    """Number of a cell's style -> code of its format, for those that have one."""
    if styles is None:
        return {}
    own = {
        number_of(one.get("numFmtId") or ""): (one.get("formatCode") or "")[:CODE_CHARS]
        for one in styles.iter("{*}numFmt")
    }
    known = BUILT_IN | own
    used = (one for group in styles.iter("{*}cellXfs") for one in group.iterchildren("{*}xf"))
    numbers = [number_of(one.get("numFmtId") or "") for _, one in zip(range(STYLES), used, strict=False)]
    return {
        at: known[number] for at, number in enumerate(numbers) if known.get(number, "General") != "General"
    }


def formats_of(content: bytes, codes: Mapping[int, str], *, spaced: bool) -> Formats:
    """The formats of a worksheet part's cells. Cells that do not say where they stand have none."""
    if not codes:
        return Formats()
    places = {b"%d" % style: at for at, style in enumerate(codes, 1)}
    columns: dict[bytes, int] = {}
    rows: dict[int, array[int]] = {}
    for found in CELL.finditer(content):
        if (place := places.get(found[1])) is None:
            continue
        column, row = columns.setdefault(found[2], column_of(found[2]) - 1), int(found[3]) - 1
        if not 0 <= row < ROWS:
            continue
        line = rows.setdefault(row, array("H"))
        if column >= len(line):
            line.extend([0] * (column + 1 - len(line)))
        line[column] = place
    return Formats(codes=tuple(codes.values()), rows=rows, spaced=spaced)


def column_of(name: bytes) -> int:
    """The number of a column (A is 1)."""
    number = 0
    for letter in name.upper():
        number = number * 26 + letter - 64
    return number
