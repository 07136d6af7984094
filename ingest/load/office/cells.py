"""Values of cells as people write them. Pure."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from unicodedata import category

NUMBER = re.compile(
    r"[-+−(]?[$€£₽]?\s?\d[\d\s.,\u00a0]*(?:e[-+]?\d+)?\s?[%$€£₽₸₴)]?(?:\s?(?:руб|р|сом|тг|грн|rub|usd|eur|byn|шт|тыс|млн|kg|кг|м|km|км|m)\.?)?",
    re.IGNORECASE,
)
MOST = 10**21
"""Below it whole numbers are written in full: cards and accounts are numbers for a workbook."""
SIGNS = frozenset("#%‰∑*§&@")
SIGN_CHARS = 5
DAY = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{2,4}(?:[T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2})?")


def shown(value: object) -> str:
    """A cell's value as text: whole numbers without a point, days and times as ISO, white space as it is."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dt.datetime):
        return _moment(value)
    if isinstance(value, dt.time):
        return _clock(value.hour, value.minute, value.second)
    if isinstance(value, dt.timedelta):
        seconds = round(value.total_seconds())
        sign = "-" if seconds < 0 else ""
        return sign + _clock(abs(seconds) // 3600, abs(seconds) // 60 % 60, abs(seconds) % 60)
    return "" if value is None else str(value)


def is_word(text: str) -> bool:
    """Whether a cell holds words, as names of columns do: no number, day or time."""
    return (
        bool(text) and not NUMBER.fullmatch(text) and not DAY.fullmatch(text) and any(map(str.isalpha, text))
    )


def is_sign(text: str) -> bool:
    """Whether a cell holds nothing but signs that may name a column: №, %, a currency, a picture; no dash or plus."""
    signs = [category(letter) in {"So", "Sc"} or letter in SIGNS for letter in text]
    return (
        any(signs)
        and len(text) <= SIGN_CHARS
        and all(one or letter in " ./:\ufe0f" for one, letter in zip(signs, text, strict=True))
    )


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < MOST:
        return str(int(Decimal(repr(value))))
    if not math.isfinite(value):
        return ""
    text = f"{value:.15g}"
    return text if "e" not in text or abs(value) >= MOST else f"{value:.20f}".rstrip("0")[:24]


def _moment(value: dt.datetime) -> str:
    if value.time() == dt.time():
        return value.date().isoformat()
    return f"{value.date().isoformat()} {_clock(value.hour, value.minute, value.second)}"


def _clock(hours: int, minutes: int, seconds: int) -> str:
    return f"{hours:02}:{minutes:02}" + (f":{seconds:02}" if seconds else "")
