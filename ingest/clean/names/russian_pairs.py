"""A given name with a surname that is a word as well, without a patronymic: «Анна Сорока», «Сорока Анна»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.clean.names.russian_beside import is_role
from ingest.clean.names.russian_files import surnames
from ingest.clean.names.russian_forms import Found, Token, inside_sentence, is_short, is_subject
from ingest.clean.names.russian_grammar import grammar_of
from ingest.clean.names.russian_things import is_kind_of_thing
from ingest.clean.names.russian_words import Kind, is_name, word_of
from ingest.clean.names.staff_labels import UNITS

_ENDS = re.compile(r" ?(?:$|[,;:|\n()/.!?]| [—–-] )")


def surnames_beside_given(text: str, tokens: Sequence[Token]) -> Iterator[Found]:
    """Pairs of a given name and a word that stands as a surname does: in the singular, in the same case.

    Behind the given name a capital is enough, for it has no other reason; before it, inside a sentence, or where the
    word is of what lives, or nothing but the two stands there.
    """
    for one, two in pairwise(tokens):
        if text[one.end : two.start] != " ":
            continue
        if (_is_given(text, one) and _stands_behind(text, one, two)) or (
            _is_given(text, two) and _stands_before(text, one, two)
        ):
            yield Found(one.start, two.end)


def _is_given(text: str, token: Token) -> bool:
    return (
        bool(token.kind & Kind.GIVEN)
        and not token.kind & Kind.PLACE
        and not is_short(text[token.start : token.end])
    )


def _is_word(text: str, token: Token) -> bool:
    """Whether `token` is a common word that neither a role nor a department nor a kind of thing is called by."""
    word = text[token.start : token.end]
    if is_name(token.kind) or not token.kind & Kind.COMMON or is_short(word) or "-" in word or len(word) < 3:
        return False
    return word.lower().replace("ё", "е") not in UNITS and not is_kind_of_thing(word) and not is_role(word)


def _stands_behind(text: str, given: Token, word: Token) -> bool:
    if not _is_word(text, word) or not _agree(text, given, word):
        return False
    if is_name(given.kind):
        return True
    return _is_listed(text[word.start : word.end]) and (
        is_subject(text, word.end)
        or _ENDS.match(text, word.end) is not None
        or text[max(0, given.start - 2) : given.start - 1].isalpha()
    )


def _stands_before(text: str, word: Token, given: Token) -> bool:
    if not is_name(given.kind) or not _is_word(text, word) or not _agree(text, given, word):
        return False
    if inside_sentence(text, word.start):
        return True
    name = text[word.start : word.end]
    if grammar_of(name).animate:
        return True
    return _is_listed(name) and _ENDS.match(text, given.end) is not None


def _is_listed(word: str) -> bool:
    read = grammar_of(word)
    return read.animate or any(lemma in surnames() for lemma in (word.lower(), *read.lemmas))


def _agree(text: str, given: Token, word: Token) -> bool:
    """Whether the two are in the same case; a surname of a woman that ends as men's do stays as it is."""
    name = text[given.start : given.end]
    cases = {case for _, case, _ in grammar_of(name).readings if case}
    lemma = word_of(name).given
    female = lemma[-1:] in {"а", "я"}
    for part, case, gender in grammar_of(text[word.start : word.end]).readings:
        if part == "ADJF" and case in cases and gender in {"femn" if female else "masc", ""}:
            return True
        if part == "NOUN" and (case in cases or (case == "nomn" and female and gender == "masc")):
            return True
    return False
