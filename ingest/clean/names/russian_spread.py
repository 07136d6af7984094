"""What a name found once in full says of the rest of its document, and the normalised form of every find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.clean.names.russian_forms import Token, inside_sentence, is_subject
from ingest.clean.names.russian_grammar import grammar_of, is_verb
from ingest.clean.names.russian_words import NAME, Kind, is_name, kind_of, stem, word_of

_PART = re.compile(r"[А-ЯЁІЇЄа-яёіїє']{2,}(?:-[А-ЯЁа-яё]{2,})*|[А-ЯЁа-яё](?=\.)|[A-Za-z][A-Za-z']*")

_BARE = re.compile(r"([а-яё]) ([А-ЯЁ]) ?([А-ЯЁ])$")


class Name(NamedTuple):
    """The parts of a name in lower case, in the nominative as far as that is known; "" for what is not there."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""

    @property
    def value(self) -> str:
        """Surname and initials, or what there is of a name."""
        if not self.surname:
            return " ".join(filter(None, (self.given, self.patronymic)))
        letters = "".join(f"{part[0]}." for part in (self.given, self.patronymic) if part)
        return f"{self.surname} {letters}".strip()


def name_of(text: str) -> Name:
    """The parts of the name `text`, in whatever order they stand."""
    words = [found[0] for found in _PART.finditer(_BARE.sub(r"\1 \2. \3.", text))]
    long = [word for word in words if len(word) > 1]
    letters = [word.lower() for word in words if len(word) == 1]
    if not long:
        return Name(surname=" ".join(letters) or text.casefold().strip())
    if long[0].isascii():
        return Name(surname=" ".join(word.lower() for word in words))
    if letters:
        return Name(word_of(long[0]).surname, letters[0], letters[1] if len(letters) > 1 else "")
    patronymic = next((word for word in long if kind_of(word) & Kind.PATRONYMIC and len(long) > 1), "")
    rest = [word for word in long if word != patronymic]
    given = _given_of(rest, long, patronymic)
    surname = next((word for word in rest if word != given), "")
    return Name(
        word_of(surname).surname if surname else "",
        word_of(given).given if given else "",
        _nominative(patronymic) if patronymic else "",
    )


def _given_of(rest: Sequence[str], words: Sequence[str], patronymic: str) -> str:
    if patronymic and (at := words.index(patronymic)) and words[at - 1] in rest:
        return words[at - 1]
    sure = [word for word in rest if kind_of(word) & Kind.GIVEN and not kind_of(word) & Kind.SURNAME]
    likely = [word for word in rest if kind_of(word) & Kind.GIVEN]
    return next(iter(sure or likely), "")


def _nominative(patronymic: str) -> str:
    return min(word_of(patronymic).lemmas, default=patronymic.lower())


class Known:
    """The names that a document gives in full."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._full: dict[str, set[Name]] = {}
        self._given: dict[str, set[Name]] = {}
        for name in names:
            if name.surname and name.given:
                for key in _keys(name.surname):
                    self._full.setdefault(key, set()).add(name)
                if len(name.given) > 1:
                    self._given.setdefault(name.given, set()).add(name)

    def value_of(self, name: Name) -> str:
        """`name` as the document gives it in full, if only one of the full names fits."""
        fitting = {
            full for key in _keys(name.surname) for full in self._full.get(key, ()) if _fits(name, full)
        }
        if not name.surname and name.given:
            fitting = {full for full in self._given.get(name.given, ()) if _fits(name, full)}
        fullest = {full.value for full in fitting if not any(_fuller(other, full) for other in fitting)}
        return fullest.pop() if len(fullest) == 1 else name.value

    def mentions(self, text: str, tokens: Sequence[Token]) -> Iterator[Token]:
        """The capitalised words of `text` that are a known surname or given name, in any case of grammar."""
        if not self._full:
            return
        for token in tokens:
            word = text[token.start : token.end]
            read = word_of(word)
            keys = (read.surname, *read.lemmas, stem(word))
            if read.kind & Kind.COMMON and not read.kind & NAME:
                keys += tuple(grammar_of(word).lemmas)
            if not any(key in self._full for key in keys):
                if is_name(read.kind) and read.given in self._given:
                    yield token
            elif not read.kind & Kind.COMMON or _is_meant(text, token):
                yield token


def _is_meant(text: str, token: Token) -> bool:
    """Whether a known surname that is a word as well is meant: its capital tells, or it acts and is no word here."""
    word = text[token.start : token.end]
    if inside_sentence(text, token.start) or _ENTITLED.search(text, max(0, token.start - 12), token.start):
        return True
    if word.isupper():
        return False
    if is_subject(text, token.end):
        return True
    if not (acts_next := _NEXT_WORD.match(text, token.end)) or not is_verb(acts_next[1]):
        return False
    return not re.search(rf"(?<![\w-]){re.escape(stem(word))}[а-яё]{{0,3}}(?![\w-])", text)


_ENTITLED = re.compile(
    r"(?:(?<!\w)(?:у|к|от|для|с|со|за|по|на|без|о|об|при|через|перед) |г-н[аоуем]{0,2} |г-ж[аиеуо]й? |гр\. |тов\. )$",
    re.IGNORECASE,
)
"""Before a name where a sentence may begin."""
_NEXT_WORD = re.compile(r" (?:не |уже |также |сам |сама )?([а-яё]{3,20})(?![\w-])")


def _keys(surname: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((surname, stem(surname)))) if surname else ()


def _fits(short: Name, full: Name) -> bool:
    """Whether `short` may be a mention of `full`."""
    pairs = ((short.given, full.given), (short.patronymic, full.patronymic))
    return all(
        not one or not other or (one == other if min(len(one), len(other)) > 1 else one[0] == other[0])
        for one, other in pairs
    )


def _fuller(one: Name, other: Name) -> bool:
    return one != other and _fits(other, one) and len(one.value) > len(other.value)
