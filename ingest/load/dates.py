"""Days that documents state, in the spellings of office programs and wikis, as ISO days."""

from __future__ import annotations

import datetime as dt
import re

ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
MONTH_FIRST = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[\s.]+([^\W\d_]{3,9})\.?,?\s+(\d{4})(?!\d)")
MONTHS = {
    stem: number
    for number, stems in enumerate(
        (
            "jan янв",
            "feb фев",
            "mar мар",
            "apr апр",
            "may май мая",
            "jun июн",
            "jul июл",
            "aug авг",
            "sep сен",
            "oct окт",
            "nov ноя",
            "dec дек",
        ),
        1,
    )
    for stem in stems.split()
}


def iso_day(text: str) -> str:
    """The ISO day that `text` starts with or states first ("2025-02-01T10:00Z", "1 фев 2025"); "" if none."""
    days = iso_days(text)
    return days[0] if days else ""


def iso_days(text: str) -> list[str]:
    """All days in `text` in order. `3/4/2025` may mean two days, so it is none; `25/4/2025` is one."""
    found: list[tuple[int, str]] = []
    for match in ISO.finditer(text):
        found.append((match.start(), _day(match[1], match[2], match[3])))
    for match in DOTTED.finditer(text):
        found.append((match.start(), _day(match[3], match[2], match[1])))
    for match in SLASHED.finditer(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 or first == second:
            found.append((match.start(), _day(match[3], match[2], match[1])))
        elif second > 12:
            found.append((match.start(), _day(match[3], match[1], match[2])))
    for match in MONTH_FIRST.finditer(text):
        found.append((match.start(), _day(match[3], _month(match[1]), match[2])))
    for match in DAY_FIRST.finditer(text):
        found.append((match.start(), _day(match[3], _month(match[2]), match[1])))
    return [day for _, day in sorted(found) if day]


def _month(word: str) -> int:
    return MONTHS.get(word[:3].lower(), 0)


def _day(year: str, month: str | int, day: str) -> str:
    try:
        return dt.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
