"""Words of a text as policy rules compare them: stems with places, blind to case, ё, hyphens and look-alikes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from index.stem import stem
from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:\0+[^\W_]+)*")
_HUMP = re.compile(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])")
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n *(?=[^\W\d_])")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+(?![^\W\d_])")
_LATIN = "AaBCcEeHKkMmOoPpTXxyu"
_CYRILLIC = "АаВСсЕеНКкМмОоРрТХхуи"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_HAS_CYRILLIC = re.compile("[а-яА-ЯёЁ]")
_HAS_LATIN = re.compile("[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as its stem; it is `text[start:end]`. `compound`: two words with their hyphen, which also stand alone."""

    stem: str
    start: int
    end: int
    compound: bool = False


SMALL = frozenset(
    re.findall(
        r"\w+",
        "для по за от до к ко с со в во на и или о об у из при the a an of for to with and or by per in on",
    )
)
"""Words that neither a phrase nor the text between its words counts by."""

WHOLE = "="
"""Begins a field that is a whole label: "=опт" is not in "Опт и розница"."""
_UNITS = frozenset(
    [
        "руб",
        "р",
        "рубл",
        "коп",
        "тыс",
        "млн",
        "процент",
        "usd",
        "eur",
        "gbp",
        "rub",
        "без",
        "ндс",
        "vat",
        "ex",
        "шт",
        "ед",
        "pcs",
        "unit",
        "month",
        "мес",
        "net",
        "gross",
    ]
)

Part = tuple[str, bool]
"""A stem, or the beginning of a word and True."""


def words(text: str) -> list[Word]:
    """The words of `text` with their stems and places. A word parted by a hyphen at a line's end is one."""
    found: list[Word] = []
    shape = fold(text)
    if "-\n" in shape:  # equally long: what parts the halves is taken out of the word again
        shape = _BROKEN.sub(lambda match: "\0" * len(match[0]), shape)
    last = ""
    for match in _WORD.finditer(shape):
        word, start = match[0].replace("\0", ""), match.start()
        if found and found[-1].end == start - 1 and shape[start - 1] == "-" and (last + word).isalpha():
            found.append(Word(_stem(word), start, match.end()))
            found.append(Word(_stem(last + word), found[-2].start, match.end(), compound=True))
        elif (
            len(word) < len(match[0]) or word.islower() or word.isdigit() or word.istitle() or word.isupper()
        ):
            found.append(Word(_stem(word), start, match.end()))
        else:
            for piece in _HUMP.split(word):  # purchasePrice
                found.append(Word(_stem(piece), start, start + len(piece)))
                start += len(piece)
        last = word
    return found


def stems(text: str) -> frozenset[str]:
    """The stems of `words`, without their places: some times as quick."""
    shape = fold(text)
    if "-\n" in shape:
        shape = _BROKEN.sub("", shape)
    if "-" in shape:
        shape = " ".join((shape, *(match[0].replace("-", "") for match in _COMPOUND.finditer(shape))))
    return frozenset(map(_stem, set(_WORD.findall(_HUMP.sub(" ", shape)))))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not word.isascii() and _HAS_LATIN.search(word) and _HAS_CYRILLIC.search(word):
        word = word.translate(_TO_CYRILLIC)
    return stem(word.casefold().replace("ё", "е"))


def phrase_of(text: str) -> tuple[Part, ...]:
    """The parts of a rule's phrase without small words; `закуп*` is the beginning of a word."""
    parts: list[Part] = []
    small: list[Part] = []
    for match in re.finditer(r"([^\W_]+)(\*?)", fold(text)):
        plain = match[1].casefold().replace("ё", "е")
        part = (plain, True) if match[2] else (_stem(match[1]), False)
        (small if plain in SMALL and not match[2] else parts).append(part)
    return tuple(parts or small)


def variants(text: str) -> list[tuple[Part, ...]]:
    """The ways to write a phrase: as it is, two words also the other way round or glued (a hyphen or blank lost)."""
    parts = phrase_of(text)
    if len(parts) != 2:
        return [parts]
    found: list[tuple[Part, ...]] = [parts, parts[::-1]]
    glued = re.findall(r"[^\W_]+", text)
    if len(glued) == 2 and not any(begins for _, begins in parts):
        found.append(phrase_of("".join(glued)))
    return found


def holds(parts: Sequence[Part], label: Sequence[Word]) -> bool:
    """Whether a label - a column's head, a heading - has all parts of a phrase, in any order."""
    return all(any(_fits(part, word.stem) for word in label) for part in parts)


def is_whole(parts: Sequence[Part], label: Sequence[Word]) -> bool:
    """Whether a label is a phrase and nothing else but units."""
    rest = [word.stem for word in label if word.stem not in SMALL and word.stem not in _UNITS]
    return 0 < len(rest) <= len(parts) and all(any(_fits(part, stem) for stem in rest) for part in parts)


def _fits(part: Part, word: str) -> bool:
    return word.startswith(part[0]) if part[1] else word == part[0]
