"""What kind of word a word is, from the shipped list."""

from __future__ import annotations

import re

from ingest.clean.names.features import COMPANY, DAYS, Lexicon

_PLACES_TOO = (
    "german french english irish welsh spanish czech turkish polish catalan latin georgia jordan chad kenya israel "
    "china india cuba mali malta cyprus paris london berlin vienna sydney florence "
    "france spain italy holland brittany california florida texas asia america venus santa"
)
_BOTH = frozenset(_PLACES_TOO.split())
"""Names that are mostly of a country, a language, a city."""
_CONTRACTED = ("n't", "'ve", "'ll", "'re", "'d", "'m")
_MOST_WORDS = 50_000


class Kinds(dict[str, str]):
    """Word -> its kind, worked out when it is first asked for.

    n: a listed name and no common word; b: both; u: on no list; c: a common word; p: a place or a product;
    -: of companies and days, which no name holds.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_WORDS:
            self.clear()
        kind = self[word] = self._kind(word.lower().replace("’", "'").rstrip("."))
        return kind

    def _kind(self, low: str) -> str:
        if low.endswith(_CONTRACTED):
            return "c"
        flags = self._lexicon.get(low)
        if flags is None and ("-" in low or "'" in low):
            parts = [self[part] for part in re.split("[-']", low) if len(part) > 1]
            return (
                "u"
                if "u" in parts or not parts
                else "c"
                if "c" in parts or "p" in parts or "-" in parts
                else "n"
            )
        flags = flags or ""
        if low in COMPANY or (low in DAYS and not set(flags) & set("gG")):
            return "-"
        if not flags:
            return "u"
        named = set(flags) & set("gsGS")
        if "c" in flags or (named and low in _BOTH):
            return "b" if named & set("gGS") and len(low) > 2 else "c"
        return "n" if named else "p"

    def may_be_given(self, word: str) -> bool:
        """Tells whether `word` is on the lists as a given name."""
        return "g" in self._lexicon.get(word.lower(), "").lower()

    def may_be_surname(self, word: str) -> bool:
        """Tells whether `word` is on the lists as a surname."""
        return "s" in self._lexicon.get(word.lower(), "").lower()

    def is_given(self, word: str) -> bool:
        """Tells whether `word` is on the lists as a given name and not as a surname."""
        flags = self._lexicon.get(word.lower(), "").lower()
        return "g" in flags and "s" not in flags

    def is_surname(self, word: str) -> bool:
        """Tells whether `word` is on no list of given names."""
        return "g" not in self._lexicon.get(word.lower(), "").lower()

    def are_full_name(self, one: str, other: str) -> bool:
        """Tells whether the two are a given name and a surname, in either order, each of four letters or more."""
        if min(len(one), len(other)) < 4:
            return False
        kinds = self[one] + self[other]
        flags, others = (self._lexicon.get(word.lower(), "") for word in (one, other))
        if kinds == "nb":
            return "G" in flags and "S" in others
        flags, others = flags.lower(), others.lower()
        return kinds == "nn" and (("g" in flags and "s" in others) or ("s" in flags and "g" in others))

    def are_listed(self, surname: str, given: str) -> bool:
        """Tells whether the two are a surname and a given name, as in "Smith, John"."""
        first, second = (self._lexicon.get(word.lower(), "") for word in (surname, given))
        is_given = "G" in second or ("g" in second and "s" not in second.lower())
        return self[given] == "n" and self[surname] in "nb" and first.strip("c").lower() == "s" and is_given

    def are_frequent(self, given: str, surname: str, *, words_too: bool = False) -> bool:
        """Tells whether the two are frequent as a given name and as a surname, and one of them is no common word.

        `words_too`: both may be common words, and the surname a rare one.
        """
        kinds = self[given] + self[surname]
        first, second = (self._lexicon.get(word.lower(), "") for word in (given, surname))
        if words_too and kinds == "nc":
            return "G" in first and "s" in second.lower()
        named = kinds in {"nn", "nb", "bn"} or (words_too and kinds == "bb")
        return named and "G" in first and "S" in second
