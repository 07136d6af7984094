"""Days and periods in names: "01.02.2025", "20250201", "июль 2024", "Q2 2024", "2 кв", "осень 2024". Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

NO_YEAR = 1
"""The year of a period that names none ("июль"): comparable with nothing."""

_YEAR = r"(?:19[89]\d|20[0-4]\d)"
_MONTHS = (
    r"январ[ьяе]|янв|january|jan|ianvar",
    r"феврал[ьяе]|февр|фев|february|feb",
    r"март[ае]?|мар|march|mar",
    r"апрел[ьяе]|апр|april|apr",
    r"ма[йяе]|may",
    r"июн[ьяе]|июн|june|jun",
    r"июл[ьяе]|июл|july|jul",
    r"август[ае]?|авг|august|aug",
    r"сентябр[ьяе]|сент|сен|september|sept|sep",
    r"октябр[ьяе]|окт|october|oct",
    r"ноябр[ьяе]|нояб|ноя|november|nov",
    r"декабр[ьяе]|дек|december|dec",
)
_MONTH = "|".join(_MONTHS)
_FULL_MONTH = re.compile(
    r"(?:(?:янв|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[а-я]+|март[ае]?|ма[йяе]|август[ае]?"
    r"|january|february|april|june|july|august|september|october|november|december)"
)
_LAST_MONTH = re.compile(
    r"(?:янв|февр?|апр|июн|июл|авг|сен|сент|окт|нояб?|дек|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
"""Short ones say a month at the end of a name only."""
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SEASONS = {
    **dict.fromkeys(("весна", "spring"), 3),
    **dict.fromkeys(("лето", "summer"), 6),
    **dict.fromkeys(("осень", "autumn", "fall"), 9),
    **dict.fromkeys(("зима", "winter"), 12),
}
_Q = (
    r"(?:q(?P<q1>[1-4])|(?P<q2>[1-4])q|кв(?:артал)?\.?[ -]?(?P<q4>[1-4])"
    r"|(?P<q3>[1-4]|i{1,3}|iv)[- ]?(?:[иыо]?й)?[- ]?кв(?:артал[а-я]{0,2})?\.?)"
)
_H = r"(?:h(?P<h1>[12])|(?P<h2>[12])h|(?P<h3>[12]|i{1,2})[- ]?(?:о?е)?[ -]?(?:полугоди[еяю]|п[/.]?г))"
_NEAR = r"[ .,\-'/]{0,3}"
_L, _R = r"(?<![^\W_])", r"(?![^\W_])"
_PATTERNS = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("range", rf"(?<!\d)(\d\d?)\.(\d\d?)\.({_YEAR}) ?- ?(\d\d?)\.(\d\d?)\.({_YEAR})(?!\d)"),
        ("ymd", rf"(?<!\d)({_YEAR})([-._ ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"),
        ("dmy", rf"(?<![\d.])(0?[1-9]|[12]\d|3[01])([-._ /])(0?[1-9]|1[0-2])\2({_YEAR})(?!\d)"),
        ("dmy", rf"(?<!\d)(0[1-9]|[12]\d|3[01])()(0[1-9]|1[0-2])({_YEAR})(?!\d)"),
        ("dm2", r"(?<![\d.])(0[1-9]|[12]\d|3[01])\.(0[1-9]|1[0-2])\.([0-4]\d)(?![\d.])"),
        ("words", rf"(?<!\d)(\d\d?)[ .\-]{{1,2}}({_MONTH}){_NEAR}({_YEAR})(?!\d)"),
        ("english", rf"{_L}({_MONTH})[ .\-]{{1,2}}(\d\d?)(?:st|nd|rd|th)?[ ,\-]{{1,2}}({_YEAR})(?!\d)"),
        ("weeks", rf"{_L}({_YEAR})?{_NEAR}(?:w|wk|week|неделя|нед)[ .]?(\d\d?){_NEAR}({_YEAR})?{_R}"),
        ("quarter", rf"{_L}(?:(?P<y1>{_YEAR}){_NEAR})?{_Q}(?:{_NEAR}(?P<y2>{_YEAR}|[0-4]\d(?!\d)))?{_R}"),
        ("half", rf"{_L}(?:(?P<y1>{_YEAR}){_NEAR})?{_H}(?:{_NEAR}(?P<y2>{_YEAR}))?{_R}"),
        ("months", rf"{_L}(3|6|9|12)[ -]?(?:месяцев|месяца|мес\.?|м|m|months)(?:{_NEAR}({_YEAR})){_R}"),
        ("month", rf"{_L}({_MONTH}){_NEAR}({_YEAR})(?!\d)"),
        ("month_after", rf"(?<!\d)({_YEAR}){_NEAR}({_MONTH}){_R}"),
        ("season", rf"{_L}({'|'.join(_SEASONS)}){_NEAR}({_YEAR})(?!\d)"),
        ("school", rf"(?<!\d)({_YEAR})[-/ ]({_YEAR}|\d\d)(?![\d.-])"),
        ("ym", rf"(?<![\d.])({_YEAR})[-._ ](0[1-9]|1[0-2])(?![\d])"),
        ("my", rf"(?<![\d.])(0[1-9]|1[0-2])[-._]({_YEAR})(?!\d)"),
        ("ym", rf"{_L}({_YEAR})[-._]([1-9])(?![\d]|[-._]\d)"),
        ("ym", r"(?<![\d.])(20[0-4]\d)(0[1-9]|1[0-2])(?!\d)"),
        ("my2", r"(?<![\w.])(0[1-9]|1[0-2])[-.](2\d)(?=\W*$)"),
        ("year", rf"{_L}(?<!\d[-.])({_YEAR})(?:[ ]?(?:годы|года|году|год|гг|г)\b\.?)?(?![-.]?\d)"),
        ("vague", rf"{_L}({_MONTH}){_R}"),
    )
)
_YEAR_GLUED = re.compile(r"(?<=[a-zа-я]{4})(?=(?:19[89]\d|20[0-4]\d)(?!\d))")
_STANDARD = re.compile(r"(?:гост|ост|снип|iso|iec|rfc|din|ту|сп)[^a-zа-я]{0,20}$")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to a day, both within; a day is from itself to itself."""

    first: str
    last: str

    def before(self, other: Period) -> bool:
        """Whether it begins and ends earlier; a year is not before a month of it. Without a year: never."""
        known = not (self.first.startswith("0001") or other.first.startswith("0001"))
        return known and self.first < other.first and self.last < other.last


