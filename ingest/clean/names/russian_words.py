"""What a Russian word may be: a given name, a surname, a patronymic, a place, a common word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntFlag
from functools import cache, lru_cache
from typing import Any, NamedTuple

from ingest.clean.names.russian_files import DATA, given_forms, surnames
from ingest.dictionary import analyzer

_LEAST = 0.05
"""The score of a dictionary reading that counts."""
_COMMON_LEAST = 0.5
_SURNAME_FORM = re.compile(
    r".{2,}(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?|.{2,}(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)"
)
_TYPICAL = re.compile(r".{2,}(?:(?:[оеё]в|ин)(?:а|у|ым|е|ы|ых|ыми)?|[еє]нко)")
_SURNAME_ENDING = re.compile(
    r".{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ым|е|ой|ы|ых|ыми)?|(?:ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)"
    r"|[еє]?нк[оу]|ю[кч](?:а|у|ом|е)?|чук(?:а|у|ом|е)?|[ия]дзе|швили|ян(?:а|у|ом|е)?|[еэ]ску|[иы]х)"
)
_PATRONYMIC = re.compile(
    r"[а-яё]{2,}(?:[оеё]вич|ьич|[^аеёиоуыэюяйьъ]ич)(?:а|у|ем|е|и|ей|ам|ами|ах)?"
    r"|[а-яё]{2,}(?:[оеё]вн|ичн|иничн)(?:а|ы|е|у|ой|ою|ам|ами|ах)"
)
_NOT_SURNAMES = (
    "директор мастер пункт код поле тип вид номер класс группа серия том лист форма часть глава вариант итог сумма "
    "дата цена адрес договор акт приказ счет счёт заявка банк бухгалтер менеджер врач доктор судья тренер капитан "
    "майор водитель курьер оператор секретарь товарищ господин госпожа товар склад груз цех отдел город улица год "
    "месяц уважаемый уважать дорогой"
)
"""Words that the list of surnames holds, and that stand beside names for other reasons."""
_NOT_POSSIBLE = frozenset(_NOT_SURNAMES.split())
_LABELS = "инн бик гос рег"
_MONTHS = "март марту мартом марте май маю маем мае август августа августу августом августе"
_NO_NAMES = frozenset((*_LABELS.split(), *_MONTHS.split()))
"""Labels and months that the dictionary takes for cases of Инна, Бика, Март..."""
_DESCRIBING = frozenset({"ADJF", "PRTF"})
_NOT_NAMES = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Poss", "Abbr", "Init"})


class Kind(IntFlag):
    """What the word's dictionary readings, its ending and the shipped lists make of it."""

    NONE = 0
    GIVEN = 1
    SURNAME = 2
    PATRONYMIC = 4
    COMMON = 8
    PLACE = 16
    KNOWN = 32
    """The dictionary holds it."""
    GUESSED = 64
    """The dictionary does not hold it, and takes it for a given name."""
    POSSIBLE = 128
    """A word, and a surname as well: enough beside a given name, initials or a role."""


NAME = Kind.GIVEN | Kind.SURNAME | Kind.PATRONYMIC


class Word(NamedTuple):
    """Kind and lemmas of a word form, in lower case with е for ё."""

    kind: Kind
    surname: str
    given: str
    lemmas: frozenset[str]


def is_name(kind: Kind) -> bool:
    """Some part of a name, and not a common word as well."""
    return bool(kind & NAME) and not kind & Kind.COMMON


def is_typical(word: str) -> bool:
    """Whether `word` ends as Russian surnames do and adjectives do not: -ов, -ев, -ин, -енко, in all cases."""
    return bool(_TYPICAL.fullmatch(word.lower()))


@cache
def common_words() -> frozenset[str]:
    """The shipped list: words of software and offices that the dictionary lacks, in lower case."""
    text = (DATA / "common_ru.txt").read_text(encoding="utf-8")
    return _NO_NAMES.union(line for line in text.splitlines() if line and not line.startswith("#"))


def kind_of(word: str) -> Kind:
    """The kind of `word`, in any case of letters."""
    return word_of(word).kind


@lru_cache(maxsize=5_000)
def is_lifeless(word: str) -> bool:
    """Whether `word`, in any case of letters, is first of all a noun for something without life."""
    first = analyzer().parse(word.lower())[0]
    return bool(first.is_known and "NOUN" in first.tag and "inan" in first.tag)


