"""Which finds of the tagger are believed: documentation is full of capitals that are no names.

What a writer tells by (initials, a title, a list of names, an uncommon word) is evidence; the tagger alone is not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

from ingest.clean.names.english_things import (
    are_things,
    is_addressed,
    is_of_a_thing,
    is_used_as_a_thing,
)
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
    rf"|(?: [A-Z][a-z]+){{0,2}} (?:{_COMPANY}|{_STREET})\b"
    rf"|(?:['’]s)? (?:{_EPONYM})(?:e?s)?\b"
)
"""Right behind a name: it is that of a company, a place, a method or a law."""

_TITLES = (
    "Mr|Mrs|Ms|Mx|Dr|Prof|Messrs|Capt|Lt|Col|Sgt|Rev|MR|MRS|MS|DR|mr|mrs|ms|dr|prof|Miss|Mister|Professor|Madam|"
    "Judge|Senator|Captain|Colonel|Sir|Lady|Lord|Rabbi|Doctor|Engineer"
)
TITLE = re.compile(rf"\b(?:{_TITLES})\b\.?[ \n]+$")
_GREETING = (
    "dear|hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|regards|sincerely|cheers|this is|i am|"
    "(?:re)?assigned (?:to|from)|escalated to|heard (?:back )?from|handed (?:over )?to|seconded by|"
    "i['’]?m|it is|it['’]?s|under|name is|name['’]s|call(?:ed|s)? (?:me|him|her)|named (?:him|her)"
)
_KIN = (
    "wife|husband|brother|sister|son|daughter|mother|father|mom|dad|boss|manager|colleague|doctor|friend|partner|"
    "director|assistant|secretary|lawyer|accountant"
)
_LABEL = (
    "contact(?: person)?|name|surname|client|customer|employee|manager|director|owner|author|assignee|reporter|"
    "responsible|action|attn|signed|signature|approved by|prepared by|reviewed by|signed by|from|to|cc|patient|tenant|"
    "landlord|recipient|beneficiary|cardholder|passenger|guest|driver|student|candidate|sender|user|"
    "member|guardian|next of kin|applicant|resident|attendee|policy ?holder|payer|payee|donor|witness|keeper|holder"
)
CUE = re.compile(
    rf"\b(?:(?:{_GREETING}|(?:my|his|her|our) (?:{_KIN})),?|(?:{_LABEL})(?::| [—–]))[ \n]+$", re.IGNORECASE
)
"""Before a name: a greeting, a relation, a label."""


_PERSONAL = re.compile(
    r"(?i:\b(?:he|she|his|her|him|hers|himself|herself|i['’]m|who|says?|said|told|asked|spoke|mom|dad|wife|husband|sons?|"
    r"daughters?|brothers?|sisters?|friends?|born|married|colleague|lives?|mr|mrs|ms)\b)|\b(?:I|[Mm]e|[Mm]y)\b"
)
_OTHERS = re.compile(
    r"\b(?:he|she|his|her|him|hers|himself|herself|who|husband|wife|born|married|friend|mr|mrs|ms)\b",
    re.IGNORECASE,
)
_NEAR = 80
_MOST_MENTIONS = 3
"""What is on no list and comes more often, never near words about people, is a product."""
_QUOTE = re.compile(r"[\"'’”»]")
"""A word in quotes and small letters is a value."""
_LISTED = re.compile(r",? (?:(?:and|or|&) )?|\n[-*•] ?")
"""Between two names of a list."""
_SAYS = re.compile(r" ?(?:[(\[][^()\[\]\n]{1,30}[)\]])?: ")
_IN_A_CHAT = re.compile(r"\d\] $")
_IN_A_LIST = 1.5
_NEVER = 2.0
"""What no probability reaches; a list with a person lifts the first."""


class Find(NamedTuple):
    """`text[start:end]` may be a name; `sure` is the tagger's probability, more than .9 for a rule's find."""

    start: int
    end: int
    sure: float


_SINGLE = {"n": (0.4, 0.3, 0.3), "u": (0.7, 0.45, 0.4), "b": (0.85, 0.55, 0.5)}
"""How sure the tagger must be of a single word: anywhere, near words about people, right behind a cue."""
_SEVERAL = {"n": (0.4, 0.3, 0.3), "u": (0.55, 0.4, 0.35), "b": (0.65, 0.4, 0.3), "nc": (0.5, 0.4, 0.3)}
"""The same of several words; nc: a listed name and a common word."""
_SMALL = {"n": (0.6, 0.4, 0.35), "u": (_IN_A_LIST, 0.75, 0.5), "b": (_IN_A_LIST, 0.85, 0.6)}
_SMALL_SEVERAL = {"n": (0.5, 0.4, 0.3), "u": (0.9, 0.5, 0.4), "b": (0.95, 0.6, 0.4)}
"""The same of words in small letters."""


def words_of(name: str) -> list[str]:
    """The words of a name, initials with their point: J., Smith."""
    return [word if len(word) == 2 and word[1] == "." else word.rstrip(".") for word in _WORD.findall(name)]


def is_initial(word: str) -> bool:
    """J. or a single capital."""
    return len(word.rstrip(".")) == 1 and word[0].isupper()


class Evidence:
    """Judges the finds of one document.

    `counts` are its words as they are written, and how often; `kept` the words of product names in small letters:
    no name is made of them alone.
    """

    def __init__(
        self, text: str, kinds: Kinds, counts: Mapping[str, int], kept: Set[str] = frozenset()
    ) -> None:
        self._text = text
        self._kinds = kinds
        self._counts = counts
        self._kept = kept

    def is_persons(self, find: Find) -> bool:
        """Tells whether `find`, told by its form, is of no company, street or law."""
        text, start, end = self._text, find.start, find.end
        if NOT_OF_A_PERSON.match(text, end):
            return False
        name = text[start:end]
        listed = "," not in name and are_things(name, words_of(name))
        if not (listed or is_of_a_thing(text, start, end, self._kinds.may_be_given)):
            return True
        titled = TITLE.search(text[max(0, start - 40) : start])
        return titled is not None or is_addressed(text, start, end)

    def believed(self, finds: Sequence[Find], *, foreign: bool) -> list[Find]:
        """The finds of one sentence that are persons: by their own evidence, or in a list with one that is.

        `foreign`: the sentence is Russian, where Latin letters mostly mean a product.
        """
        needs = [self._needed(find, foreign=foreign) for find in finds]
        taken = [find.sure >= need for find, need in zip(finds, needs, strict=True)]
        for order in (range(1, len(finds)), range(len(finds) - 2, -1, -1)):
            for place in order:
                other = place - 1 if order.step > 0 else place + 1
                if taken[other] and not taken[place] and needs[place] < _NEVER:
                    one, two = sorted((finds[place], finds[other]))
                    taken[place] = _LISTED.fullmatch(self._text, one.end, two.start) is not None
        return [find for find, is_taken in zip(finds, taken, strict=True) if is_taken]

    def _needed(self, find: Find, *, foreign: bool) -> float:
        """How sure the tagger must be of `find`; more than 1 if nothing would do."""
        text = self._text
        words = words_of(text[find.start : find.end])
        full = [word for word in words if not is_initial(word) and word.lower() not in PARTICLES | SUFFIXES]
        kinds = {self._kinds[word] for word in full}
        if not kinds or "-" in kinds or NOT_OF_A_PERSON.match(text, find.end):
            return _NEVER
        if self._kept:
            rest = [word for word in full if word.lower() not in self._kept]
            if len(rest) < len(full) and not any(self._kinds[word] in "nu" for word in rest):
                return _NEVER
        before = text[max(0, find.start - 40) : find.start]
        if TITLE.search(before):
            return 0.3 if kinds & set("nub") else 0.9
        addressed = is_addressed(text, find.start, find.end) or _IN_A_CHAT.search(before) is not None
        if not addressed and (
            is_of_a_thing(text, find.start, find.end, self._kinds.may_be_given)
            or (len(words) == 1 and is_used_as_a_thing(text, find.start, find.end))
        ):
            return _NEVER
        if not addressed and are_things(text[find.start : find.end], words):
            given = len(words) == 1 and self._kinds.may_be_given(words[0])
            if not given or not _OTHERS.search(self._around(find)):
                return _IN_A_LIST
        level = (
            2
            if addressed or CUE.search(before) or self._speaks(find)
            else 1
            if self._is_about_people(find)
            else 0
        )
        if any(map(is_initial, words)):
            if full[-1].islower():
                return _NEVER
            return 0.4 if kinds & set("nub") else _IN_A_LIST if "c" in kinds else _NEVER
        if foreign and ("n" not in kinds or kinds & set("cp") or len(full) == 1):
            return _NEVER
        if len(full) == 1:
            if full[0].islower() and _QUOTE.match(text, find.end) and _QUOTE.search(before[-1:]):
                return _NEVER
            return self._needed_of_one(full[0], kinds.pop(), level)
        small = full[0].islower()
        if any(word.islower() != small for word in full) or (small and len(full) > 3):
            return _NEVER
        return _needed_of_several(kinds, level, small=small)

    def _is_about_people(self, find: Find) -> bool:
        """Tells whether words near `find` speak of people, as manuals seldom do."""
        return _PERSONAL.search(self._around(find)) is not None

    def _around(self, find: Find) -> str:
        text, start, end = self._text, find.start, find.end
        return text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]

    def _speaks(self, find: Find) -> bool:
        """Tells whether `find` stands before what is said in a chat: "[10:15] Mary: hello"."""
        text, start = self._text, find.start
        return (start == 0 or text[max(0, start - 2) : start] == "] " or text[start - 1] == "\n") and bool(
            _SAYS.match(text, find.end)
        )

    def _needed_of_one(self, word: str, kind: str, level: int) -> float:
        if kind in "cp" or (word.isupper() and (kind != "n" or level == 0)):
            return _NEVER
        if word.islower():
            return _SMALL[kind][level] if len(word) > 3 or kind == "n" else _NEVER
        if (
            kind == "u"
            and level == 0
            and (word.lower() in self._counts or self._counts.get(word, 0) > _MOST_MENTIONS)
        ):
            return _NEVER
        return _SINGLE[kind][level]


def _needed_of_several(kinds: Set[str], level: int, *, small: bool) -> float:
    if kinds & set("cp"):
        if small:
            return _NEVER
        return _SEVERAL["nc"][level] if "n" in kinds else 0.9 if level else _NEVER
    kind = next(kind for kind in ("nub" if not small else "bun") if kind in kinds)
    return (_SMALL_SEVERAL if small else _SEVERAL)[kind][level]