def take_periods(text: str) -> tuple[list[Period], str]:
    """The periods that a folded name states, in order, and the name with blanks in their place."""
    found: list[tuple[int, Period]] = []
    counted = any(map(str.isdigit, text))
    text = _YEAR_GLUED.sub(" ", text) if counted else text
    for name, pattern in _PATTERNS if counted else _PATTERNS[-1:]:
        taken = []
        for match in pattern.finditer(text):
            if name == "year" and _STANDARD.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            period = _read(name, match)
            if period:
                found.append((match.start(), period))
                taken.append(match.span())
        for start, end in taken:
            text = text[:start] + " " * (end - start) + text[end:]
    return [period for _, period in sorted(found)], text


def _read(name: str, match: re.Match[str]) -> Period | None:
    try:
        return _period(name, match)
    except ValueError:
        return None


def _period(name: str, match: re.Match[str]) -> Period | None:
    if name in {"quarter", "half"}:
        return _part(name, match)
    groups = match.groups()
    match name:
        case "range":
            return Period(_day(*groups[2::-1]), _day(*groups[5:2:-1]))
        case "ymd":
            return _single(groups[0], groups[2], groups[3])
        case "dmy":
            return _single(groups[3], groups[2], groups[0])
        case "dm2":
            return _single("20" + groups[2], groups[1], groups[0])
        case "words":
            return _single(groups[2], _month(groups[1]), groups[0])
        case "english":
            return _single(groups[2], _month(groups[0]), groups[1])
        case "weeks":
            monday = date.fromisocalendar(int(groups[0] or groups[2] or NO_YEAR), int(groups[1]), 1)
            return Period(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
        case "months":
            return _span(int(groups[1]), 1, int(groups[0]))
        case "my2":
            return _span(2000 + int(groups[1]), int(groups[0]), 1)
        case "month" | "my":
            return _span(int(groups[1]), _month(groups[0]), 1)
        case "month_after" | "ym":
            return _span(int(groups[0]), _month(groups[1]), 1)
        case "season":
            return _season(_SEASONS[groups[0]], int(groups[1]))
        case "school":
            first, second = (
                int(groups[0]),
                int(groups[1]) + (0 if len(groups[1]) == 4 else int(groups[0][:2] + "00")),
            )
            return Period(_day(first, 1, 1), _day(second, 12, 31)) if first < second < first + 6 else None
        case "year":
            return _span(int(groups[0]), 1, 12)
    last = match.start() and not match.string[match.end() :].strip()
    told = _FULL_MONTH.fullmatch(groups[0]) or (last and _LAST_MONTH.fullmatch(groups[0]))
    return _span(NO_YEAR, _month(groups[0]), 1) if told else None


def _part(name: str, match: re.Match[str]) -> Period:
    found = {key: value for key, value in match.groupdict().items() if value}
    stated = found.get("y1") or found.get("y2") or str(NO_YEAR)
    year = int(stated) + (2000 if len(stated) == 2 else 0)
    which = next(value for key, value in found.items() if key[0] in "qh")
    number = _ROMAN.get(which) or int(which)
    months = 3 if name == "quarter" else 6
    return _span(year, (number - 1) * months + 1, months)


def _season(month: int, year: int) -> Period:
    first = _day(year, month, 1)
    return Period(first, _span(year + 1, 1, 2).last if month == 12 else _span(year, month, 3).last)


def _span(year: int, month: int, months: int) -> Period:
    end = month + months - 1
    return Period(_day(year, month, 1), _day(year, end, calendar.monthrange(max(year, 1900), end)[1]))


def _single(year: str | int, month: str | int, day: str | int) -> Period:
    stated = _day(year, month, day)
    return Period(stated, stated)


def _day(year: str | int, month: str | int, day: str | int) -> str:
    return date(int(year), int(month), int(day)).isoformat()


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next(number for number, stems in enumerate(_MONTHS, 1) if re.fullmatch(stems, word))
