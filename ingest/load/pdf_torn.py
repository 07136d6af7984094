"""Whether letters at the end of one line and at the beginning of the next are one word: no hyphen says so.

Asked where a cell's line is full. Russian is told by the dictionary, other languages by which letters follow which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.dictionary import is_russian
from ingest.load.garbled import pair_score

if TYPE_CHECKING:
    from collections.abc import Collection

_SHORT_LIST = (
    "а без бы в вид во все всё вы где да два для до дом его ее её еще ещё ею же за зав и из или им их ию к как "
    "ко код кто ли мая мы на над не ней нет ни них но о об он она они оно от по под при про раз руб с см со "
    "стр та так те тем тех той том тот ту тут ты у уж чей чем что эта эти это я a add age all an and any api are "
    "as at be but by can day do end for get has he her him his how i id if in is it its key log map me my new no not "
    "int str xml css php sql pdf csv job tag web app "
    "now of off old on one or our out per run see set she so sum tax the to too two up url us use via was we who why "
    "yes yet you au aux ce de des du en est et il la le les ne par pas qui sa se ses sur un une das dem den der des "
    "die ein für im ist mit sie und von vor zu zum zur al con del di el es las lo los per que una y"
)
_SHORT = frozenset(_SHORT_LIST.split())
"""Words of three letters or fewer that begin a line often; others so short are the rest of a word."""
_LIKELY = 3.5
"""So much likelier are letters within a word than at its ends: one in a hundred English words reaches it."""
_ENDING = re.compile(
    r"ations?|[a-z]?tions?|sions?|ments?|ness|ences?|ances?|ility|ically|[a-z]?tively|ously|[a-z]?tical|ative"
)
_NO_BEGINNING = re.compile(
    r"(?!(?:[bcfgkps]l|[bcdfgkptw]r|[cgprstw]h|[gk]n|s[cfkmnpqtvw]|[dt]w|ps|ts)[a-z])[bcdfghjklmnpqrstvwxz]{2}"
)
"""Consonants that begin no word of English."""
_LEAST = 4
_PATRONYMIC = re.compile(r"[А-ЯЁ][а-яё]+[оеё]в")


_SURNAME = re.compile(
    r"[А-ЯЁ][а-яё]{2,}(?:(?:[оеё]в|[иы]н)(?:а|у|ой|ым|е)?|[сц]к(?:ий|ого|ому|им|ая|ой|ую)|енко|ян|ук|юк|швили)"
)


class Written(NamedTuple):
    """What a document tells: words that stand within its lines, and whether its cells break words in any line.

    Most programs break a word only where it is wider than the cell, and leave nothing before it in its line.
    """

    words: Collection[str] = ()
    anywhere: bool = False


def is_torn(word: str, rest: str, alone: bool, written: Written) -> bool:
    """Whether `word`, which ends a full line, goes on with `rest`: runs of letters.

    `alone`: nothing stands before it in its line.
    """
    if not rest[0].islower() or not (word[-1].islower() or len(word) == 1):
        return False
    alone = alone or written.anywhere
    if len(word) > 1 and (rest[0] in "ъыь" or (len(rest) <= 3 and rest not in _SHORT)):
        return True
    if _is_cyrillic(word) and _is_cyrillic(rest):
        return _is_russian(word, rest, alone)
    return alone and _is_likely(word.lower(), rest, written.words)


def is_certain(word: str, rest: str, words: Collection[str]) -> bool:
    """Whether `word` and `rest` are one word and not two, whatever stands around them."""
    if not (word[-1].islower() and rest[0].islower() and len(rest) > 1):
        return False
    if _is_cyrillic(word) and _is_cyrillic(rest):
        return is_russian(word + rest) and not (is_russian(word) and is_russian(rest))
    return f"{word.lower()}{rest}" in words and not (word.lower() in words or rest in words)


def _is_likely(word: str, rest: str, words: Collection[str]) -> bool:
    if word + rest in words:
        return word not in words or rest not in words
    if len(word) < _LEAST or rest in _SHORT or (word in words and rest in words):
        return False
    if _ENDING.fullmatch(rest) or _NO_BEGINNING.match(rest):
        return True
    last, first = word[-1], rest[0]
    return pair_score(last + first) - pair_score(last + " ") - pair_score(" " + first) > _LIKELY


def _is_russian(word: str, rest: str, alone: bool) -> bool:
    words = is_russian(word) and is_russian(rest)
    if is_russian(word + rest):
        name = rest == "на" and _PATRONYMIC.fullmatch(word) is not None
        return not words or rest == "а" or (alone and (len(rest) > 3 or name))  # a comma is before "а"
    if not alone:
        return False
    if _SURNAME.fullmatch(word + rest) and not (is_russian(word) or _SURNAME.fullmatch(word)):
        return True
    if rest in _SHORT or is_russian(rest):
        return False
    return not is_russian(word) or len(word) == 1


def _is_cyrillic(text: str) -> bool:
    return all("а" <= char <= "я" or char == "ё" for char in text.lower())
