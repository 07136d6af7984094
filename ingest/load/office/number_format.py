"""Numbers as a workbook shows them, by the codes of ECMA-376 18.8.31 (`0.0%`, `#,##0.00 "₽"`). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from ingest.load.office.cells import MOST

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0;-"$"#,##0',
    6: '"$"#,##0;-"$"#,##0',
    7: '"$"#,##0.00;-"$"#,##0.00',
    8: '"$"#,##0.00;-"$"#,##0.00',
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"',
}
"""Formats that are known by number; 42 and 44 depend on the country, so that a workbook states them."""
_EXACT = Context(prec=60)
TOKEN = re.compile(
    r'"([^"]*)"?|\\(.)|(_.)|\*.|\[([^\]]*)\]|(general)|([eE][-+])|(.)', re.IGNORECASE | re.DOTALL
)
ENGLISH = frozenset({0x409, 0x809, 0xC09, 0x1009, 0x1409, 0x411, 0x804})
"""Of the languages that formats name, those that write 1,234.5."""
RUSSIAN = frozenset({0x419, 0x422, 0x423, 0x43F, 0x440})
"""Those that write 1 234,5."""


@dataclass(slots=True)
class _Section:
    """What one part of a code says: `marks` are literals and, one a digit, `0`, `#`, `?`; `.` is the point."""

    marks: list[tuple[bool, str]] = field(default_factory=list)
    percents: int = 0
    thousands: int = 0
    grouped: bool = False
    general: bool = False
    spaced: bool | None = None


def number_shown(code: str, value: float, *, spaced: bool = False) -> str | None:
    """`value` under the format `code`; None for what is no such number: dates, fractions, powers, conditions.

    `spaced`: 1 234,5 is written where the code names no language, else 1,234.5.
    """
    sections = _sections(code)
    if sections is None or not abs(value) < MOST:
        return None
    at = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[at]
    if section.general:
        return None
    number = abs(Decimal(repr(float(value)))) * 100**section.percents / Decimal(1000) ** section.thousands
    text, zero = _filled(section, number, spaced=spaced if section.spaced is None else section.spaced)
    sign = "-" if value < 0 and at == 0 and not zero else ""
    return " ".join((sign + text).split())


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[_Section, ...] | None:
    """The parts of a code; None where it is no format of plain numbers."""
    sections = [_Section()]
    for found in TOKEN.finditer(code):
        quoted, escaped, width, bracket, general, power, char = found.groups()
        section = sections[-1]
        if power or (char and char in "/@" and len(sections) < 4) or (char and char in "dmyhsДМГЧС"):
            return None
        if bracket is not None:
            if bracket[:1] in "<>=" or bracket[:1].lower() in ("h", "m", "s"):
                return None
            if bracket.startswith("$"):
                symbol, _, language = bracket[1:].partition("-")
                section.marks.append((False, symbol))
                section.spaced = _spaced(symbol, language)
        elif general:
            section.general = True
        elif char == ";":
            sections.append(_Section())
        elif char == "%":
            section.percents += 1
            section.marks.append((False, char))
        elif char and char in "0#?.,":
            section.marks.append((True, char))
        else:  # what fills the cell is nothing, the width of a letter a blank
            section.marks.append((False, " " if width else quoted or escaped or char or ""))
    for section in sections:
        _settle(section)
    return tuple(sections[:3])


def _spaced(symbol: str, language: str) -> bool | None:
    try:
        number = int(language or "0", 16) & 0xFFFF
    except ValueError:
        number = 0
    if number in ENGLISH:
        return False
    return True if number in RUSSIAN or symbol in ("₽", "₸", "₴") else None


def _settle(section: _Section) -> None:
    """Commas become what they mean: between digits groups, behind the last of them thousands."""
    marks = section.marks
    point = next((at for at, mark in enumerate(marks) if mark == (True, ".")), len(marks))
    marks[point + 1 :] = [(live and mark != ".", mark) for live, mark in marks[point + 1 :]]
    digits = [at for at, (live, mark) in enumerate(marks) if live and mark in "0#?" and at < point]
    for at, (live, mark) in enumerate(marks):
        if live and mark == ",":
            if digits and digits[0] < at < digits[-1]:
                section.grouped = True
            elif digits and at > digits[-1]:
                section.thousands += 1
    section.marks = [mark for mark in marks if mark != (True, ",")]


def _filled(section: _Section, number: Decimal, *, spaced: bool) -> tuple[str, bool]:
    """The marks with the digits of `number` in their places; whether all of them are 0."""
    live = [mark for is_live, mark in section.marks if is_live]
    whole_marks = live[: live.index(".")] if "." in live else live
    part_marks = live[len(whole_marks) + 1 :]
    if not live:
        return "".join(mark for _, mark in section.marks), False
    rounded = number.quantize(Decimal(1).scaleb(-len(part_marks)), rounding=ROUND_HALF_UP, context=_EXACT)
    whole, _, part = f"{rounded:f}".partition(".")
    whole = whole.lstrip("0").rjust(whole_marks.count("0"), "0")
    while part and part_marks[len(part) - 1] != "0" and part[-1] == "0":
        part = part[:-1]
    if section.grouped:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", " " if spaced else ",", whole)
        places = [whole] + [""] * (len(whole_marks) - 1)
    else:
        missing = len(whole_marks) - len(whole)
        places = (
            [""] * missing + list(whole) if missing >= 0 else [whole[: -missing + 1], *whole[-missing + 1 :]]
        )
    places = places if whole_marks else [whole]
    out: list[str] = [] if whole_marks else places
    digits = iter(places if whole_marks else ())
    decimals = iter(part)
    behind = False
    for is_live, mark in section.marks:
        if not is_live:
            out.append(mark)
        elif mark == ".":
            behind = True
            out.append(("," if spaced else ".") if part else "")
        else:
            out.append(next(decimals, "") if behind else next(digits, ""))
    return "".join(out), rounded == 0
