"""Days as documents write them, as ISO days."""

from __future__ import annotations

import re
from datetime import date

_MONTH_STEMS = (
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
)
_MONTHS = {stem: place for stems in _MONTH_STEMS for place, stem in enumerate(stems.split(), start=1)}
_YEAR_FIRST = re.compile(
    r"(?:D:)?(\d{4})([-./]?)(\d\d?)\2(\d\d?)(?!\d)(?:[T ].*)?|(?:D:)?(\d{4})(\d\d)(\d\d)\d{4,6}.*"
)
_DAY_FIRST = re.compile(r"(\d\d?)[./](\d\d?)[./](\d{4})(?:\s*г\.?|[ ,T].*)?")
_DAY_MONTH = re.compile(
    r"[«\"]?(\d\d?)[»\"]?(?:st|nd|rd|th)?[ .]+([^\W\d_]{3,9})\.?,? +(\d{4})(?:\s*г\.?(?:ода)?)?(?:[ ,].*)?"
)
_MONTH_DAY = re.compile(r"([A-Za-z]{3,9})\.? +(\d\d?)(?:st|nd|rd|th)?,? +(\d{4})(?:[ ,].*)?")
DAY = (
    r"(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[./]\d\d?[./]\d{4}"
    r"|[«\"]?\d\d?[»\"]?(?:st|nd|rd|th)?[ .]{1,2}[^\W\d_]{3,9}\.?,? \d{4}"
    r"|[a-z]{3,9}\.? \d\d?(?:st|nd|rd|th)?,? \d{4})(?!\d)"
)
"""Matches what `day_of` may read, in case-folded text."""


def day_of(text: str) -> str:
    """The ISO day that `text` names ("2025-02-01", "01.02.2025", "1 февраля 2025 г."), else ""."""
    text = text.strip().strip("'\"")
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (match[1], match[3], match[4]) if match[1] else (match[5], match[6], match[7])
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match[1], match[2], match[3]
    elif match := _DAY_MONTH.fullmatch(text):
        day, month, year = match[1], str(_MONTHS.get(match[2][:3].casefold(), 0)), match[3]
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = str(_MONTHS.get(match[1][:3].casefold(), 0)), match[2], match[3]
    else:
        return ""
    if not 1900 <= int(year) <= 2200:
        return ""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
