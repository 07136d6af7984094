"""Words and their stems: one way for the builtin embedder and for the full-text index.

No language is detected: the script of each word picks its stemmer (Cyrillic: Russian, else English), so
that a question and a text that mixes both are always cut alike.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CACHED_WORDS = 100_000
"""Words kept with their stem, about 15 MB; then the cache starts anew."""

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00df-\u024f]")


def words(text: str) -> list[str]:
    """The words of `text` in order: runs of letters and digits, case-folded, with `е` for `ё`."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _WORD.findall(text.casefold().replace("ё", "е"))


def stems(text: str) -> list[str]:
    """The stems of the words of `text`, in order, one for each word (Snowball, through PyStemmer)."""
    return list(map(_STEMS.__getitem__, words(text)))


def stem(word: str) -> str:
    """The stem of one word as `words` gives it; a word of another script, or a number, is its own stem."""
    return _STEMS[word]


def stemmer_version() -> str:
    """Version of the rules, "3.1": stems may differ between two of them."""
    import Stemmer

    return ".".join(str(Stemmer.version()).split(".")[:2])


class _Stemmers(threading.local):
    """The two stemmers of one thread: PyStemmer's objects must not be shared."""

    def __init__(self) -> None:
        import Stemmer

        # Our cache serves both; PyStemmer's own one slows down when it is full.
        self.russian: Callable[[str], str] = Stemmer.Stemmer("russian", 0).stemWord
        self.english: Callable[[str], str] = Stemmer.Stemmer("english", 0).stemWord


class _Stems(dict[str, str]):
    """Word -> stem, worked out at the first look."""

    def __init__(self) -> None:
        super().__init__()
        self._stemmers: Any = None

    def __missing__(self, word: str) -> str:
        if self._stemmers is None:
            self._stemmers = _Stemmers()
        if _CYRILLIC.search(word):
            found: str = self._stemmers.russian(word)
        elif _LATIN.search(word):
            found = self._stemmers.english(word)
        else:
            found = word
        if len(self) >= CACHED_WORDS:
            self.clear()
        if len(word) <= 64:  # longer ones are codes and hashes, which come once
            self[word] = found
        return found


_STEMS = _Stems()
