"""How surely a few words are a person's name, where a head or a label calls for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

from ingest.clean.names.name_labels import NOT_NAMES
from ingest.clean.names.name_values import MOST, NAME_VALUE, Place, begins_with_given
from ingest.clean.names.russian_beside import is_role
from ingest.clean.names.russian_files import surnames
from ingest.clean.names.russian_grammar import grammar_of
from ingest.clean.names.russian_words import NAME, Kind, is_name, is_typical, kind_of
from ingest.clean.names.staff_labels import UNITS, calling_of
from ingest.clean.names.things import is_thing
from ingest.clean.names.unlisted import is_camel, is_made_up, is_named_after_place


class Standing(IntEnum):
    """The least sure first."""

    NONE = 0
    POSSIBLE = 1
    """A capitalised noun: «Осень»."""
    UNLISTED = 2
    """A word on no list, neither of names nor of words: «Пшибыш», "Nkemelu"."""
    LIKELY = 3
    """A word that is a surname as well, or of what lives: «Заяц», "Stone"."""
    SURE = 4
    """A form that names have: initials, a given name beside another word, a known surname."""


_INITIALS = re.compile(
    r"[A-ZА-ЯЁ][^\W\d_]+(?:-[A-ZА-ЯЁ][^\W\d_]+)?,? [A-ZА-ЯЁ]\.(?: ?[A-ZА-ЯЁ]\.)?"
    r"|[A-ZА-ЯЁ]\. ?(?:[A-ZА-ЯЁ]\. ?)?[A-ZА-ЯЁ][^\W\d_]+(?:-[A-ZА-ЯЁ][^\W\d_]+)?"
)
_RUSSIAN = re.compile(r"[а-яё]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_FIRM = re.compile(
    r"(?<!\w)(?:ООО|ОАО|ЗАО|ПАО|АО|НПО|ТОО|МУП|ГУП|НКО|ТД|ТК|ЧП|ГК|УК|Ltd|LLC|AB|AS|ASA|Oy|ApS|BV|NV|SA|AG|KG|Sp|SARL|SpA|Srl|Bygg|Sons|Bros|Inc|Corp|GmbH|PLC|Co|Group|Bank|Labs?"
    r"|Solutions|Partners|Systems|Logistics|Holdings?|Company|Industries|Services|Trading|Motors|Foods|Studio)(?!\w)"
)
_UNIT_ENDING = re.compile(
    r".{3,}(?:ция|ство|[еа]ние|ость|тика|ерия|отдел|служба|склад|центр|снаб|строй|торг|сервис|маш|пром|банк)"
)
_LIKE = (
    "мельник синица куница лисица пшеница волчица пономарь бондарь звонарь писарь косарь лекарь рыбак сапожник "
    "колесник резник рудник пасечник лесник печник мясник садовник плотник сотник бобер осетр тигр комар "
    "сухарь янтарь глухарь вихрь кравец швец коваль гончар ткач скляр столяр маляр кобзарь чумак козак казак "
    "бортник скрипник олейник бражник"
)
_LIKE_ROLES = frozenset(_LIKE.split())
"""Surnames that end as roles do."""
_BETWEEN = re.compile(r" ?(?:[;/()\n|,]|<br ?/?>|(?<= )(?:и|and|&|[—–-])(?= )) ?")
_NUMBERED = re.compile(r"\d{1,3}[.)]? +")
_REST = re.compile(r" ?[^\w\s]? ?(?:[a-zа-яё]|[+\d])")
"""What goes on behind a name in one cell: a phone, a note in small letters."""


def standing_of(value: str) -> Standing:
    """How surely `value` is one name; what holds a word for a department, a role or a firm is none."""
    if len(value) > MOST or not NAME_VALUE.fullmatch(value) or _FIRM.search(value):
        return Standing.NONE
    words = _WORD.findall(value)
    if not words or (value.isupper() and len(value) < 4):
        return Standing.NONE
    if _INITIALS.fullmatch(value) and not any(map(_stands_for_none, words)):
        return Standing.SURE
    if any(map(is_unit, words)):
        return Standing.NONE
    if len(words) > 1:
        return _of_several(value, words)
    return _of_russian(words[0]) if _RUSSIAN.search(words[0]) else _of_english(words[0])


def is_firm(value: str) -> bool:
    """Whether a word of `value` is one that firms have in their names: ООО, "Ltd"."""
    return _FIRM.search(value) is not None


def is_unit(word: str) -> bool:
    """Whether `word` is of a department, a firm, a role, or stands where a name is missing."""
    if _stands_for_none(word):
        return True
    low = word.lower().replace("ё", "е")
    if word.isascii():
        return False
    kind = kind_of(word)
    if not kind & Kind.COMMON or is_typical(word) or low in _LIKE_ROLES:
        return False
    return bool(_UNIT_ENDING.fullmatch(low)) or is_role(word)


def _stands_for_none(word: str) -> bool:
    low = word.lower().replace("ё", "е")
    return low in UNITS or low in NOT_NAMES


def _of_several(value: str, words: list[str]) -> Standing:
    kinds = [kind_of(word) for word in words if not word.isascii()]
    if any(kind & Kind.PATRONYMIC and not kind & Kind.COMMON for kind in kinds):
        return Standing.SURE
    if kinds:
        if any(kind & Kind.GIVEN and not kind & Kind.PLACE for kind in kinds):
            return Standing.SURE
        named = any(is_name(kind) and not kind & Kind.PLACE for kind in kinds)
        return Standing.LIKELY if named else Standing.NONE
    if all(map(is_thing, words)):
        return Standing.NONE
    english = [_of_english(word) for word in words]
    if begins_with_given(value) or (len(words) == 2 and begins_with_given(words[1])):
        return Standing.SURE if min(english) > Standing.NONE else Standing.NONE
    return Standing.POSSIBLE if min(english) > Standing.NONE else Standing.NONE


def _of_russian(word: str) -> Standing:
    kind = kind_of(word)
    if is_name(kind) and not kind & Kind.PLACE:
        return Standing.SURE
    if is_thing(word):
        return Standing.POSSIBLE
    if is_typical(word) and kind & (NAME | Kind.POSSIBLE):
        return Standing.LIKELY if kind & Kind.PLACE else Standing.SURE
    if kind & Kind.PLACE and not kind & (NAME | Kind.POSSIBLE):
        rare = not kind & Kind.COMMON and is_named_after_place(word)
        return Standing.UNLISTED if rare else Standing.NONE
    if not kind & (Kind.COMMON | Kind.PLACE | Kind.KNOWN):
        return Standing.NONE if is_made_up(word) else Standing.UNLISTED
    read = grammar_of(word)
    singular = [one for one in read.readings if one.case == "nomn" and one.part in {"NOUN", "ADJF"}]
    if not singular:
        return Standing.LIKELY if kind & NAME else Standing.NONE
    if read.animate or kind & NAME or (kind & Kind.POSSIBLE and word.lower() in surnames()):
        return Standing.LIKELY
    return Standing.POSSIBLE


def _of_english(word: str) -> Standing:
    from ingest.clean.names import english

    kinds = english.load().kinds
    kind = kinds[word]
    if kind == "u":
        return _of_unlisted(word)
    if kind in "nb" and len(word) > 2:
        if is_thing(word):
            return Standing.POSSIBLE
        return Standing.SURE if kind == "n" else Standing.LIKELY
    return Standing.POSSIBLE if kind == "c" and kinds.may_be_surname(word) else Standing.NONE


def _of_unlisted(word: str) -> Standing:
    if is_thing(word):
        return Standing.POSSIBLE
    if calling_of(word) or is_made_up(word) or is_camel(word):
        return Standing.NONE
    return Standing.POSSIBLE if word.isupper() or len(word) < 4 else Standing.UNLISTED


def parts_of(text: str, cell: Place) -> Iterator[Place]:
    """(start, end) of what may be a name in `cell` of `text`: all of it, or its parts between marks."""
    start, end = cell
    if number := _NUMBERED.match(text, start, end):
        start = number.end()
    if NAME_VALUE.fullmatch(text, start, end) and "," not in text[start:end]:
        yield start, end
        return
    if is_turned(text[start:end]):
        yield start, end
        return
    at = start
    for mark in [*_BETWEEN.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        found = NAME_VALUE.match(text, at, stop)
        if found and (found.end() == stop or _REST.match(text, found.end(), stop)):
            yield found.span()
        at = mark.end() if mark else end


def is_turned(value: str) -> bool:
    """Whether `value` is a surname, a comma and a given name or an initial: "Field, Grace", "Field, G."."""
    _, comma, given = value.partition(", ")
    if not comma or "," in given or not NAME_VALUE.fullmatch(value):
        return False
    return bool(re.fullmatch(r"[A-ZА-ЯЁ]\.(?: ?[A-ZА-ЯЁ]\.)?", given)) or begins_with_given(given)
