"""Russian names in Latin letters: Ivan Petrov, SIDOROVA ELENA."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from ingest.clean.names.russian_files import given_names
from ingest.clean.names.russian_forms import Found

_LATIN = re.compile(
    r"(?<![\w.@/-])[A-Z](?:[a-z']{1,20}|[A-Z]{1,20})(?: (?:[A-Z]\.|[A-Z](?:[a-z']{1,20}|[A-Z]{1,20}))){1,2}(?![\w@/-])"
)
_LATIN_LABEL = re.compile(
    r"(?<!\w)(?:имя|фио|клиент\w*|подпис\w*|карт\w*|билет\w*|пассажир\w*|держател\w*|получател\w*|отправител\w*|паспорт\w*|гость|автор)"
    r"(?: [а-яё]{2,12}){0,2}:? ?$",
    re.IGNORECASE,
)
_LATIN_SURNAME = re.compile(
    r".{2,}(?:[oey]v|ev|iev|yev|[iy]n|enko|chuk|yuk|shvili|dze|yan|ian)(?:a)?|.{2,}(?:sk|tsk)(?:iy|ij|ii|i|y|aya|aia|aja)"
)
_LATIN_PATRONYMIC = re.compile(r".{2,}(?:[oe]vich|[oe]vitch|yich|ich|[oe]vna|ichna)")
_LETTERS = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya"
_ROMAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LETTERS.split(" "), strict=True))


def latin_names(text: str) -> Iterator[Found]:
    """Russian names in Latin letters: a known given name beside what ends like a surname or patronymic."""
    for found in _LATIN.finditer(text):
        words = found[0].lower().split(" ")
        given = [at for at, word in enumerate(words) if _skeleton(word) in _given_skeletons()]
        other = [
            at
            for at, word in enumerate(words)
            if (_LATIN_SURNAME.fullmatch(word) or _LATIN_PATRONYMIC.fullmatch(word))
        ]
        labelled = (other or given) and _LATIN_LABEL.search(text[max(0, found.start() - 40) : found.start()])
        if labelled or any(one != another for one in given for another in other):
            yield Found(found.start(), found.end())


_MIXED = re.compile(r"[A-Za-z][А-Яа-яЁё]|[А-Яа-яЁё][A-Za-z]")
_ALIKE = str.maketrans("ABCEHKMOPTXYaceopxy", "АВСЕНКМОРТХУасеорху")
_WORD = re.compile(r"[A-Za-zА-Яа-яЁё]+")


def one_script(text: str) -> str:
    """`text` with Cyrillic for Latin letters that look alike, in words that have both; equally long."""
    if not _MIXED.search(text):
        return text
    return _WORD.sub(lambda found: found[0].translate(_ALIKE) if _MIXED.search(found[0]) else found[0], text)


@cache
def _given_skeletons() -> frozenset[str]:
    names = (
        name
        for name in given_names() | {"любовь", "вера", "надежда"}
        if len(name) > 3 and set(name) <= set(_ROMAN)
    )
    return frozenset(_skeleton("".join(_ROMAN[letter] for letter in name)) for name in names)


_SPELLINGS = (
    ("shch", "s"), ("sch", "s"), ("iya", "a"), ("ija", "a"), ("iia", "a"), ("iy", "i"), ("ij", "i"), ("yi", "i"),
    ("zh", "z"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("ch", "c"), ("sh", "s"), ("ck", "k"), ("ph", "f"), ("th", "t"),
    ("yu", "u"), ("ju", "u"), ("iu", "u"), ("ya", "a"), ("ja", "a"), ("ia", "a"), ("yo", "e"), ("jo", "e"), ("io", "e"),
    ("ye", "e"), ("je", "e"), ("ie", "e"), ("x", "ks"), ("w", "v"), ("y", "i"), ("j", "i"), ("q", "k"), ("'", ""),
)  # fmt: skip


@cache
def _pairs() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(old) for old, _ in _SPELLINGS))


def _skeleton(word: str) -> str:
    """`word` without what romanisations differ in."""
    spelled = _pairs().sub(lambda found: dict(_SPELLINGS)[found[0]], word)
    return re.sub(r"(.)\1+", r"\1", spelled)
