"""Whether text is in a language other than those that the measure of garbled letters knows, by its own letters. Pure.

Ą, ł and ż are Polish; a font that names Russian or English letters wrongly gives none of them, or letters of all
languages at once. So they must be some of the letters, no single slip, and nearly all of one language.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LATIN = [
    "ąćęłńóśźż",
    "çğıöşüâîû",
    "çəğıöşü",
    "áčďéěíňóřšťúůýž",
    "áäčďéíĺľňóôŕšťúýž",
    "áéíóöőúüű",
    "ăâîșțşţ",
    "čćđšž",
    "ąčęėįšųūž",
    "āčēģīķļņšūž",
    "äöåõüšž",
    "æøåéö",
]
"""Polish, Turkish, Azerbaijani, Czech, Slovak, Hungarian, Romanian, Croatian, Lithuanian, Latvian, Finnish and its
neighbours, Danish and Norwegian. French, German and their like are so near to English that the measure knows them."""
CYRILLIC = [
    "әғқңөұүһі",
    "ңөү",
    "әҗңөүһ",
    "әғҙҡңөҫүһ",
    "ғӣқӯҳҷ",
    "ғқҳў",
    "өү",
    "іїєґ",
    "іў",
    "ђјљњћџ",
    "ѓѕјљњќџ",
]
"""Kazakh, Kyrgyz, Tatar, Bashkir, Tajik, Uzbek, Mongolian, Ukrainian, Belarusian, Serbian, Macedonian."""
_USUAL = {
    "latin": frozenset("abcdefghijklmnopqrstuvwxyz"),
    "cyrillic": frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
}
_LEAST, _MOST, _OWN = 0.015, 0.45, 0.95
_KINDS, _OFTEN = 2, 0.02
"""So many of its letters, or one that is frequent."""
_VOWELS = frozenset("aeiouyıəæøœаеёиоуыэюяіїєәөұүӣӯ")
_SOUND = (0.3, 0.58)
"""Vowels among the letters of a language; where letters are shuffled there are mostly fewer."""
_WORD = re.compile(r"[^\W\d_]{4,}")
_HARSH = 0.08
"""Of the words that have no vowel, r or l: there are hardly any."""


def other_latin(folded: str) -> bool:
    """Whether the Latin letters of `folded` (small letters) are those of another language."""
    return _is_other(folded, "latin", LATIN)


def other_cyrillic(folded: str) -> bool:
    """As `other_latin`, of Cyrillic letters."""
    return _is_other(folded, "cyrillic", CYRILLIC)


def _is_other(folded: str, script: str, languages: list[str]) -> bool:
    text = unicodedata.normalize("NFC", folded)
    usual = _USUAL[script]
    letters = {char: count for char, count in Counter(text).items() if char.isalpha()}
    own = {
        char: count
        for char, count in letters.items()
        if char not in usual and unicodedata.name(char, "").startswith(script.upper())
    }
    special = sum(own.values())
    total = special + sum(count for char, count in letters.items() if char in usual)
    if not _LEAST * total < special < _MOST * total:
        return False
    kinds = max(
        ([char for char in own if char in language] for language in languages),
        key=lambda chars: sum(own[char] for char in chars),
    )
    if (len(kinds) < _KINDS and special < _OFTEN * total) or sum(
        own[char] for char in kinds
    ) < _OWN * special:
        return False
    words = [word for word in _WORD.findall(text) if all(char in usual or char in own for char in word)]
    return _sounds(words)


def _sounds(words: list[str]) -> bool:
    """Whether words can be spoken."""
    plain = [unicodedata.normalize("NFD", word) for word in words]
    letters = sum(map(len, words))
    vowels = sum(char in _VOWELS for word in plain for char in word)
    harsh = sum(not _VOWELS.union("rlр").intersection(word) for word in plain)
    return _SOUND[0] * letters < vowels < _SOUND[1] * letters and harsh <= _HARSH * len(words)