@lru_cache(maxsize=20_000)
def word_of(word: str) -> Word:
    """What `word` is, in any case of letters; parts of a hyphened word count together."""
    low = word.lower()
    if "-\n" in low:  # cut at the end of a line of a PDF
        whole = word_of(low.replace("-\n", ""))
        return whole if whole.kind & (NAME | Kind.KNOWN) else word_of(low.replace("\n", ""))
    if "-" in low:
        return _hyphened(low)
    kind = Kind.NONE
    common = place = 0.0
    best: dict[str, tuple[float, str]] = {}
    lemmas = set()
    parses = analyzer().parse(low)
    for parse in parses:
        marks = parse.tag.grammemes
        lemma = parse.normal_form.replace("ё", "е")
        for mark in ("Name", "Surn", "Patr"):
            if mark in marks:
                total = best[mark][0] if mark in best else 0.0
                best[mark] = (total + parse.score, best[mark][1] if mark in best else lemma)
                lemmas.add(lemma)
        if "Geox" in marks and parse.is_known:
            place += parse.score
        if parse.is_known and not _NOT_NAMES & marks:
            common += parse.score
    if any(parse.is_known for parse in parses[:1]):
        kind |= Kind.KNOWN
    for mark, flag in (("Name", Kind.GIVEN), ("Surn", Kind.SURNAME), ("Patr", Kind.PATRONYMIC)):
        # For words it does not know the dictionary guesses; of given names it guesses far too many.
        if mark in best and best[mark][0] >= _LEAST and (kind & Kind.KNOWN or flag != Kind.GIVEN):
            kind |= flag
    if "Name" in best and not kind & Kind.KNOWN:
        kind |= Kind.GUESSED
    if low in given_forms():
        kind |= Kind.GIVEN
    if not kind & Kind.KNOWN and _SURNAME_ENDING.fullmatch(low):
        kind |= Kind.SURNAME
    if _PATRONYMIC.fullmatch(low) and not common:
        kind |= Kind.PATRONYMIC
    born = kind & Kind.SURNAME and _SURNAME_FORM.fullmatch(low)
    if low in common_words():
        kind = kind & ~NAME | Kind.COMMON
    elif (common >= _COMMON_LEAST and not born) or (not best and str(parses[0].tag.POS) in _DESCRIBING):
        kind |= Kind.COMMON
    if _is_place(low, place, best):
        kind |= Kind.PLACE
    if kind & (Kind.COMMON | Kind.PLACE) and low not in common_words() and _may_be_surname(low, parses):
        kind |= Kind.POSSIBLE
    surname = best["Surn"][1] if "Surn" in best else nominative(low)
    given = best["Name"][1] if "Name" in best else low.replace("ё", "е")
    return Word(kind, surname, given, frozenset(lemmas or {stem(low)}))


def _is_place(low: str, place: float, best: dict[str, tuple[float, str]]) -> bool:
    """Whether the readings as a place outweigh those as a name."""
    surname = best["Surn"][0] if "Surn" in best else 0.0
    given = best["Name"][0] if "Name" in best else 0.0
    return place >= _LEAST and place > max(given, surname if _TYPICAL.fullmatch(low) else 0.3 * bool(surname))


def _may_be_surname(low: str, parses: Sequence[Any]) -> bool:
    if low in _NOT_POSSIBLE or any(parse.normal_form in _NOT_POSSIBLE for parse in parses):
        return False
    if any("Geox" in parse.tag for parse in parses[:1]):
        return any("Surn" in parse.tag for parse in parses) or low.endswith(("ова", "ева", "ёва"))
    if _TYPICAL.fullmatch(low):
        return True
    if len(low) < 3 or str(parses[0].tag.POS) not in {"NOUN", "ADJF"}:
        return False
    return low in surnames() or any(parse.normal_form in surnames() for parse in parses)


def _hyphened(low: str) -> Word:
    parts = [word_of(part) for part in low.split("-") if part]
    if not parts:
        return Word(Kind.NONE, low, low, frozenset())
    kind = Kind.NONE
    if any(is_name(part.kind) for part in parts) and all(part.kind & NAME or not part.kind for part in parts):
        kind = parts[-1].kind & NAME | parts[0].kind & Kind.SURNAME
    elif any(part.kind & Kind.COMMON for part in parts) or low in common_words():
        kind = Kind.COMMON
    surname = "-".join(part.surname for part in parts)
    return Word(kind, surname, "-".join(part.given for part in parts), frozenset({surname}))


_CASE = re.compile(r"(.{2,}(?:[ое]в|[иы]н))(?:а|у|ым|е|ой|ы|ых|ыми)")
_ADJECTIVE = re.compile(r"(.{2,}(?:ск|цк))(?:ого|ому|им|ом|ая|ой|ую)")


def nominative(low: str) -> str:
    """The surname `low` in the nominative of a man, as far as its ending tells; with е for ё."""
    low = low.replace("ё", "е")
    if found := _CASE.fullmatch(low):
        return found[1]
    return f"{found[1]}ий" if (found := _ADJECTIVE.fullmatch(low)) else low


_ENDING = re.compile(
    r"(?:ами|ями|ого|ему|ому|ыми|ими|ой|ою|ей|ею|ом|ем|ым|им|ых|их|ый|ий|ая|яя|ую|юю|ам|ям|ах|ях|[аеёиоуыэюяйь])$"
)


def stem(word: str) -> str:
    """`word` in lower case without its ending, so that unknown surnames agree over their cases."""
    low = word.lower().replace("ё", "е")
    short = _ENDING.sub("", low)
    return short if len(short) > 2 else low
