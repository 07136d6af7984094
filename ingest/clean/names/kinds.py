"""What kind of word a word is, from the shipped list."""

from __future__ import annotations

import re

from ingest.clean.names.features import COMPANY, DAYS, Lexicon

_MOST_WORDS = 100_000


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
        if "c" in flags:
            return "b" if named & set("gGS") else "c"
        return "n" if named else "p"

    def is_given(self, word: str) -> bool:
        """Tells whether `word` is on the lists as a given name and not as a surname."""
        flags = self._lexicon.get(word.lower(), "").lower()
        return "g" in flags and "s" not in flags

    def is_surname(self, word: str) -> bool:
        """Tells whether `word` is on no list of given names."""
        return "g" not in self._lexicon.get(word.lower(), "").lower()

    def are_full_name(self, one: str, other: str) -> bool:
        """Tells whether the two are a given name and a surname, in either order, each of four letters or more."""
        if min(len(one), len(other)) < 4 or self[one] + self[other] != "nn":
            return False
        flags, others = (self._lexicon.get(word.lower(), "").lower() for word in (one, other))
        return ("g" in flags and "s" in others) or ("s" in flags and "g" in others)
