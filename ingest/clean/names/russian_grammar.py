"""What a Russian word may be in grammar: part of speech, case, gender."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ingest.dictionary import analyzer


class Reading(NamedTuple):
    """Part of speech, case and gender as OpenCorpora calls them, "" for none; an imperative is "IMPR"."""

    part: str
    case: str
    gender: str


class Grammar(NamedTuple):
    """The `readings` of a word in the singular, likeliest first; its lemmas; whether it may be what lives."""

    readings: tuple[Reading, ...]
    lemmas: frozenset[str]
    animate: bool


@lru_cache(maxsize=5_000)
def grammar_of(word: str) -> Grammar:
    """What `word`, in any case of letters, may be; pronouns have no readings."""
    parses = analyzer().parse(word.lower())
    readings = (
        Reading(
            "IMPR" if "impr" in parse.tag else str(parse.tag.POS),
            str(parse.tag.case or ""),
            str(parse.tag.gender or ""),
        )
        for parse in parses
        if "plur" not in parse.tag and "Apro" not in parse.tag
    )
    return Grammar(
        tuple(readings),
        frozenset(parse.normal_form.replace("ё", "е") for parse in parses),
        any("anim" in parse.tag and "NOUN" in parse.tag for parse in parses),
    )


@lru_cache(maxsize=5_000)
def is_verb(word: str) -> bool:
    """Whether `word` is first of all a verb in a finite form, or says what was done: «подпишет», «принято»."""
    tag = analyzer().parse(word.lower())[0].tag
    return str(tag.POS) in {"VERB", "PRTS"}
