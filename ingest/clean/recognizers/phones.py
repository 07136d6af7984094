"""Phone numbers: Russian and international ones by their form, local ones beside a word that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.clean.recognizers.around import label, labelled
from ingest.clean.recognizers.digit_runs import digits_of
from ingest.clean.recognizers.numbering import is_international, is_national
from ingest.clean.recognizers.phone_runs import are_five, behind_group, next_run
from ingest.clean.recognizers.phone_samples import is_made_up
from ingest.clean.recognizers.recognizer import DIGITS, Span
from ingest.clean.recognizers.spoken_phones import SPOKEN, spoken_phones

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ingest.clean.recognizers.reading import Reading
    from ingest.clean.recognizers.tables import Tables

_EXTENSION = re.compile(
    r"[ ,;]{0,2}(?:\((?:доб|внутр?|вн|ext|x)[а-яё]{0,8}[.:]{0,2} ?\d{1,6}\)|(?:доб|внутр?|вн|ext|"
    r"x)[а-яё]{0,8}[.:]{0,2} ?\d{1,6}(?!\w))",
    re.IGNORECASE,
)
_WORDS = (
    r"тел|телефон\w*|т\.|моб|мобильн\w*|сот|сотов\w*|звон\w*|позвон\w*|факс\w*|городской|whats ?app|viber|"
    r"ватсап\w*|вотсап\w*|вайбер\w*|"
    r"office|home|answering at|phones?|tel|telephone|mobile|mob|cell|call|fax|contact number"
)
_PHONE_WORDS = re.compile(rf"(?<![^\W_])(?:{_WORDS})", re.IGNORECASE)
_PHONE_WORD = label(_WORDS, 30)
_PHONE_LABEL = label(rf"(?:{_WORDS})[^\w\n]{{0,6}}(?:номер\w*|number|no)?", 6)
_AFTER_PHONE = re.compile(
    rf"(?<![^\W_])(?:{_WORDS})(?![^\W\d_])[\d ().,;:/+-]{{4,60}}(?:или |и |or )?$", re.IGNORECASE
)
_OTHER_LABEL = label(
    r"№|#|n[o°]|заказ\w*|арт|артикул\w*|договор\w*|инн|кпп|бик|огрн\w*|окпо|снилс|сч[её]т\w*|р/с|к/с|гост|id|"
    r"order|invoice|sku|ticket|тикет\w*|заявк\w*(?! (?:от|с) )|код\w*(?! (?:на|с) )|code|"
    r"version|верси\w*|inn|snils|barcode|штрихкод\w*|parts?|serials?|s/n|p/n|серийн\w+(?: номер\w*)?|детал[ьи]",
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
_GOES_ON = re.compile(r"[^\Wx]|x\D|[-.]\d")
_MORE_DIGITS = re.compile(r"[-.]?\d")
_DIALLED = re.compile(r"[78][ .-]\(?\d{3}\)?[ .-]\d{3}[ .-]\d\d[ .-]\d\d")
_LABEL_BEHIND = re.compile(
    r"(?:x\d+)?[ \-(]{1,3}(?:office|fax|mobile|cell|home|work|моб|раб|дом|факс)(?![^\W_])", re.IGNORECASE
)
_TRUNK = re.compile(r"\(?0|8[- ]?10")
_BRITISH_MOBILE = re.compile(r"07[1-57-9]\d{2}[ -]\d{3}[ -]?\d{3}")
"""Taken by its form: 07700 9xx is kept for plays, and the plan says of many blocks that none has them yet."""
_NANP = re.compile(r"1?[2-9]\d\d[2-9]\d{6}")


class Phone:
    """PHONE; numbers made up for samples (555-01xx, 999 123-45-67) have score 0."""

    name: ClassVar[str] = "phone"
    version: ClassVar[str] = "11"
    types: ClassVar[tuple[str, ...]] = ("PHONE",)
    hint: ClassVar[str] = rf"{DIGITS}|(?i:{SPOKEN})"

    def find(self, reading: Reading) -> Iterator[Span]:
        """Numbers in `reading`, with their extensions."""
        spoken = list(spoken_phones(reading.low))
        yield from spoken
        for span in self._written(reading):
            if not any(span.start < one.end and one.start < span.end for one in spoken):
                yield span

    def _written(self, reading: Reading) -> Iterator[Span]:
        """Those in digits alone."""
        text, match = reading.text, next_run(reading.text, 0)
        if match is None or not are_five(text):
            return
        tables = reading.context.tables if _PHONE_WORDS.search(text) else None
        while match is not None:
            run, end = match, _phone_end(text, match.start(), match.end(), tables)
            match = next_run(text, end or behind_group(text, match))
            if not end:
                continue
            start, found = run.start(), text[run.start() : end]
            digits = digits_of(found.replace("%2B", "+").replace("%2b", "+"))
            score, value = 0.0 if is_made_up(reading, start, end, digits) else 1.0, _value(digits)
            if found[0] == "(" and found.count("(") > found.count(")"):
                start += 1
            if extension := _EXTENSION.match(text, end):
                end, value = extension.end(), f"{value};{digits_of(extension[0])}"
            yield Span(start=start, end=end, type="PHONE", value=value, score=score)


def _phone_end(text: str, start: int, end: int, tables: Tables | None) -> int:
    """Where the phone number that begins at `start` ends, at most at `end`; 0 if there is none.

    `tables`: None if no word for phones stands anywhere in the text. Labels are sought last, they cost most.
    """
    run = text[start:end]
    if run[0] in "+%":
        return _international(text, start, run)

    def known() -> bool:
        return tables is not None and (
            labelled(text, start, _PHONE_WORD, 80)
            or labelled(text, start, _AFTER_PHONE, 90)
            or _LABEL_BEHIND.match(text, end) is not None
            or any(map(_PHONE_WORDS.search, tables.heads(start)))
        )

    found = 0
    if (
        ((cut := _cut(text, start, run, 11)) and _national(text[start:cut], known))
        or ((cut := _cut(text, start, run, 10)) and _area_number(text[start:cut], known))
        or (_TRUNK.match(run) and (cut := _trunk(text, start, run)))
    ):
        found = cut
    elif tables is not None and not _DATE.match(run):
        found = _local(text, start, end, known)
    if found and not _DIALLED.fullmatch(text, start, found) and labelled(text, start, _OTHER_LABEL, 40):
        return 0
    return found


def _cut(text: str, start: int, run: str, count: int) -> int:
    """The end of the first `count` digits of `run`, 0 if there are fewer or the last group goes on."""
    seen = 0
    for place, letter in enumerate(run):
        seen += "0" <= letter <= "9"
        if seen == count:
            stop = start + place + 1
            glued = run[: place + 1].isdigit() and text[start - 1 : start] != "+"
            return 0 if (_GOES_ON if glued else _MORE_DIGITS).match(text, stop) else stop
    return 0


def _international(text: str, start: int, run: str) -> int:
    plus = 3 if run[0] == "%" else 1
    digits = digits_of(run[plus:])
    country = _COUNTRIES.match(digits)
    if not country:
        return 0
    if country[0] in {"1", "7"}:
        good = country[0] == "7" or _NANP.match(digits)
        return _cut(text, start + plus, run[plus:], 11) if good else 0
    seen = end = known = 0
    for group in re.finditer(r"\d+", run[plus:]):
        size = len(group[0])
        # A number of its own may follow; few countries have more than 13 digits.
        if seen + size > 15 or (
            seen >= 9 and (seen + size > 13 or "\n" in run[plus + end : plus + group.start()])
        ):
            break
        seen, end = seen + size, group.end()
        if is_international(digits[:seen]):
            known = end
    return start + plus + (known or end) if known or seen >= 9 else 0


def _national(run: str, known: Callable[[], bool]) -> bool:
    """Eleven digits that begin with 7 or 8: trunk, area, number."""
    digits, groups = digits_of(run), re.findall(r"\d+", run)
    if digits[0] not in "78" or "\n" in run[:5] or len(groups) > 6:
        return False
    sizes = [len(group) for group in groups]
    dialled = sizes[0] == 1 and ("(" in run or sizes in ([1, 3, 3, 2, 2], [1, 3, 3, 4]))
    if digits[1] not in "34789" and ("\n" in run or not ((dialled and digits[0] == "8") or known())):
        return False
    if len(groups) == 1:
        return digits[1] == "9" or known()
    torn = digits[1] == "9" and sizes[0] == 1 and _is_torn(sizes[1:])
    shaped = groups[0] in {"7", "8"} or (4 <= len(groups[0]) <= 6 and len(groups[-1]) >= 2)
    return shaped and ("(" in run or all(len(group) > 1 for group in groups[1:]) or torn or known())


def _is_torn(sizes: list[int]) -> bool:
    """Whether groups are those of a number after its trunk, one of them broken in two."""
    joined = ([*sizes[:at], sizes[at] + sizes[at + 1], *sizes[at + 2 :]] for at in range(len(sizes) - 1))
    return any(one in ([3, 3, 2, 2], [3, 3, 4], [3, 7]) for one in joined)


def _area_number(run: str, known: Callable[[], bool]) -> bool:
    """Ten digits: an area code and a number, Russian or North American."""
    digits, groups = digits_of(run), re.findall(r"\d+", run)
    sizes = [len(group) for group in groups]
    if "\n" in run or len(groups) > 5:
        return False
    if run[0] == "(":
        closed = run.find(")") == sizes[0] + 1
        return closed and 3 <= sizes[0] <= 5 and (digits[0] in "3489" or _NANP.fullmatch(digits) is not None)
    if sizes == [3, 3, 4] and _NANP.fullmatch(digits):
        return (run[3] in "-." and run[7] == run[3]) or is_national(digits, "US") or known()
    if sizes == [3, 3, 2, 2] and is_national(digits, "RU"):
        return True
    return digits[0] in "3489" and known()


def _trunk(text: str, start: int, run: str) -> int:
    """Where a number ends that begins with a trunk 0 as in Britain, or with the way out: 00 or 810."""
    digits = digits_of(run)
    if text[max(0, start - 2) : start].strip(" -")[-1:].isdigit():
        return 0
    for count in range(min(len(digits), 16), 9, -1):
        cut = _cut(text, start, run, count)
        groups = re.findall(r"\d+", text[start:cut])
        if not 2 <= len(groups) <= 7 or "\n" in text[start:cut]:
            continue
        out = 2 if digits.startswith("00") else 3 if digits.startswith("810") else 0
        british = not out and len(groups) <= 4 and 3 <= len(groups[0]) <= 5 and min(map(len, groups)) >= 3
        if (
            (is_international(digits[out:count]) or _NANP.fullmatch(digits[out:count]))
            if out
            else british
            and (_BRITISH_MOBILE.fullmatch(text, start, cut) or is_national(digits[:count], "GB"))
        ):
            return cut
    return 0


def _local(text: str, start: int, end: int, known: Callable[[], bool]) -> int:
    """Numbers without an area code, and foreign ones without a plus: only beside a word that says so."""
    short = _SHORT_LOCAL.match(text, start, end)
    if short and not _GOES_ON.match(text, short.end()):
        named = known() if "-" in short[0] else labelled(text, start, _PHONE_LABEL)
        return short.end() if named else 0
    run = text[start:end].partition("\n")[0].rstrip(" \t.()-/\\")
    digits = digits_of(run)
    if 10 <= len(digits) <= 13 and labelled(text, start, _PHONE_LABEL):
        return start + len(run)
    sizes = [len(group) for group in re.findall(r"\d+", run)]
    grouped = 2 <= len(sizes) <= 5 and 7 <= sum(sizes) <= 13 and min(sizes) >= 2 and max(sizes) <= 8
    return start + len(run) if grouped and not _GOES_ON.match(text, start + len(run)) and known() else 0


def _value(digits: str) -> str:
    if len(digits) == 11 and digits[0] == "8":
        return "7" + digits[1:]
    return "7" + digits if len(digits) == 10 and digits[0] in "3489" else digits
