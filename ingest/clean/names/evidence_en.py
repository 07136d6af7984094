"""Which finds of the tagger are believed: documentation is full of capitals that are no names.

What a writer tells by (initials, a title, a list of names, an uncommon word) is evidence; the tagger alone is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import NamedTuple

from ingest.clean.names.kinds import Kinds

_PARTICLES = "van von der den de del della di da dos das du la le bin ibn al el st y e zu ten ter"
PARTICLES = frozenset(_PARTICLES.split())
_SUFFIXES = "jr sr ii iii iv esq phd md"
SUFFIXES = frozenset(_SUFFIXES.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")

_COMPANY = (
    "Group|Bank|Motors?|Company|Corporation|University|College|Institute|Foundation|Hospital|Clinic|School|"
    "Consulting|Holdings?|Partners|Associates|Industries|Enterprises|Solutions|Technologies|Systems|Logistics|"
    "Airlines|Hotel|Trust|Museum|Library|Church|Stadium|Airport|Bros|Brothers|Studios?|Records|Labs?|Securities|"
    "Insurance|Capital|Media"
)
_STREET = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Boulevard|Blvd|Square|Court|Place|Way|Bridge|Terrace|Plaza|Highway|"
    "Hwy|Parkway|Crescent|Park|County|Island|River|Lake|Bay|Valley|Beach"
)
_EPONYM = (
    "algorithm|theorem|method|law|distribution|filter|transform|transformation|sort|distance|coefficient|model|"
    "matrix|equation|constant|numbers?|sequence|function|test|process|tree|tables?|code|coding|conjecture|formula|"
    "notation|curve|correction|kernel|index|statistic|estimator|smoothing|sampling|series|polynomials?|inequality|"
    "effect|scale|diagram|chart|windows?|tours?|rule|rules|spectrograms?|graph|graphs|quadrature|loss|optimizer|"
    "criterion|approximation|decomposition|factorization|integral|operator|product|norm|space|kernel|prior|process"
)
NOT_OF_A_PERSON = re.compile(
    r",? (?:Inc|Ltd|LLC|LLP|Corp|GmbH|PLC|Plc|AG|S\.A|SA|BV|NV|Oy|AB|Co|Limited|Incorporated|Corporation|Company)\b"
    r"|,? (?:&|and) (?:Sons?|Co|Company|Partners|Associates|Brothers|Daughters)\b"
    rf"|(?: [A-Z][a-z]+)? (?:{_COMPANY}|{_STREET})\b"
    rf"|(?:['’]s)? (?:{_EPONYM})\b"
)
"""Right behind a name: it is that of a company, a place, a method or a law."""

_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|Capt|Lt|Col|Sgt|Rev|MR|MRS|MS|DR|mr|mrs|ms|dr|prof|Miss|Mister|Professor|Madam|"
    "Judge|Senator|Captain|Colonel|Sir|Lady|Lord|Rabbi|Doctor|Engineer"
)
TITLE = re.compile(rf"\b(?:{_TITLES})\b\.?[ \n]+$")
_GREETING = (
    "dear|hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|regards|sincerely|cheers|this is|i am|"
    "i['’]?m|it is|it['’]?s|under|name is|name['’]s|call(?:ed|s)? (?:me|him|her)|named (?:him|her)"
)
_KIN = (
    "wife|husband|brother|sister|son|daughter|mother|father|mom|dad|boss|manager|colleague|doctor|friend|partner|"
    "director|assistant|secretary|lawyer|accountant"
)
_LABEL = (
    "contact(?: person)?|name|surname|client|customer|employee|manager|director|owner|author|assignee|reporter|"
    "responsible|attn|signed|signature|approved by|prepared by|reviewed by|signed by|from|to|cc|patient|tenant|"
    "landlord|recipient|beneficiary|cardholder|passenger|guest|driver|student|candidate|sender|user"
)
CUE = re.compile(
    rf"\b(?:(?:{_GREETING}|(?:my|his|her|our) (?:{_KIN})),?|(?:{_LABEL}):)[ \n]+$", re.IGNORECASE
)
"""Before a name: a greeting, a relation, a label."""


class Find(NamedTuple):
    """`text[start:end]` may be a name; `sure` is the tagger's probability, 1 for a rule's find."""

    start: int
    end: int
    sure: float


def words_of(name: str) -> list[str]:
    """The words of a name, initials with their point: J., Smith."""
    return [word if len(word) == 2 and word[1] == "." else word.rstrip(".") for word in _WORD.findall(name)]


def is_initial(word: str) -> bool:
    """J. or a single capital."""
    return len(word.rstrip(".")) == 1 and word[0].isupper()


class Evidence:
    """Judges the finds of one document. `lower` are its words that are written in lower case somewhere."""

    def __init__(self, text: str, kinds: Kinds, lower: Set[str]) -> None:
        self._text = text
        self._kinds = kinds
        self._lower = lower

    def is_persons(self, find: Find) -> bool:
        """Tells whether `find`, told by its form, is of no company, street or law."""
        return NOT_OF_A_PERSON.match(self._text, find.end) is None

    def is_name(self, find: Find, *, foreign: bool = False) -> bool:
        """Tells whether `find` is a person; `foreign`: among Russian words Latin letters mostly mean a product."""
        text = self._text
        if NOT_OF_A_PERSON.match(text, find.end):
            return False
        words = words_of(text[find.start : find.end])
        initials = [word for word in words if is_initial(word)]
        kinds = [
            self._kinds[word]
            for word in words
            if not is_initial(word) and word.lower() not in PARTICLES | SUFFIXES
        ]
        if not kinds or "-" in kinds:
            return False
        before = text[max(0, find.start - 40) : find.start]
        titled = TITLE.search(before) is not None
        cued = titled or CUE.search(before) is not None
        if len(kinds) == 1 and not initials:
            return self._is_single(words[0], kinds[0], find.sure, titled=titled, cued=cued, foreign=foreign)
        return self._are_several(words, kinds, find.sure, cued=cued, foreign=foreign)

    def _is_single(
        self, word: str, kind: str, sure: float, *, titled: bool, cued: bool, foreign: bool
    ) -> bool:
        small, shouted = word.islower(), word.isupper()
        if titled:
            return kind in "nub" or (kind == "c" and not small and sure > 0.9)
        if foreign or kind in "cp" or (shouted and (kind != "n" or len(word) < 5 or not cued)):
            return False
        if kind == "n":
            return sure >= (0.3 if cued else 0.5 if not small else 0.6)
        if kind == "b":
            return sure >= (0.6 if cued else SINGLE_B) and not small
        if cued:
            return sure >= 0.5 and (not small or len(word) > 3)
        return sure >= SINGLE_U and not small and word.lower() not in self._lower

    def _are_several(
        self, words: Sequence[str], kinds: Sequence[str], sure: float, *, cued: bool, foreign: bool
    ) -> bool:
        if len(kinds) < len(words) and any(map(is_initial, words)):
            return any(kind in "nub" for kind in kinds) and sure >= 0.4
        if foreign and not ("n" in kinds and all(kind in "nub" for kind in kinds)):
            return False
        if all(word.islower() for word in words) and not cued:
            return sure >= (0.5 if set(kinds) == {"n"} else 0.9) and "n" in kinds and set(kinds) <= {"n", "u", "b"}
        if "n" in kinds:
            return sure >= (0.4 if "c" not in kinds and "p" not in kinds else 0.75)
        if "c" in kinds or "p" in kinds:
            return cued and sure >= 0.9
        if "u" in kinds:
            return sure >= (0.5 if cued else 0.7)
        return sure >= (0.5 if cued else 0.8)


SINGLE_U = 0.85
SINGLE_B = 0.95
