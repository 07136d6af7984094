"""Makes a document's sketch from its words. Fast: each word is hashed once a process, numpy does the rest."""

from __future__ import annotations

import re
from hashlib import blake2b
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from ingest.clean.fingerprint import essence
from ingest.clean.telling_words import telling
from ingest.sketch import CHOSEN, EDGE, MIX, Sketch
from ingest.word_codes import VALUES, number_code, telling_code, word_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]


MOST_KEYS: Final = 128
MOST_PACKED: Final = 0xFFFF
MOST_TITLE: Final = 12
MOST_TERMS: Final = 48
FREQUENT: Final = 3

_TICKS = "☐☑☒✓✔✗✘✕✅❌"
_TICKED = re.compile(rf"([{_TICKS}]) (?=\w)")
"""What two forms may differ in: a ticked word is one word, read as numbers are."""
_TOKEN = re.compile(rf"\[[a-z_]+-[a-z2-7]{{10}}\]|[{_TICKS}]?\w+|[{_TICKS}]")
_PLAIN, _NUMBER, _VALUE = 0, 1, 2
_CACHED, _LONGEST = 150_000, 64
_FIRST_WORDS = 8
_SHORT = 4
_STEM = 3
"""Letters that forms of one word share."""


class _Hashes(dict[str, int]):
    """A letter or a stem -> its hash of 64 bits."""

    def __init__(self, salt: bytes) -> None:
        super().__init__()
        self._salt = salt

    def __missing__(self, text: str) -> int:
        found = self[text] = self.fresh(text)
        return found

    def fresh(self, text: str) -> int:
        """The hash of any text, not kept."""
        raw = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=self._salt).digest()
        return int.from_bytes(raw, "little")


class _Words(dict[str, bytes]):
    """What stands between blanks -> its words, 64 bits each.

    In the highest 16 is the word's character in a sketch, in the highest 20 that of a masked value, in the two lowest
    its kind.
    """

    def __init__(self, salt: bytes) -> None:
        super().__init__()
        self._parts = _Hashes(salt)

    def __missing__(self, piece: str) -> bytes:
        words = [piece] if piece.isalnum() else _TOKEN.findall(piece)
        bare = words == [piece]
        found = self._word(piece).to_bytes(8, "little") if bare else b"".join([self[word] for word in words])
        if len(piece) <= _LONGEST:
            self[piece] = found
        return found

    def _word(self, word: str) -> int:
        hashed, letters = self._parts.fresh(word), sum(map(self._parts.__getitem__, word))
        if word[0] == "[":
            kind, code = _VALUE, hashed & 0xFFFF
        elif word[0] in _TICKS or (not word.isalpha() and any(map(str.isdigit, word))):
            kind, code = _NUMBER, number_code(word, letters)
        elif (told := telling(word)) is not None:
            kind, code = _PLAIN, telling_code(told, letters)
        else:
            kind, code = _PLAIN, word_code(self._parts[word[:_STEM]], letters)
        own = hashed >> 16 & ~7
        return code << 48 | own | (len(word) >= _SHORT) << 2 | kind


_known: dict[bytes, _Words] = {}
"""A cache for each scope, since documents of two languages may come in turns; its content never shows."""


def _words_of(scope: Sequence[str]) -> _Words:
    if sum(map(len, _known.values())) > _CACHED:
        _known.clear()
    salt = blake2b("\0".join(scope).encode("utf-8", "surrogatepass"), digest_size=32).digest()
    return _known.setdefault(salt, _Words(salt))


def sketch_of(title: str, texts: Iterable[str], scope: Sequence[str] = ()) -> Sketch | None:
    """The sketch of a document; None if it has no words.

    Each masked value stands in `title` and `texts` as `[TYPE-token]`, the token keyed, so that documents which differ
    in a value differ here. Nothing else is keyed: what is alike must be so on every machine. `scope` (space, language)
    salts all hashes. Case, marks and layout do not count.
    """
    return sketch_of_essence(essence(title), essence("\n".join(texts)), scope)


def sketch_of_essence(title: str, content: str, scope: Sequence[str] = ()) -> Sketch | None:
    """The sketch of a document whose title and text are known by their `essence`."""
    known = _words_of(scope)
    naming, words = _hashed(title, known), _hashed(content, known)
    if not len(words):
        words = naming
    if not len(words):
        return None
    distinct, counts = _counted(words)
    if not _any_in(naming, distinct):
        naming = naming[:0]  # "Document1": what a text says nothing of is not its subject
    named = naming if len(naming) else words[:_FIRST_WORDS]
    keys, scale = _keys(words)
    return Sketch(
        named=len(naming) > 0,
        scale=scale,
        keys=keys,
        title=_codes(named[:MOST_TITLE]),
        terms=_terms(distinct, counts),
        values=_values(words),
        order=_codes(words),
        exact=int.from_bytes(blake2b(words.tobytes(), digest_size=8).digest(), "little"),
    )


