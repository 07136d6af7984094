"""Words that Tesseract read in the wrong alphabet: "СВМ" for CRM, "npaBa" for права. Pure.

Reading Russian and English at once it keeps to the first that looks well enough, word by word, and Cyrillic and Latin
share half of their shapes. So what the words around make doubtful is read again from its own small picture, as Russian
alone and as English alone, and the better of both is taken where it is clearly better.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.load.garbled import SMALL_WORDS, word_score
from ingest.load.ocr.words import Guess, TextLine

MOST = 200
"""Doubtful words of a page that are read again."""
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?")
_SHAPES = frozenset("aABbcCeEHkKMmnoOprTtuxXyY36")
"""What English makes of Cyrillic letters."""
_ALIKE = str.maketrans("aAbBcCeEHkKMmnoOpPrTtuxXyY36", "аАьвсСеЕнкКмтпоОрРгттихХуУзб")
_ONES = dict(zip("aABcCoOkKyYuU", "аАВсСоОкКуУиИ", strict=True))
_ABBREVIATION = re.compile(r"(?=.*[А-ЯЁ].*[А-ЯЁ])[А-ЯЁ!$]{2,6}")
_MARKED = re.compile(r"[А-ЯЁ][!$]")
_TELLING = frozenset("FGIJLNQRUVWZ")
"""Capitals that no Cyrillic one is taken for."""
_ENOUGH = 12
_SURE, _SURER = 93.0, 3.0
_FAIR, _KNOWN = 80.0, 65.0
_POOR, _BETTER = -3.8, 0.8
_LOW = 0.62


Spot = tuple[int, int]
"""A word: the number of its line, and its own in the line."""


def doubtful(lines: Sequence[TextLine]) -> list[Spot]:
    """The words of a page that may be of the other alphabet, `MOST` at the most."""
    russian = _Around(lines)
    spots = [
        (at, number)
        for at, line in enumerate(lines)
        for number, word in enumerate(line.words)
        if _doubtful(word[0], russian((at, number)))
    ]
    return spots[:MOST]


def settled(
    lines: Sequence[TextLine], russian: Mapping[Spot, Guess], english: Mapping[Spot, Guess]
) -> tuple[TextLine, ...]:
    """The lines, each doubtful word as it most likely is; `russian` and `english` are what was read in its place."""
    around = _Around(lines)
    result = []
    for at, line in enumerate(lines):
        words = list(line.words)
        for number, word in enumerate(words):
            spot = at, number
            text = _lone(line, number, around(spot)) or word[0]
            if spot in russian and spot in english:
                text = _better(word[0], russian[spot], english[spot], around(spot)) or text
            words[number] = (text, *word[1:])
        changed = words != list(line.words)
        text = " ".join(word[0] for word in words)
        result.append(replace(line, text=text, words=tuple(words)) if changed else line)
    return tuple(result)


class _Around:
    """Whether the words around one are Russian: of its line, else of the lines beside it, else of the page."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._lines = lines
        counts = [(len(_CYRILLIC.findall(line.text)), len(_LATIN.findall(line.text))) for line in lines]
        self._counts = counts
        self._page = sum(cyrillic for cyrillic, _ in counts) >= sum(latin for _, latin in counts)

    def __call__(self, spot: Spot) -> bool:
        at, number = spot
        word = self._lines[at].words[number][0]
        cyrillic = self._counts[at][0] - len(_CYRILLIC.findall(word))
        latin = self._counts[at][1] - len(_LATIN.findall(word))
        if cyrillic + latin < _ENOUGH or 0.5 < cyrillic / max(1, latin) < 2:
            for beside in self._counts[max(0, at - 1) : at] + self._counts[at + 1 : at + 2]:
                cyrillic, latin = cyrillic + beside[0], latin + beside[1]
        return self._page if cyrillic + latin < _ENOUGH else cyrillic >= latin


def _doubtful(text: str, russian: bool) -> bool:
    core = _core(text)
    if not russian:
        return bool(_CYRILLIC.search(core))
    if core == "06":
        return True
    if _LATIN.search(core):
        parts = core.split("-")
        if len(core) == 1:
            return False
        return any(
            (_SHAPES.issuperset(part) and not part.isupper()) or _inner_capital(part) or len(parts) > 1
            for part in parts
        )
    if _ABBREVIATION.fullmatch(core.rstrip("!$") + ("!" if "!" in text else "")) or _ABBREVIATION.match(core):
        return True
    return any(len(part) > 2 and word_score(part) < _POOR for part in core.split("-"))


