"""Large lists of words in a few blocks of bytes, which processes go on sharing after a fork.

A set or dict of strings costs 90 to 150 bytes a word, and what is looked up in it is written to: a count of references
lies beside each string, so each process gets copies of the pages. Here a word costs its letters and 16 bytes.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from zlib import crc32

_PLACE_BITS = 32
_PLACE = (1 << _PLACE_BITS) - 1


class WordList:
    """An immutable list of fewer than 2^32 words that is asked for words: whether, and where. A question takes 1 µs."""

    def __init__(self, words: Iterable[str]) -> None:
        import numpy as np

        encoded = [word.encode() for word in words]
        self._letters = b"".join(encoded)
        self._starts = array("Q", accumulate(map(len, encoded), initial=0))
        crcs = np.fromiter(map(crc32, encoded), dtype=np.uint64, count=len(encoded))
        keys = np.sort(crcs << _PLACE_BITS | np.arange(len(encoded), dtype=np.uint64))
        self._keys = array("Q", keys.tobytes())

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, word: str) -> bool:
        return self.place(word) >= 0

    def place(self, word: str) -> int:
        """Where `word` stands in the list, counted from 0, the last time if more than once; -1 if it does not."""
        encoded = word.encode(errors="surrogatepass")  # a text may hold half a character, a list does not
        crc = crc32(encoded)
        at = bisect_right(self._keys, crc << _PLACE_BITS | _PLACE) - 1
        while at >= 0 and self._keys[at] >> _PLACE_BITS == crc:
            place = self._keys[at] & _PLACE
            if self._letters[self._starts[place] : self._starts[place + 1]] == encoded:
                return place
            at -= 1
        return -1
