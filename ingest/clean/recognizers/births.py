"""Dates of birth: any form of a date beside a word for birth, or in brackets right after a person's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.around import begins_word
from ingest.clean.recognizers.recognizer import Span
from ingest.clean.recognizers.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.clean.recognizers.reading import Reading

_MONTH_LIST = (
    "янв(?:ар[ьяе])?", "фев(?:р(?:ал[ьяе])?)?", "мар(?:та?е?)?", "апр(?:ел[ьяе])?", "ма[йяе]", "июн[ьяе]?", "июл[ьяе]?",
    "авг(?:уста?е?)?", "сент?(?:ябр[ьяе])?", "окт(?:ябр[ьяе])?", "ноя(?:б(?:р[ьяе])?)?", "дек(?:абр[ьяе])?",
)  # fmt: skip
_MONTHS_EN = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
    "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_MONTH = rf"(?:{'|'.join((*_MONTH_LIST, *_MONTHS_EN))})(?![^\W\d_])\.?"
_YEAR = r"(?:1[89]|20)\d\d"
_ORDINAL = r"(?<![^\W_])(?:(?:двадцать|тридцать) )?[а-яё]{3,15}(?:ого|его)"
_DATE = (
    rf"{_YEAR}[-./](?:0?[1-9]|1[0-2])[-./](?:[0-2]?\d|3[01])(?!\d)"
    rf"|[0-3]?\d ?[-./|] ?\n?[0-3]?\d ?[-./|] ?\n?(?:{_YEAR}|\d\d)(?!\d)"
    r"|[«\"]?(?:[0-2]?\d|3[01])[»\"]?(?:[- ]?(?:го|е|st|nd|rd|"
    rf"th))?[ \n-](?:of )?{_MONTH}(?:,?[ \n-]{_YEAR}(?!\d))?"
    rf"|(?:[0-2]?\d|3[01])[ ./-](?:XI{{0,2}}|IX|IV|V?I{{1,3}}|V)[ ./-]{_YEAR}(?!\d)"
    rf"|{_MONTH} (?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR}(?!\d))?"
)
_DATED = re.compile(rf"(?<![\w.,/+-])(?:{_DATE})", re.IGNORECASE)
_IN_CELL = re.compile(rf"(?<![\w./+-])(?:{_DATE})", re.IGNORECASE)
_WORDED = re.compile(
    rf"{_ORDINAL} {_MONTH}(?: (?:{_YEAR}|тысяча[ а-яё]{{5,60}}|две тысячи[ а-яё]{{0,30}}))", re.IGNORECASE
)
_YEAR_ONLY = re.compile(rf"{_YEAR}(?!\d|[-./]\d)")
_MONTH_YEAR = re.compile(rf"{_MONTH} {_YEAR}(?!\d)", re.IGNORECASE)

_BIRTH = re.compile(
    r"(?:дат[аыеуо][а-яё]? рожд[а-яё.]*|д(?:ень|ня|ню) рожд[а-яё]*|рожд(?:ения|ён|ена|ённ[а-яё]+|"
    r"енн[а-яё]+)|родил(?:ся|ась|ись)|родивш[а-яё]{2,4}ся|"
    r"год(?:а|ом)? рожд[а-яё]*|род\.|рожд\.|д\. ?р\.|г\. ?р\.|д/р|г/р|d\.?o\.?b\.?|(?:date|day|year)"
    r"[ _]?of[ _]?birth|birth[ _-]{0,2}date|"
    r"birth[ _-]?day|b-?day|born|birth)(?![^\W\d_])"
)
"""Sought in lower case."""
_SHORT = re.compile(r"(?:ДР|Др)(?![^\W_])|(?<!и )др(?= ?[:—-])")
_GAP = re.compile(r"[^\d\n]{0,32}(?:\n[^\d\n]{0,6})?")
_NOT_GAP = re.compile(
    r"дат[аыеу]|date|догов|приказ|издан|регистрац|contract|issued|выдан|не менее|больше|version|"
    r"\. [А-ЯA-Z][а-яa-z]{3}",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"(?:г(?:\.|ода|од)? ?р(?:\.|ождения|ожд\.?|(?![^\W_]))|года рожд[а-яё]*|рождения(?![^\W_])|г/р|"
    r"\((?:born|дата рождения|д\. ?р\.|dob)\))"
)
"""What calls the date before it a birth; sought in lower case."""
_BEFORE = re.compile(
    rf"(?<![\d.,/-])(?P<date>{_DATE}|{_YEAR}|\d\d)(?:(?<=\d\d) ?г(?:\.|ода?)?,?)? ?$", re.IGNORECASE
)
_DAY_BEHIND = re.compile(r"(?: ?[-—,:(] ?| )(?:день рожд(?:ения)?|birthday|b-?day)(?![^\W_])")
"""The same, where no date follows ("7 марта - день рождения"); sought in lower case."""

_NAME = r"[А-ЯЁA-Z][а-яёa-z]+(?:-[А-ЯЁA-Z][а-яёa-z]+)?"
_PERSON = (
    rf"(?:(?:{_NAME} ){{1,2}}{_NAME}|{_NAME} [А-ЯЁA-Z]\. ?(?:[А-ЯЁA-Z]\.)?|"
    rf"[А-ЯЁA-Z]\. ?(?:[А-ЯЁA-Z]\. ?)?{_NAME}|"
    r"(?:[А-ЯЁ]{2,20} ){1,2}[А-ЯЁ]{3,20})"
)
_BRACKET = re.compile(
    rf"\((?P<date>{_DATE})(?: ?г(?:\.|ода)?(?: ?р\.?)?)?(?:,[^()\n]{{0,60}})?\)", re.IGNORECASE
)
_BRACKET_NAME = re.compile(
    rf"(?<![\w-])(?:{_PERSON}|[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ын|ский|цкий|ова|ева|ёва|ская|цкая|енко|чук|юк)) ?$"
)
_PATRONYMIC = re.compile(
    r"(?<![\w-])(?i:[а-яё-]{2,20} [а-яё]{2,20} [а-яё]{2,16}(?:ович|евич|ьич|овн|евн|ичн|инич)[а-яё]{0,3})"
    r",? ?\|? ?$"
)
_SURNAME = r"[А-ЯЁ][а-яё]+(?:[оеё]в|[иы]н|[оеё]ва|[иы]на|[сц]кий|[сц]кая|енко|чук|юк|ян)"
_TWO_WORDS = re.compile(rf"(?<![\w-])(?:{_NAME} {_SURNAME}|{_SURNAME} {_NAME}), $")
_PAPER = re.compile(
    r"закон|приказ|договор|верси|релиз|постановлен|указ|письмо|решени|протокол|редакц|счет|счёт|акт|гост|"
    r"release|version|"
    r"update|contract|agreement|act|directive|order|invoice|report|meeting|chapter|section|windows|chrome|"
    r"server|office",
    re.IGNORECASE,
)
_SAMPLES = frozenset(
    {"1970-01-01", "1900-01-01", "01.01.1970", "01.01.1900", "01/01/1970", "01.01.2000", "2000-01-01"}
)
_COLUMN = re.compile(r"рожд|д\. ?р\.|^др$|birth|dob|born")


class BirthDate:
    """BIRTH_DATE; of the value, digits and months stay as they are written."""

    name: ClassVar[str] = "birth_date"
    version: ClassVar[str] = "4"
    types: ClassVar[tuple[str, ...]] = ("BIRTH_DATE",)
    hint: ClassVar[str] = ""

    def find(self, reading: Reading) -> Iterator[Span]:
        """Dates of birth in `reading`."""
        text = reading.text
        low = reading.low
        for word in (*_BIRTH.finditer(low), *_SHORT.finditer(text)):
            if begins_word(text, word.start()) and (span := _after(text, word.end())):
                yield span
        behind = [word.start() for word in _BEHIND.finditer(low)]
        behind += [word.start() for word in _DAY_BEHIND.finditer(low) if not _after(text, word.end())]
        for place in behind:
            date = text[max(0, place - 2) : place].strip() and _BEFORE.search(text, max(0, place - 32), place)
            if date:
                yield _span(date.start("date"), date.end("date"), date["date"])
        yield from _beside_names(text)
        if _COLUMN.search(low):
            yield from _in_columns(text)


def _span(start: int, end: int, date: str) -> Span:
    value = " ".join(date.lower().split())
    return Span(start=start, end=end, type="BIRTH_DATE", value=value, score=0.0 if value in _SAMPLES else 1.0)


def _after(text: str, place: int) -> Span | None:
    """The date that follows a word for birth."""
    gap = _GAP.match(text, place)
    end = gap.end() if gap else place
    dated = _DATED.search(text, place, min(len(text), end + 40))
    if dated and dated.start() <= end and not _NOT_GAP.search(text, place, dated.start()):
        if _is_day(dated[0]):
            return _span(dated.start(), dated.end(), dated[0])
        return None
    for pattern in (_WORDED, _MONTH_YEAR, _YEAR_ONLY):
        found = pattern.search(text, place, min(len(text), end + 80))
        if found and found.start() <= end and not _NOT_GAP.search(text, place, found.start()):
            return _span(found.start(), found.end(), found[0])
    return None


def _is_day(date: str) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", date)]
    return any(1 <= number <= 31 for number in numbers) and (len(numbers) < 3 or min(sorted(numbers)[:2]) > 0)


def _beside_names(text: str) -> Iterator[Span]:
    for match in _BRACKET.finditer(text):
        name = _BRACKET_NAME.search(text, max(0, match.start() - 70), match.start())
        year = re.search(r"(?:1[89]|20)\d\d", match["date"])
        short = re.search(r"[./-]\d\d$", match["date"])
        if not name or not (short or (year and int(year[0]) <= 2012)) or _PAPER.search(name[0]):
            continue
        yield _span(match.start("date"), match.end("date"), match["date"])
    for match in _FULL.finditer(text):
        start = max(0, match.start() - 70)
        two = _TWO_WORDS.search(text, start, match.start())
        named = _PATRONYMIC.search(text, start, match.start()) or (two and not _PAPER.search(two[0]))
        if named and int(match["year"]) <= 2012:
            yield _span(match.start(), match.end(), match[0])


_FULL = re.compile(r"(?<![\d.,/-])[0-3]\d[./-][01]\d[./-](?P<year>(?:19|20)\d\d)(?![\d.]\d)")


def _in_columns(text: str) -> Iterator[Span]:
    tables = Tables(text)
    for match in _IN_CELL.finditer(text):
        heads = tables.heads(match.start())
        if any(_COLUMN.search(head.lower()) for head in heads) and _is_day(match[0]):
            yield _span(match.start(), match.end(), match[0])
