"""Whether text is language: a measure for text layers whose letters are not what the page shows. Pure.

Files lack a map to Unicode, name the wrong code page, or carry what a bad OCR made. The measure is the mean
log-probability of a letter after the one before it, in Russian and English (`letter_pairs.json`, made by
`tools/letter_pairs.py`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple

from ingest.load.letter_swaps import gain
from ingest.load.odd_marks import MAX_CHARS, MIN_PAIRS, jumbled, outside
from ingest.load.other_letters import other_cyrillic, other_latin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

THRESHOLD = -3.3
"""Of 680 pages of Russian and English that can be read the lowest scores -2.95, of 1,348 garbled the highest -3.4."""
_DOUBTFUL, _GAIN = -2.95, 0.4
"""Where half of an alphabet is shuffled a page scores as little, and swaps of letters make it so much better.

Of 919 pages of Russian and English 1 scores so; Belarusian and German ones do, and gain at most .2.
"""
REPAIRED = -3.0
"""What a repaired text must score at least."""
_MUCH = 0.5
_WORST = -7.0
_JUDGED = 0.8
_OTHER = "?"
_SAME = tuple(zip("ёіїєґў", "еииегу", strict=True))
_WORD = re.compile(r"[^\W\d_]+")
_CODE, _LONGEST = re.compile(r"[\d/_=@\\]"), 29
"""Addresses, keys, encoded bytes: letters, and no words."""
_CYRILLIC = frozenset(map(chr, range(0x400, 0x530)))
_ENGLISH, _RUSSIAN = "abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_CP1251 = {
    wrong: right
    for code in range(0xC0, 0x100)
    for wrong, right in [(chr(code), bytes([code]).decode("cp1251"))]
} | {"¨": "Ё", "¸": "ё", "¹": "№"}
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "а без был в во все для до его ее если есть за и из или им их к как когда ко который мы на не него о об он "
        "она они от по под при с со так также то у что это a an and are as at be by for from has have if in is it "
        "may not of on or that the this to was were which will with you your",
    )
)
_FEW, _SHARE = 15, 0.15
_PLAIN_WORD = re.compile(r"(?<![\w@./:_-])[^\W\d_][^\W\d_A-ZА-ЯЁ]{3,19}(?![\w@/:_(-])")
_OURS = frozenset("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяё")
_FOREIGN = 0.005
_WRONG, _NONE = -3.4, -4.0
"""Of 776 pages of Russian and English at most 8 % of the letters are in words that score less, and 2.4 %."""
_MANY, _ALONE, _NONE_AT_ALL, _MOST = 0.15, 0.25, 0.2, 0.7
_SAMPLE, _SOME_WRONG = 50, 0.1
"""Of so many words less are wrong on nearly all pages: the others need not be looked at."""
_SPEECH = 0.09
"""Of words are small ones where somebody speaks English, and not where it is another language."""


class Alphabets(NamedTuple):
    """Log-probability of each pair of letters, a blank standing for the edge of a word; and all letters known."""

    pairs: dict[tuple[str, str], float]
    letters: frozenset[str]


@cache
def alphabets() -> Alphabets:
    """The trained measure."""
    made = json.loads(files("ingest.load").joinpath("letter_pairs.json").read_text("utf-8"))
    pairs, letters = {}, set()
    for alphabet, rows in made.items():
        letters.update(alphabet.strip())
        for first, row in zip(alphabet, rows, strict=True):
            for second, cost in zip(alphabet, row, strict=True):
                pairs[first, second] = (33 - ord(cost)) / 10
    return Alphabets(pairs, frozenset(letters))


def score(text: str) -> float | None:
    """Mean log-probability of the letter pairs of `text`, about -2.5 for language; None where it cannot be judged.

    Words in Cyrillic, in plain Latin and in Latin with accents are measured apart, and the worst counts: half a page of
    code must not hide that the rest is none. Judged is what has 100 pairs and a fifth of all, and only where 80 %
    of the letters are Latin or Cyrillic.
    """
    return min((_mean(line, alphabets().pairs) for line, _ in _parts(text)), default=None)


def _parts(text: str) -> list[tuple[str, str]]:
    """What of a text is judged, and the alphabet of each part."""
    known = alphabets()
    tokens = text[:MAX_CHARS].casefold().split()
    folded = _same(" ".join(one for one in tokens if len(one) <= _LONGEST and not _CODE.search(one)))
    letters = {char: count for char, count in Counter(folded).items() if char.isalpha()}
    judged = sum(count for char, count in letters.items() if char in known.letters or _of_ours(char))
    if judged < _JUDGED * sum(letters.values()) or not letters:
        return []
    parts: list[list[str]] = [[], [], []]
    for word in _WORD.findall(folded):
        parts[0 if word.isascii() else 1 if word[0] in _CYRILLIC or word[-1] in _CYRILLIC else 2].append(word)
    plain = {ord(char): _plain(char) for char in letters if char not in known.letters}
    lines = [f" {' '.join(part)} ".translate(plain) if part else " " for part in parts]
    least = max(MIN_PAIRS, 0.2 * sum(len(line) - 1 for line in lines))
    return [
        (line, (_ENGLISH, _RUSSIAN, _ENGLISH)[at]) for at, line in enumerate(lines) if len(line) - 1 >= least
    ]


def word_score(word: str) -> float:
    """As `score`, of a single word: about -2.5 for one of a language, below -4 for a jumble. Its script is one."""
    known = alphabets()
    return _mean(f" {_same(word.casefold())} ", known.pairs)


def pair_score(pair: str) -> float:
    """Log-probability of the second of two letters after the first; a blank stands for the edge of a word."""
    first, second = (
        _plain(char) if char not in alphabets().letters and char != " " else char
        for char in _same(pair.casefold())
    )
    return alphabets().pairs.get((first, second), _WORST)


def _same(folded: str) -> str:
    """`folded` with letters that the measure takes for one another."""
    for letter, other in _SAME:
        folded = folded.replace(letter, other)
    return folded


def _mean(line: str, known: Mapping[tuple[str, str], float]) -> float:
    return sum(map(known.get, pairwise(line), repeat(_WORST))) / (len(line) - 1)


def garbled(text: str) -> bool:
    """Whether a page's text is not what the page says: then it is to be read from the picture of the page."""
    return outside(text) or gibberish(text) or jumbled(text) or patchy(text)


