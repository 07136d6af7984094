"""Phone numbers: Russian and international ones by their form, local ones beside a word that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.context import SEPARATORS, digits_of, label, labelled
from ingest.clean.recognizers.recognizer import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEVEN_DIGITS = re.compile(r"\d(?:[^\w\n]{0,4}\n?[^\w\n]{0,2}\d){4}")
_NUMBER = re.compile(
    rf"(?:(?<![\d+])(?:\+|%2[Bb])|(?<!\w)(?<!\d[.,:/-])\(?)\d(?:{SEPARATORS}\d){{4,22}}(?!\w)"
)
_EXTENSION = re.compile(
    r"[ ,;]{0,2}(?:\((?:доб|внутр?|вн|ext|x)[а-яё]{0,8}[.:]{0,2} ?\d{1,6}\)|(?:доб|внутр?|вн|ext|"
    r"x)[а-яё]{0,8}[.:]{0,2} ?\d{1,6}(?!\w))",
    re.IGNORECASE,
)
_WORDS = (
    r"тел|телефон\w*|т\.|моб|мобильн\w*|сот|сотов\w*|звон\w*|позвон\w*|факс\w*|whats ?app|viber|"
    r"ватсап\w*|вотсап\w*|вайбер\w*|"
    r"phones?|tel|telephone|mobile|cell|call|fax|contact number"
)
_PHONE_WORD = label(_WORDS, 30)
_PHONE_LABEL = label(rf"(?:{_WORDS})[^\w\n]{{0,6}}(?:номер\w*|number|no)?", 6)
_AFTER_PHONE = re.compile(
    rf"(?<![^\W_])(?:{_WORDS})(?![^\W\d_])[\d ().,;:/+-]{{4,60}}(?:или |и |or )?$", re.IGNORECASE
)
_OTHER_LABEL = label(
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|инн|кпп|бик|огрн\w*|окпо|снилс|сч[её]т\w*|р/с|к/с|гост|id|"
    r"order|invoice|sku|ticket|тикет\w*|заявк\w*|код\w*|code|version|верси\w*|inn|snils|barcode|штрихкод\w*",
    6,
)
_DATE = re.compile(
    r"(?:19|20)\d\d([-./ ])?(?:0[1-9]|1[0-2])([-./ ])?(?:[0-2]\d|3[01])|[0-3]?\d[./-][01]?\d[./-](?:19|"
    r"20)\d\d"
)
_COUNTRIES = re.compile(
    r"1|7|2(?:0|7|[1-6]\d|9\d)|3(?:[0-469]|[578]\d)|4(?:[013-9]|2\d)|5(?:[1-8]|[09]\d)|6(?:[0-6]|[7-9]\d)|"
    r"8(?:[1246]|[058]\d|7\d)|9(?:[0-58]|[679]\d)"
)
_SHORT_LOCAL = re.compile(r"\d{1,3}-\d\d-\d\d|\d{3}-\d{4}|[1-9]\d{6}")
_NANP = re.compile(r"1?[2-9]\d\d[2-9]\d{6}")


class Phone:
    """PHONE; numbers made up for samples (555-01xx, 999 123-45-67, one digit repeated) have score 0."""

    name: ClassVar[str] = "phone"
    version: ClassVar[str] = "1"
    types: ClassVar[tuple[str, ...]] = ("PHONE",)

    def find(self, text: str, language: str) -> Iterator[Span]:  # noqa: ARG002 - the same in all
        """Numbers in `text`, with their extensions."""
        if not _SEVEN_DIGITS.search(text):
            return
        at = 0
        while match := _NUMBER.search(text, at):
            end = _phone_end(text, match.start(), match.end())
            at = end or _next_start(text, match)
            if not end:
                continue
            start, found = match.start(), text[match.start() : end]
            value = _value(digits_of(found.replace("%2B", "+").replace("%2b", "+")))
            score = 0.0 if _is_sample(value) else 1.0
            if found[0] == "(" and found.count("(") > found.count(")"):
                start += 1
            if extension := _EXTENSION.match(text, end):
                end, value = extension.end(), f"{value};{digits_of(extension[0])}"
            yield Span(start=start, end=end, type="PHONE", value=value, score=score)


def _next_start(text: str, match: re.Match[str]) -> int:
    """Where the next number may begin: after the first group of a run that is none."""
    group = re.compile(r"\D*\d+").match(text, match.start())
    return group.end() if group else match.end()


def _phone_end(text: str, start: int, end: int) -> int:
    """Where the phone number that begins at `start` ends, at most at `end`; 0 if there is none."""
    run = text[start:end]
    if run[0] in "+%":
        return _international(text, start, run)
    if labelled(text, start, _OTHER_LABEL, 40):
        return 0
    known = labelled(text, start, _PHONE_WORD, 80) or labelled(text, start, _AFTER_PHONE, 90)
    if (cut := _cut(text, start, run, 11)) and _national(text[start:cut], known=known):
        return cut
    if (cut := _cut(text, start, run, 10)) and _area_number(text[start:cut], known=known):
        return cut
    if known and not _DATE.match(run):
        return _local(text, start, end)
    return 0


def _cut(text: str, start: int, run: str, count: int) -> int:
    """The end of the first `count` digits of `run`, 0 if there are fewer or the last group goes on."""
    seen = 0
    for place, letter in enumerate(run):
        seen += "0" <= letter <= "9"
        if seen == count:
            stop = start + place + 1
            goes_on = re.compile(r"\w|[-.]\d").match(text, stop)
            return 0 if goes_on else stop
    return 0


def _international(text: str, start: int, run: str) -> int:
    plain = run[3:] if run[0] == "%" else run[1:]
    digits = digits_of(plain)
    country = _COUNTRIES.match(digits)
    if not country:
        return 0
    if country[0] in {"1", "7"}:
        exact = 11 + (run[0] == "%")
        good = digits[1] in "3489756" if country[0] == "7" else _NANP.match(digits)
        return _cut(text, start, run, exact) if good and len(digits) >= 11 else 0
    first = run.partition("\n")[0]
    if len(digits_of(first)) >= 10:
        run = first
    count = len(digits_of(run))
    return start + len(run.rstrip(" \t.()-/\\\n")) if 9 <= count <= 15 else 0


def _national(run: str, *, known: bool) -> bool:
    """Eleven digits that begin with 7 or 8: trunk, area, number."""
    digits, groups = digits_of(run), re.findall(r"\d+", run)
    if digits[0] not in "78" or digits[1] not in "34789" or "\n" in run[:5]:
        return False
    if len(groups) == 1:
        return known or digits[1] == "9"
    shaped = groups[0] in {"7", "8"} or (4 <= len(groups[0]) <= 6 and len(groups[-1]) >= 2)
    return (
        shaped and len(groups) <= 6 and (known or "(" in run or all(len(group) > 1 for group in groups[1:]))
    )


def _area_number(run: str, *, known: bool) -> bool:
    """Ten digits: an area code and a number, Russian or North American."""
    digits, groups = digits_of(run), re.findall(r"\d+", run)
    sizes = [len(group) for group in groups]
    if run[0] == "(":
        closed = run.find(")") == sizes[0] + 1
        return closed and 3 <= sizes[0] <= 5 and (digits[0] in "3489" or _NANP.fullmatch(digits) is not None)
    if sizes == [3, 3, 4] and _NANP.fullmatch(digits) and "\n" not in run:
        return known or (run[3] in "-." and run[7] == run[3])
    return known and digits[0] in "3489" and len(groups) <= 5 and "\n" not in run


def _local(text: str, start: int, end: int) -> int:
    short = _SHORT_LOCAL.match(text, start, end)
    if short and not re.compile(r"\w|[-.]\d").match(text, short.end()):
        return short.end() if "-" in short[0] or labelled(text, start, _PHONE_LABEL) else 0
    run = text[start:end].partition("\n")[0]
    digits = digits_of(run)
    if 10 <= len(digits) <= 13 and labelled(text, start, _PHONE_LABEL) and _COUNTRIES.match(digits):
        return start + len(run.rstrip(" \t.()-/\\"))
    return 0


def _value(digits: str) -> str:
    if len(digits) == 11 and digits[0] == "8":
        return "7" + digits[1:]
    return "7" + digits if len(digits) == 10 and digits[0] in "3489" else digits


def _is_sample(value: str) -> bool:
    national = value[1:] if len(value) == 11 and value[0] in "17" else value
    if len(set(national)) == 1 or national.endswith("0000000") or national[:10] in "12345678901234567890":
        return True
    if national[:3] in {"999", "000", "123", "111"} and national[3:] in {"1234567", "9876543"}:
        return True
    return len(national) in {7, 10} and re.search(r"55501\d\d$", national) is not None