def _better(text: str, russian: Guess, english: Guess, around: bool) -> str:
    """What a word is instead of `text`; "" if that is not clear."""
    core, ours, theirs = _core(text), _core(russian.text), _core(english.text)
    if around and "-" in core:
        return _compound(text, ours, theirs)
    if not (ours or theirs) or " " in russian.text or " " in english.text:
        return ""
    if not around:
        fits = bool(theirs) and theirs.isascii() and english.sure >= min(_KNOWN, russian.sure - _SURER)
        if len(core) > 3 and russian.sure >= _FAIR and _is_cyrillic(core):
            fits = fits and word_score(theirs) > word_score(core)  # no "onucaHue" for описание
        return english.text if fits else ""
    if _LATIN.search(core) or core == "06":
        if not _is_cyrillic(ours):
            return ""
        if len(ours) <= 3:  # words so short are known all
            return russian.text if ours.casefold() in SMALL_WORDS and russian.sure >= _KNOWN else ""
        better = _inner_capital(core) or word_score(ours) > word_score(core) + _BETTER
        return russian.text if better and russian.sure >= _KNOWN else ""
    if not (theirs.isascii() and theirs.isalpha()):
        return ""
    if theirs.isupper() and core.isupper():
        lead = 0.0 if _MARKED.search(text) else _SURER  # "АР!" is hardly Russian
        clear = english.sure >= max(_SURE, russian.sure + lead) and bool(_TELLING.intersection(theirs))
        return english.text if clear and len(theirs) <= len(core) + 1 else ""
    better = word_score(theirs) > word_score(core) + _BETTER and not _SHAPES.issuperset(theirs)
    return english.text if better and english.sure >= max(_FAIR, russian.sure) else ""


def _compound(text: str, ours: str, theirs: str) -> str:
    """A word of parts in two alphabets, "root-права", part by part."""
    core = _core(text)
    parts = core.split("-")
    read = [those for one in (ours, theirs) if len(those := one.split("-")) == len(parts)]
    chosen = []
    for at, part in enumerate(parts):
        likely = [one for one in (part.translate(_ALIKE), *(those[at] for those in read)) if _is_word(one)]
        best = max(likely, key=word_score, default=part)
        clear = not _is_word(part) or word_score(best) > word_score(part) + _BETTER
        chosen.append(best if clear else part)
    return text.replace(core, "-".join(chosen))


def _lone(line: TextLine, number: int, russian: bool) -> str:
    """What a letter that stands alone is: "a" among Cyrillic words "а", a stroke among Latin ones "I"."""
    text, _, top, right, bottom = line.words[number]
    size = line.size or 1.0
    if not russian:
        if text.lstrip("\"'“‘«(") != "|" or not 0.55 < (bottom - top) / size < 1:
            return ""
        beside = line.words[number + 1 : number + 2]
        near = bool(beside) and beside[0][1] - right < 0.7 * size and bool(_LATIN.match(beside[0][0]))
        return text.replace("|", "I") if near and line.text.count("|") <= 2 else ""
    if text not in _ONES or number + 1 >= len(line.words) or not _CYRILLIC.match(line.words[number + 1][0]):
        return ""
    if (bottom - top) / size < _LOW:
        return _ONES[text].lower()
    begins = number == 0 or line.words[number - 1][0][-1:] in ".!?"
    return _ONES[text].upper() if begins else ""


def _core(text: str) -> str:
    """A word without the marks around it."""
    found = _CORE.search(text)
    return found[0] if found else ""


def _is_cyrillic(text: str) -> bool:
    return text.isalpha() and not _LATIN.search(text)


def _is_word(text: str) -> bool:
    """Whether it is letters of one alphabet, small ones after the first: of capitals the measure knows little."""
    return text[1:].isalpha() and text[1:].islower() and not (_CYRILLIC.search(text) and _LATIN.search(text))


def _inner_capital(text: str) -> bool:
    """Whether it is as "npaBa": capitals amid small letters that look like Cyrillic ones."""
    return any(a.islower() and b in "BHKMTX" for a, b in pairwise(text))