def gibberish(text: str) -> bool:
    """Whether the letters of `text` make no words. Most pages show by their small words that they do."""
    words = text[:MAX_CHARS].lower().split()
    if sum(word in SMALL_WORDS for word in words) > max(_FEW, _SHARE * len(words)):
        return False
    known = alphabets().pairs
    low = [(line, of, measured) for line, of in _parts(text) if (measured := _mean(line, known)) < _DOUBTFUL]
    if not low:
        return False
    folded = text[:MAX_CHARS].casefold()
    other = {_ENGLISH: other_latin(folded), _RUSSIAN: other_cyrillic(folded)}
    return any(
        measured < THRESHOLD or gain(line, of, known, _WORST) > _GAIN
        for line, of, measured in low
        if not other[of]
    )


def patchy(text: str) -> bool:
    """Whether many words are none beside others that are: fonts on a page differ in what they tell of their letters.

    Judged are words in small letters, Cyrillic and Latin apart, and no alphabet with letters of other languages.
    """
    words = _PLAIN_WORD.findall(text, 0, MAX_CHARS)
    some = words[:: max(1, len(words) // _SAMPLE)]
    if sum(word_score(word) < _WRONG for word in some) < _SOME_WRONG * len(some):
        return False
    latin: list[str] = []
    cyrillic: list[str] = []
    for word in words:
        (cyrillic if word[1] in _CYRILLIC else latin).append(word)
    least = max(MIN_PAIRS, 0.2 * sum(map(len, latin + cyrillic)))
    every = text[:MAX_CHARS].casefold().split()
    english = sum(word in SMALL_WORDS for word in every) > _SPEECH * len(every)
    return _wrong(cyrillic, least, _ALONE) or _wrong(latin, least, _ALONE if english else 1.0)


def _wrong(words: Sequence[str], least: float, alone: float) -> bool:
    """Whether many letters are in wrong words: more than `alone` of them, or most of those in words that are none.

    Names and words of other languages are a bit wrong each; what is substituted is so beyond doubt.
    """
    letters = sum(map(len, words))
    if letters < least or sum(char not in _OURS for char in "".join(words).casefold()) > _FOREIGN * letters:
        return False
    scores = [(word_score(word), len(word)) for word in words]
    wrong = sum(size for measured, size in scores if measured < _WRONG)
    none = sum(size for measured, size in scores if measured < _NONE)
    beyond_doubt = none > min(_MOST * wrong, _NONE_AT_ALL * letters)
    return wrong > alone * letters or (wrong > _MANY * letters and beyond_doubt)


def repaired(text: str) -> str | None:
    """The text of a page whose cp1251 was taken for Latin-1, set right; None if it is not such a page."""
    before = score(text)
    if before is None or before >= REPAIRED:
        return None
    better = mended(text)
    after = score(better)
    return better if after is not None and after >= max(REPAIRED, before + _MUCH) else None


def mended(text: str) -> str:
    """`text` with letters that are cp1251 taken for Latin-1 as what they are; others stay."""
    return "".join(_CP1251.get(char, char) for char in text)


def _of_ours(char: str) -> bool:
    return unicodedata.name(char, "").startswith(("LATIN", "CYRILLIC"))


def _plain(char: str) -> str:
    """A letter without its accent, where that is of our alphabets."""
    base = unicodedata.normalize("NFD", char)[0]
    return base if base in alphabets().letters else _OTHER
