"""Words as characters of a sketch: hashed, but what kind they are of is told. Pure."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import Final

NUMBERS: Final = 0x2000
"""A word is a character: from here on a number."""
WORDS: Final = 0x6000
"""From here on words without a digit, those with one stem side by side: see `stem_of`.

The last 8 bits of numbers and words are a sum over letters, so that the pieces of one are known: see `are_pieces`.
"""
STEMS: Final = 120
_FORMS = 256
_ORDERS = 61
"""A prime, and no more than there is room for between `NUMBERS` and `WORDS`."""
END: Final = WORDS + STEMS * _FORMS
"""The first that is no word. What follows could not be packed: UTF-16 has a meaning of its own for it."""
VALUES: Final = 0x10000
"""From here on masked values, 20 bits of each: with so many two of one text are hardly ever one character."""
_FIRST_VALUE = chr(VALUES)
_VALUE: Final = re.compile(f"[{_FIRST_VALUE}-\U0010ffff]")


class Stem(IntEnum):
    """Stems that words have by what they tell, not by their letters."""

    DENIAL = 0
    """It denies or restricts: "not", "only"."""
    OPPOSITE = 1
    """Another says the contrary: "before", "after"."""
    FACT = 2
    """Others of its kind tell something else: "Tuesday", "seven"."""


def is_number(word: str) -> bool:
    """Whether a digit is in it, or a tick before it."""
    return NUMBERS <= ord(word) < WORDS


def stem_of(word: str) -> int | None:
    """What the forms of one word have in common; None for numbers, masked values and what states a fact as they do."""
    stem = _stem(word)
    return None if stem in {Stem.OPPOSITE, Stem.FACT} else stem


def _stem(word: str) -> int | None:
    return (ord(word) - WORDS) // _FORMS if WORDS <= ord(word) < END else None


def masked_in(run: str) -> list[str]:
    """The masked values of a text, as often as they occur."""
    return _VALUE.findall(run)


def blind(run: str) -> str:
    """A text with one character for all its masked values: the same whatever keys them."""
    return _VALUE.sub("\0", run)


def are_pieces(run: str, word: str) -> bool:
    """Whether some words may be one, cut: true of those that are, and of 1 in 256 that are not."""
    if max(run + word) >= _FIRST_VALUE:
        return False
    return (sum(map(ord, run)) - ord(word)) % _FORMS == 0


def word_code(stem: int, letters: int) -> int:
    """The character of a word without digits: by a hash of its first letters, and the sum of those of all."""
    return WORDS + (len(Stem) + stem % (STEMS - len(Stem))) * _FORMS + letters % _FORMS


def telling_code(stem: Stem, letters: int) -> int:
    """The character of a word that has its stem by what it tells."""
    return WORDS + stem * _FORMS + letters % _FORMS


def is_negation(word: str) -> bool:
    """Whether it denies or restricts what it stands by."""
    return _stem(word) == Stem.DENIAL


def is_opposite(word: str) -> bool:
    """Whether another word says the contrary, as "before" of "after"; what denies is one of them."""
    return _stem(word) in {Stem.DENIAL, Stem.OPPOSITE}


def is_fact(word: str) -> bool:
    """Whether it is a day, a colour, a place, a number in letters: others of its kind tell something else."""
    return _stem(word) == Stem.FACT


def number_code(word: str, letters: int) -> int:
    """The character of a word with digits: by the order of its characters, and the sum of the hashes of them.

    Two of its digits that change places always make another one, as ten to no power below 60 is 1 modulo 61.
    """
    order = 0
    for character in word:
        order = (order * 10 + ord(character)) % _ORDERS
    return NUMBERS + order * _FORMS + letters % _FORMS
