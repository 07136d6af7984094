"""Amounts in sentences: which of them are values of a forbidden field, and which belong to what stands beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.clean.policy_words import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MONEY = (
    r"%|‰|[$€£₽]|руб\w*\.?|р\.|р(?!\w)|коп\w*\.?|тыс\w*\.?|млн\.?|т\. ?р\.?|у\. ?е\.?|процент\w*|долл\w*\.?|евро|"
    r"тенге|USD|EUR|GBP|RUB|RUR|KZT|dollars?|euros?|percent\b|k\b|к\b|m\b(?= |$)"
)
"""Units of prices, pay and rates."""
_SENTENCE = re.compile(r"[;!?\n]|\.(?=\s+[A-ZА-ЯЁ«\"(\[])|\.\s*\Z")
_DOTTED = re.compile(r"(?<!\w)(?:руб|р|коп|тыс|млн|т|мес|шт|чел|ед|е)\Z", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?<![\w.,:/])(?<![^\W\d_]-)[$€£₽]?\s?\d+(?:[ \u00a0']\d{3}(?!\d))*(?:[.,'/–-]\d+(?![^\W\d_]))*"
    rf"(?:\s?(?:{MONEY}))*(?!:\d|\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19[89]|20\d)\d")
_BEFORE_YEAR = re.compile(r"(?<!\w)(?:in|for|since|from|за|в|на|с|от)\s+\Z", re.IGNORECASE)
_AFTER_YEAR = re.compile(r"\s*(?:г\.|гг|год|-20|/20|\Z|\n)")
_REFERENCE = re.compile(
    r"(?<!\w)(?:pages?|p\.|sections?|steps?|version|v\.|fig\.?|table|no\.|№|стр\w*\.?|с\.|п\.|пункт\w*|раздел\w*|шаг\w*|"
    r"верси\w*|рис\w*\.?|табл\w*\.?|арт\w*\.?|sku|модел\w*|model|код\w*|тел\w*\.?|phone)[ :#№]*\Z",
    re.IGNORECASE,
)
_TAX = re.compile(
    r"(?<!\w)(?:ндс|ндфл|налог\w{0,3}|страхов\w+ взнос\w*|vat|gst|(?:sales |income |payroll )?tax)"
    r"(?:\s+(?:\w+\s+)?(?:at|of|rate|по|ставк\w))?[\s(:=–—-]*\Z",
    re.IGNORECASE,
)
_RATE = re.compile(r"\s*\d{1,2}(?:[.,]\d+)?\s?(?:%|процент\w*|percent)", re.IGNORECASE)
"""Behind a tax: the same for everybody."""
_UNIT = re.compile(
    r"[ \u00a0-]?(?:мес(?:\.|яц\w*)|дн(?:\.|я|ей)|день|сут\w*|недел\w*|год\w*|лет|г\.|час\w*|ч\.|мин\w*|сек\w*|шт\w*|"
    r"ед\.|единиц\w*|чел\w*|сотрудник\w*|позици\w*|раз\w?|м[²³23]|кв|кг|тонн\w*|литр\w*|мм|см|км|кВт|бар|months?|days?|weeks?|years?|"
    r"hours?|minutes?|pcs|pieces|units?|items?|people|employees|staff|kg|mm|cm|km|kW|bar|times|°|"
    r"(?-i:[гтлмВАчW])|[йяе]|го|му|th|st|nd|rd)(?!\w)",
    re.IGNORECASE,
)
"""Units of what is no price: 24 months, 12 people."""
GOES_ON = (
    r"(?! ?(?:свыше|от|до|более|менее|при|если|для|"
    r"за|и|over|above|below|under|from|up|for|if|and|with)(?!\w))"
)
"""What stands behind a comma and begins no other name: steps of one rate."""
_OTHER_WORDS = re.compile(
    r"(?<!\w)(?:рознич\w*|розниц\w*|ррц|мрц|цен[аыуе]\w{0,3}|прайс\w*|стоимост\w*|гаранти\w*|срок\w*|отсрочк\w*|"
    r"доставк\w*|прода[её]\w*|продаж\w*|штат\w*|вес\w{0,3}|скидк\w*|retail\w*|list|price[sd]?|rrp|msrp|sell\w*|warrant\w*|lead|"
    r"delivery|discounts?|weigh\w*|headcount|team|allowances?|shipping|deposit|fees?)(?!\w)|,"
    rf"{GOES_ON}"
    r"[^,;]{2,60}?(?:[:=]| [—–-] )",
    re.IGNORECASE,
)
"""What begins to speak of something else, between two amounts."""
_CAPITAL = re.compile(r"[\s)]*\s[A-ZА-ЯЁ][a-zа-яё]")
_STRAIGHT = re.compile(
    rf"(?:,? ?(?:{MONEY}))?[\s\"'»)*_:=—–-]*(?:состав\w+|равн\w+|был\w*|is|are|was|of|at|=|[—–-])?[\s*_]*\Z",
    re.IGNORECASE,
)
_JOINS = re.compile(r"[\s(]*(?:[-–—/,]|до|to|и|and|or|или|от|from)?[\s(]*", re.IGNORECASE)
_LEADS = re.compile(rf"(?P<amount>{_AMOUNT.pattern})\s?[(«\"]?[—–-]?\s?(?:the |a )?\Z", re.IGNORECASE)
_VERB = re.compile(
    r"(?<!\w)(?!(?:our|my|their|the|its|total|unit|net|all)\s)[^\W\d_]+\s(?:costs|buys|pays|trades|earns)\Z",
    re.IGNORECASE,
)
"""What looks like a noun of that name: "the kit costs 1,200"."""
_REACH = 160
"""How far behind its name an amount is looked for, in the same sentence."""
_BEFORE = 40

Find = tuple[int, int, str]
"""(start, end, what of the rule matched) of a value."""


def amounts(text: str, phrases: Iterable[tuple[str, int, int]], skip: re.Pattern[str]) -> Iterator[Find]:
    """Amounts that follow a field's name in its sentence: "the purchase price of the pump is 120 USD".

    The first is the value; those after it too, until the sentence speaks of something else. Without any, the amount
    right before the name is: "a 35 % margin". Where `skip` matches behind a name, its value is somebody else's.
    """
    done = 0
    for name, begin, start in sorted(phrases, key=lambda phrase: phrase[1:]):
        if skip.match(text, start):
            continue
        if name[0] == WHOLE and _VERB.search(text, max(0, begin - _BEFORE), start):
            continue
        found = list(_run(text, max(start, done), _sentence_end(text, start), start))
        if name[0] == WHOLE and not (found and _is_own(text, start, *found[0])):
            continue
        before = _right_before(text, begin)
        if (
            before and found and _OTHER_WORDS.search(text[start : found[0][0]])
        ):  # "at a 35 % margin it sells for 120"
            found = [before]
        for left, right in found:
            yield left, right, name
            done = max(done, right)
        if not found and before:
            yield (*before, name)


def _is_own(text: str, behind: int, left: int, right: int) -> bool:
    return _STRAIGHT.match(text[behind:left]) is not None and _is_money(text[left:right])


def counts_something(text: str, start: int) -> bool:
    """Whether a number that counts, and is no price, stands at a place: 20 mm, 14 days."""
    match = _AMOUNT.match(text, start)
    return match is not None and _is_count(text, match)


def first_run(text: str, start: int, end: int) -> int:
    """Where a value that begins with an amount ends: before the sentence speaks of something else; else `end`."""
    first = _AMOUNT.search(text, start, min(end, start + 25))
    if first is None:
        return end
    last = first.end()
    for match in _AMOUNT.finditer(text, last, end):
        gap = text[last : match.start()]
        if _speaks_of_else(gap) or not (_JOINS.fullmatch(gap) or _is_money(match[0])):
            return last
        if _is_tax_rate(text, match) or ("," in gap and _is_count(text, match)):
            return last
        last = match.end()
    return end if not _speaks_of_else(text[last:end]) else last


def _run(text: str, at: int, end: int, behind: int) -> Iterator[tuple[int, int]]:
    last = -1
    for match in _AMOUNT.finditer(text, at, end):
        left = match.start() + len(match[0]) - len(match[0].lstrip())
        if last >= 0 and _speaks_of_else(text[last:left]):
            return
        if _is_no_amount(text, match, text[behind:left] if last < 0 else text[last:left]):
            continue
        last = match.end()
        yield left, last


def _speaks_of_else(gap: str) -> bool:
    return _OTHER_WORDS.search(gap) is not None or _CAPITAL.match(gap) is not None


def _right_before(text: str, begin: int) -> tuple[int, int] | None:
    match = _LEADS.search(text, max(0, begin - _BEFORE), begin)
    if match is None or not _is_money(match["amount"]) or "\n" in match[0]:
        return None
    start = match.start("amount")
    return start + len(match["amount"]) - len(match["amount"].lstrip()), match.end("amount")


def _sentence_end(text: str, start: int) -> int:
    limit = min(len(text), start + _REACH)
    for stop in _SENTENCE.finditer(text, start, limit):
        if stop[0] != "." or not _DOTTED.search(text, max(0, stop.start() - 5), stop.start()):
            return stop.start()
    return limit


def _is_count(text: str, match: re.Match[str]) -> bool:
    if re.search(rf"(?:^\s*[$€£₽]|(?:{MONEY})\s*\Z)", match[0], re.IGNORECASE):
        return False
    return bool(_UNIT.match(text, match.end()) or re.match(r"[^\W\d_]", text[match.end() : match.end() + 1]))


def _is_tax_rate(text: str, match: re.Match[str]) -> bool:
    known = _RATE.fullmatch(match[0]) and _TAX.search(text, max(0, match.start() - 30), match.start())
    return known is not None


def _is_money(amount: str) -> bool:
    return re.search(rf"\d{{4}}|\d \d{{3}}|\d[.,]\d|(?:{MONEY})", amount, re.IGNORECASE) is not None


def _leads_to_money(text: str, end: int) -> bool:
    """Whether a number goes on with a price: "from 900 to 870 USD"."""
    joined = _JOINS.match(text, end)
    following = _AMOUNT.match(text, joined.end()) if joined and joined[0].strip() else None
    return following is not None and _is_money(following[0]) and not _is_count(text, following)


def _is_no_amount(text: str, match: re.Match[str], gap: str) -> bool:
    """Whether a number is a year, counts something, or is a small one that stands far from the name."""
    before = text[max(0, match.start() - 12) : match.start()]
    if _REFERENCE.search(before):
        return True
    if _is_tax_rate(text, match):
        return True
    if _is_count(text, match):
        return True
    straight = _STRAIGHT.match(gap) or _JOINS.fullmatch(gap)
    if not straight and not _is_money(match[0]) and not _leads_to_money(text, match.end()):
        return True
    if not straight and _YEAR.fullmatch(match[0].strip()):
        return True
    year = _YEAR.fullmatch(match[0].strip())
    return bool(year and (_BEFORE_YEAR.search(before) or _AFTER_YEAR.match(text, match.end())))
