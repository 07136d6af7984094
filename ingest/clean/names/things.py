"""Names of things that read like names of persons: software, chips, cars, companies, cities. A shipped list.

What is on it is no person by itself. A title, a greeting or a given name beside it tells otherwise: that is for the
evidence of either language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ingest.clean.names.russian_files import DATA
from ingest.clean.names.russian_words import is_typical, stem

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL = re.compile(r"(?<![\w@./-])[A-ZÀ-ÖØ-ÞА-ЯЁ][^\W\d_]*")
_NEXT = re.compile(r"(?:[ \n’'-]|\. ?| (?:&|and|и) )([^\W\d_]+)(?![\w@])")
_MODEL = re.compile(r"[ -]([A-ZА-ЯЁ][^\W\d_]*|[A-Z]?\d[\w-]*)(?![\w@])")

_JOINED_NAME = re.compile(r"-[A-ZА-ЯЁ][a-zа-яё]")
"""Behind what looks like a thing: the surname has a second half, «Grace Hopper-Field»."""
_JOINED = frozenset({"and", "и"})


class _Things(NamedTuple):
    """The list by keys (`key_of`); phrases and makes by the key of their first word, which the others follow."""

    words: frozenset[str]
    phrases: dict[str, list[tuple[str, ...]]]
    makes: dict[str, list[tuple[str, ...]]]


def is_thing(word: str) -> bool:
    """Whether `word`, in any case of letters and of grammar, is on the list as a name that stands alone."""
    return key_of(word) in _things().words


def thing_places(text: str) -> list[tuple[int, int]]:
    """Where `text` names a thing in several words: phrases of the list, makes with a model. In order, apart."""
    things, found, done = _things(), list[tuple[int, int]](), 0
    for first in _CAPITAL.finditer(text):
        key = key_of(first[0])
        if first.start() < done or (key not in things.phrases and key not in things.makes):
            continue
        ends = [_phrase_end(text, first.end(), rest) for rest in things.phrases.get(key, ())]
        for rest in things.makes.get(key, ()):
            if end := _phrase_end(text, first.end(), rest):
                ends.append(_model_end(text, end) or (end if rest else 0))
        if (end := max(ends, default=0)) and not _JOINED_NAME.match(text, end):
            found.append((first.start(), end))
            done = end
    return found


def _phrase_end(text: str, at: int, rest: tuple[str, ...]) -> int:
    """Where the phrase ends whose other words are `rest`; 0 if they do not follow. Each begins with a capital."""
    for wanted in rest:
        word = _NEXT.match(text, at)
        if not word or word[1][0].islower() or key_of(word[1]) != wanted:
            return 0
        at = word.end()
    return at


def _model_end(text: str, at: int) -> int:
    """Where the model behind a make ends; 0 if there is none. A Russian surname behind it is that of the owner."""
    model = _MODEL.match(text, at)
    return model.end() if model and not is_typical(model[1]) else 0


def key_of(word: str) -> str:
    """What a word is compared by: small letters; of a Russian word the stem."""
    return word.lower() if word.isascii() else stem(word)


@cache
def _things() -> _Things:
    words = set[str]()
    phrases: dict[str, list[tuple[str, ...]]] = {}
    makes: dict[str, list[tuple[str, ...]]] = {}
    for section, entry in _entries():
        first, *rest = (key_of(word) for word in _WORD.findall(entry) if word not in _JOINED)
        if section == "words":
            words.add(first)
        else:
            (makes if section == "makes" else phrases).setdefault(first, []).append(tuple(rest))
    return _Things(frozenset(words), phrases, makes)


def _entries() -> Iterator[tuple[str, str]]:
    """(section, entry) of the shipped list."""
    section = ""
    for line in (DATA / "things.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            yield from ((section, entry.strip()) for entry in line.split(";") if entry.strip())
