"""Phone numbers in words, or in words and digits: «восемь девятьсот семнадцать, 4 4 5 - 6 7 - 8 9»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.recognizers.recognizer import Span

_ONES = "ноль один два три четыре пять шесть семь восемь девять"
_TEENS = "десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать"
_LAST_TEENS = "восемнадцать девятнадцать"
_TENS = "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
_HUNDREDS = "сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"
_ENGLISH = "zero one two three four five six seven eight nine"
_VALUES = {
    **{word: value for value, word in enumerate(_ONES.split())},
    **{word: value for value, word in enumerate(f"{_TEENS} {_LAST_TEENS}".split(), 10)},
    **{word: value * 10 for value, word in enumerate(_TENS.split(), 2)},
    **{word: value * 100 for value, word in enumerate(_HUNDREDS.split(), 1)},
    **{word: value for value, word in enumerate(_ENGLISH.split())},
    "нуль": 0,
    "oh": 0,
}
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
SPOKEN = rf"(?<!\w)(?:{_WORDS})\)?[ ,.-]{{1,4}}\(?(?:(?:{_WORDS})(?!\w)|\d)"
"""Two numbers, the first a word, in small letters: what every find of `spoken_phones` holds."""
_SPOKEN = re.compile(SPOKEN)
_PIECE = rf"(?:(?:{_WORDS})(?!\w)|\d{{1,4}}(?!\d))"
_RUN = re.compile(
    rf"(?<![\w+])(?:\+ ?|плюс |plus )?\(?{_PIECE}(?:[ ,.()–—-]{{1,4}}{_PIECE}){{2,13}}\)?(?![\w%])"
)
_PIECES = re.compile(_PIECE)
_CALLS = re.compile(
    r"(?<![^\W_])(?:тел|телефон\w*|моб|мобильн\w*|сот\w*|(?:по)?звон\w*|набер\w*|номер\w*|ватсап\w*|whats ?app"
    r"|вайбер\w*|phone|call|mobile|cell|reach|text|dial|number)(?![^\W_])[^\n]{0,30}\Z"
)
_MEASURE = re.compile(
    r"\)?,? (?:тысяч|миллион|миллиард|руб|коп|процент|долл|евро|шт|штук|раз|дней|дня|день|лет|год|час|минут|метр"
    r"|кг|км|человек|thousand|million|dollars|percent|days|years|hours|people)"
)


def spoken_phones(low: str) -> Iterator[Span]:
    """Numbers of ten digits or eleven in `low`, a text in lower case, at least one of whose pieces is a word."""
    if not _SPOKEN.search(low):
        return
    for found in _RUN.finditer(low):
        written = found[0]
        pieces = _PIECES.findall(written)
        if not any(piece in _VALUES for piece in pieces) or _MEASURE.match(low, found.end()):
            continue
        digits = _digits(written)
        called = _CALLS.search(low, max(0, found.start() - 60), found.start()) is not None
        if _is_phone(digits, pieces, called=called):
            value = "7" + digits[-10:] if re.search("[а-яё]", written) else digits
            yield Span(start=found.start(), end=found.end(), type="PHONE", value=value)


def _digits(written: str) -> str:
    """The digits that `written` says: behind one blank, tens and ones go with a hundred, ones with tens."""
    digits, last, end = "", 0, 0
    for piece in _PIECES.finditer(written):
        value = _VALUES.get(piece[0])
        joined = last and written[end : piece.start()] == " "
        end = piece.end()
        if value is None:
            digits, last = digits + piece[0], 0
        elif joined and 0 < value < (100 if last % 100 == 0 else 10):
            digits = digits[: -len(str(value))] + str(value)
            last = value if value >= 20 else 0
        else:
            digits, last = digits + str(value), value if value >= 20 else 0
    return digits


def _is_phone(digits: str, pieces: list[str], *, called: bool) -> bool:
    words = sum(piece in _VALUES for piece in pieces)
    if len(digits) == 11 and digits[0] in "78" and digits[1] in "3489":
        return words > 1 or called or pieces[0] in {"7", "8"}
    if len(digits) == 10:
        return called and (digits[0] in "3489" or (digits[0] in "23456789" and digits[3] not in "01"))
    return len(digits) == 7 and called and words > 2
