"""What may stand as a value where a label calls for a person's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.clean.names.name_labels import NOT_NAMES, STRONG, WEAK, WHOLE
from ingest.clean.names.russian_words import NAME, Kind, kind_of

Place = tuple[int, int]
"""(start, end) in the text."""
Judge = Callable[[str], bool]

MOST = 45
"""Characters of a label or a name."""
_PART = (
    r"(?:[A-ZÀ-ÞА-ЯЁІЇЄ](?:[^\W\d_]|['’])+(?:-[^\W\d_](?:[^\W\d_]|['’])*)*|[A-ZА-ЯЁ]\.(?:-?[A-ZА-ЯЁ]\.)*"
    r"|van|von|der|de|da|del|bin|al|оглы|кызы|угли)"
)
NAME_VALUE = re.compile(rf"{_PART}(?:,? {_PART}|(?<=\.){_PART}){{0,4}}")
_TURNED = re.compile(r"[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?, [A-Z][^\W\d_]{2,}(?: [A-Z]\.)?")
"""Surname, Given."""


def calls_a_name(label: str) -> bool:
    """Whether `label`, as `plain` writes it, may call for a person's name."""
    return bool(STRONG.fullmatch(label) or WHOLE.fullmatch(label) or WEAK.fullmatch(label))


def judge_of(label: str) -> Judge | None:
    """What a value behind `label`, as `plain` writes it, must be; None if it leaves doubt whether it is a person's."""
    if STRONG.fullmatch(label):
        return is_name_value
    return is_likely_name if WHOLE.fullmatch(label) else None


def is_name_value(value: str) -> bool:
    """Whether `value` has the form of a name and is no word that stands in its place."""
    if not NAME_VALUE.fullmatch(value) or len(value) > MOST:
        return False
    words = re.findall(r"[^\W\d_]{2,}", value.lower())
    return bool(words) and not NOT_NAMES.intersection(words)


def is_likely_name(value: str) -> bool:
    """The same, and some word of it is or may be part of a name, and none is of a company."""
    if not is_name_value(value):
        return False
    words = re.findall(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*", value)
    if re.search("[А-Яа-яЁё]", value):
        return any(kind & (NAME | Kind.POSSIBLE) or not kind for kind in map(kind_of, words))
    kinds = _english_kinds(words)
    return "-" not in kinds and not set("nbu").isdisjoint(kinds) and kinds != "u"


def begins_with_given(value: str) -> bool:
    """Whether the first word of `value` is a given name, or stands before one behind a comma."""
    if _TURNED.fullmatch(value):
        return True
    first = re.match(r"[^\W\d_]+", value)
    if first is None:
        return False
    if not first[0].isascii():
        return bool(kind_of(first[0]) & Kind.GIVEN)
    from ingest.clean.names import english

    kinds = english.load().kinds
    return kinds[first[0]] in "nb" and kinds.may_be_given(first[0])


def is_filler(value: str) -> bool:
    """Whether a word of `value` stands where a name is missing or described."""
    return not NOT_NAMES.isdisjoint(re.findall(r"[^\W\d_]{2,}", value.lower()))


def _english_kinds(words: Sequence[str]) -> str:
    from ingest.clean.names import english

    kinds = english.load().kinds
    return "".join(kinds[word] for word in words)