def _hashed(text: str, known: _Words) -> Hashes:
    """The words of an essence, in which one blank parts what is parted at all."""
    import numpy as np

    text = text.replace("_", "")
    if not text.isascii():
        text = _TICKED.sub(r"\1", text)
    return np.frombuffer(b"".join(map(known.__getitem__, text.split(" "))), dtype="<u8")


def _counted(hashes: Hashes) -> tuple[Hashes, NDArray[np.int64]]:
    """The distinct ones in order, and how many there are of each: `numpy.unique` in a fraction of its time."""
    import numpy as np

    ordered = np.sort(hashes)
    first = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    starts = np.flatnonzero(first)
    return ordered[starts], np.diff(starts, append=len(ordered))


def _any_in(some: Hashes, distinct: Hashes) -> bool:
    """Whether one of `some` is among `distinct` ones in order, of which there are some."""
    import numpy as np

    places = np.minimum(np.searchsorted(distinct, some), len(distinct) - 1)
    return bool((distinct[places] == some).any())


def _mixed(*columns: Hashes) -> Hashes:
    """One hash for each row of columns of hashes, in which their order counts."""
    import numpy as np

    total = columns[0] * np.uint64(MIX[0])
    for column, factor in zip(columns[1:], MIX[1:], strict=False):
        total ^= total >> np.uint64(29)
        total = (total + column) * np.uint64(factor)
    total ^= total >> np.uint64(32)
    total *= np.uint64(MIX[2])
    return total ^ (total >> np.uint64(29))


def _values(words: Hashes) -> tuple[int, ...]:
    """24 bits of each masked value. All are kept, since which of them are lowest follows from what keys them."""
    import numpy as np

    masked = words[words & np.uint64(3) == _VALUE] >> np.uint64(20) & np.uint64(0xFFFFFF)
    return tuple(sorted([*dict.fromkeys(masked.tolist())][:MOST_PACKED]))


def _characters(words: Hashes) -> Hashes:
    import numpy as np

    masked = np.uint64(VALUES) + (words >> np.uint64(44))
    return np.where(words & np.uint64(3) == _VALUE, masked, words >> np.uint64(48))


def _codes(words: Hashes) -> str:
    return _characters(words).astype("<u4").tobytes().decode("utf-32-le")


def _keys(words: Hashes) -> tuple[tuple[int, ...], int]:
    """Runs of three words, as `key_of` tells: all of a short text, of a long one those that a scale lets through.

    All that are but masked values stay, as in a directory: only what is keyed tells them apart.
    """
    import numpy as np

    codes = _characters(words)
    codes = np.concatenate([codes, np.zeros(max(3 - len(words), 0), dtype=np.uint64)])
    runs = _run_keys(codes)
    keys, _ = _counted(runs)
    scale = 1
    while np.count_nonzero(keys & np.uint64(CHOSEN)) > MOST_KEYS:
        scale *= 2
        keys = keys[keys & np.uint64(CHOSEN & (scale - 1)) == 0]
    if len(keys) > MOST_PACKED:
        kept = runs[np.isin(runs, keys)].tolist()
        return tuple(sorted([*dict.fromkeys(kept)][:MOST_PACKED])), scale
    return tuple(keys.tolist()), scale


def _run_keys(codes: Hashes) -> Hashes:
    """The keys of the runs of three words, in their order."""
    import numpy as np

    blind = np.where(codes < VALUES, codes, np.uint64(0))
    exact, choosing = (_mixed(some[:-2], some[1:-1], some[2:]) >> np.uint64(24) for some in (codes, blind))
    return exact & np.uint64(~CHOSEN & 0xFFFFFFFFFF) | choosing & np.uint64(CHOSEN)


def places_at_edges(sketch: Sketch, keys: Iterable[int]) -> list[int]:
    """Where runs with one of some keys begin that stand at the edges of a text."""
    import numpy as np

    edge = EDGE * sketch.words
    codes = np.frombuffer(sketch.order.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    wanted = np.array(sorted(keys), dtype=np.uint64)
    found: list[int] = []
    for start, end in ((0, floor(edge)), (ceil(sketch.words - edge), sketch.words)):
        if end - start > 2:
            hits = np.flatnonzero(np.isin(_run_keys(codes[start:end]), wanted))
            found += (hits + start).tolist()
    return found


def _terms(distinct: Hashes, counts: NDArray[np.int64]) -> str:
    """Words of four letters and more that occur three times: the most frequent first, then by hash."""
    import numpy as np

    chosen = (counts >= FREQUENT) & (distinct & np.uint64(7) == 4)
    order = np.lexsort((distinct[chosen], -counts[chosen]))[:MOST_TERMS]
    return _codes(np.sort(distinct[chosen][order]))
