"""A name once found in full is found in its short mentions; and what a name is called when it is compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.clean.names.english_scan import WORD
from ingest.clean.names.evidence_en import NOT_OF_A_PERSON, PARTICLES, SUFFIXES, TITLE, is_initial, words_of
from ingest.clean.names.kinds import Kinds

_PATRONYMIC = re.compile(r"(?:ovich|evich|ovych|evych|ovna|evna|ichna)$", re.IGNORECASE)
_INSIDE = re.compile(r"[a-z,;] $")
"""Before a word that does not begin a sentence: its capital means something."""
_BARE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*?(?=['’]s(?!\w))")
"""A name without what says that something is its own."""


def value_of(name: str, kinds: Kinds) -> str:
    """Surname and initials in lower case, however the name is written: "smith j r"."""
    words = [word for word in words_of(name) if word.lower().rstrip(".") not in SUFFIXES]
    full = [word for word in words if not is_initial(word)]
    if len(words) < 2 or not full:
        return " ".join(words or [name]).lower()
    at = words.index(_surname(name, full, kinds))
    first = at
    while first and words[first - 1].lower() in PARTICLES:
        first -= 1
    others = [word for place, word in enumerate(words) if not first <= place <= at]
    letters = [word[0] for word in others if word.lower() not in PARTICLES]
    return " ".join((*words[first : at + 1], *letters)).lower()


def _surname(name: str, full: Sequence[str], kinds: Kinds) -> str:
    """The word of a name of several that is the surname."""
    head, comma, _ = name.partition(",")
    if comma and len(words_of(head)) == 1:
        return full[0]
    if len(full) == 1:
        return full[0]
    if _PATRONYMIC.search(full[-1]) and len(full) > 2:
        return full[0]
    if len(full) == 2 and kinds.is_given(full[1]) and kinds.is_surname(full[0]):
        return full[0]
    return full[-1]


class Mentions:
    """The words of the names of one document, each with the name it stands for."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._values: dict[str, str] = {}
        self._told: dict[str, str] = {}
        self._surnames: set[str] = set()
        self._forms: set[str] = set()

    def learn(self, name: str, *, told: bool = False) -> None:
        """Notes the words of `name` by which it may be mentioned; the first name with a word has it.

        `told`: a label or a table says that it is a name, so a single word on no list is mentioned as well, and one
        that is a word besides where something is said to be its own, "Marsh's badge".
        """
        words = [
            word for word in words_of(name) if len(word) > 2 and word.lower() not in PARTICLES | SUFFIXES
        ]
        single = len(words) == 1
        value = value_of(name, self._kinds)
        for word in words:
            kind = self._kinds[word]
            if single and told and word[0].isupper() and not word.isupper() and kind in "ub":
                self._told.setdefault(word, value)
            if kind == "n" or (not single and (kind == "b" or (kind == "u" and not word.islower()))):
                self._values.setdefault(word.lower(), value)
                if not (single and word.islower()):
                    self._forms.add(word)
        self._surnames.update(value.split(" ")[:1] if len(words) > 1 else ())

    def value(self, name: str) -> str:
        """What `name` is compared by: of a single word, that of the full name it is of."""
        return self._values.get(name.lower()) or value_of(name, self._kinds)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, value) of mentions in `text`, in order."""
        if not self._values and not self._told:
            return
        for found in WORD.finditer(text):
            word = _BARE.match(text, found.start(), found.end()) or found
            value = self._values.get(word[0].lower())
            if value is None or not self._is_mention(text, word):
                value = self._told.get(word[0]) if self._is_told(text, word, found) else None
            if value is not None:
                yield word.start(), word.end(), value

    def _is_told(self, text: str, word: re.Match[str], found: re.Match[str]) -> bool:
        if word.end() < found.end():
            return True
        return self._kinds[word[0]] == "u" and not NOT_OF_A_PERSON.match(text, word.end())

    def _is_mention(self, text: str, word: re.Match[str]) -> bool:
        if NOT_OF_A_PERSON.match(text, word.end()):
            return False
        kind = self._kinds[word[0]]
        if word[0].islower():
            return kind == "n" and (word[0] in self._forms or len(word[0]) > 4)
        if word[0].isupper():
            return word[0] in self._forms or (kind == "n" and len(word[0]) > 4)
        if word[0].lower() in self._surnames:
            return True
        before = text[max(0, word.start() - 20) : word.start()]
        return kind in "nu" or _INSIDE.search(before) is not None or TITLE.search(before) is not None
