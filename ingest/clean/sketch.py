"""Makes a document's sketch from its words. Fast: each word is hashed once a process, numpy does the rest."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ingest.clean.fingerprint import essence
from ingest.sketch import MASK, SPREAD, Sketch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Hashes = NDArray[np.uint64]

VERSION = "3"

MOST_KEYS: Final = 128
MOST_TITLE: Final = 12
MOST_TERMS: Final = 48
MOST_VALUES: Final = 64
MOST_NUMBERS: Final = 64
FREQUENT: Final = 3
FILTER_BITS: Final = 7
"""For each word and pair of words."""

_TICKS = "☐☑☒✓✔✗✘✕✅❌"
_TICKED = re.compile(rf"([{_TICKS}]) (?=\w)")
"""What two forms may differ in: a ticked word is one word, read as numbers are."""
_TOKEN = re.compile(rf"\[[a-z_]+-[a-z2-7]{{10}}\]|[{_TICKS}]?\w+|[{_TICKS}]")
_PLAIN, _NUMBER, _VALUE = 0, 1, 2
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_CACHED = 300_000
_CHOSEN = 0xFFFFF
"""The bits of a run's key by which some of many are chosen: no masked value counts in them."""
_FIRST_WORDS = 8
_SHORT = 4


class _Words(dict[str, int]):
    """Words -> 64-bit hashes whose two lowest bits are the word's kind."""

    def __init__(self, salt: bytes) -> None:
        super().__init__()
        self.salt = salt

    def __missing__(self, word: str) -> int:
        numbered = word[0] in _TICKS or any(map(str.isdigit, word))
        kind = _VALUE if word[0] == "[" else _NUMBER if numbered else _PLAIN
        raw = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8, key=self.salt).digest()
        self[word] = hashed = int.from_bytes(raw, "little") & ~7 | (len(word) >= _SHORT) << 2 | kind
        return hashed


_words = _Words(b"")


def sketch_of(title: str, texts: Iterable[str], scope: Sequence[str] = ()) -> Sketch | None:
    """The sketch of a document; None if it has no words.

    Each masked value stands in `title` and `texts` as `[TYPE-token]`, the token keyed, so that documents which differ
    in a value differ here. Nothing else is keyed: what is alike must be so on every machine. `scope` (space, language)
    salts all hashes. Case, marks and layout do not count.
    """
    return sketch_of_essence(essence(title), essence("\n".join(texts)), scope)


def sketch_of_essence(title: str, content: str, scope: Sequence[str] = ()) -> Sketch | None:
    """The sketch of a document whose title and text are known by their `essence`."""
    import numpy as np

    global _words  # noqa: PLW0603 - a cache: its content never shows
    salt = blake2b("\0".join(scope).encode("utf-8", "surrogatepass"), digest_size=32).digest()
    if _words.salt != salt or len(_words) > _CACHED:
        _words = _Words(salt)
    tokens = _tokens(content)
    naming = _tokens(title)
    if not tokens:
        tokens = naming
    if not tokens:
        return None
    words = _hashed(tokens)
    named = _hashed(naming or tokens[:_FIRST_WORDS])
    keys, scale = _keys(words)
    named = named[:MOST_TITLE]
    grams, among = _grams(named), np.sort(_grams(words))
    distinct, counts = _counted(words)
    return Sketch(
        words=len(words),
        named=bool(naming),
        scale=scale,
        keys=keys,
        title=tuple(grams.tolist()),
        subject=_repeated(grams, among, int(_holds(words, named))),
        terms=_terms(distinct, counts),
        values=_lowest(_small(distinct[distinct & np.uint64(3) == _VALUE]), MOST_VALUES),
        numbers=_numbers(words),
        runs=_filter(among, grams),
    )


def _tokens(text: str) -> list[str]:
    """The words of an essence."""
    return _TOKEN.findall(_TICKED.sub(r"\1", text.replace("_", "")))


def _hashed(tokens: Sequence[str]) -> Hashes:
    import numpy as np

    return np.fromiter(map(_words.__getitem__, tokens), dtype=np.uint64, count=len(tokens))


def _counted(hashes: Hashes) -> tuple[Hashes, NDArray[np.int64]]:
    """The distinct ones in order, and how many there are of each: `numpy.unique` in a fraction of its time."""
    import numpy as np

    ordered = np.sort(hashes)
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    return ordered[starts], np.diff(starts, append=len(ordered))


def _holds(words: Hashes, run: Hashes) -> bool:
    """Whether `run` occurs in `words` as it stands."""
    import numpy as np

    starts = np.flatnonzero(words[: len(words) - len(run) + 1] == run[0]) if len(words) >= len(run) else ()
    return any(np.array_equal(words[start : start + len(run)], run) for start in starts)


def _repeated(grams: Hashes, among: Hashes, times: int) -> tuple[int, ...]:
    """Those of `grams` that occur more than `times` times in `among`, which is sorted; in order."""
    import numpy as np

    counts = np.searchsorted(among, grams, "right") - np.searchsorted(among, grams, "left")
    return tuple(sorted(set(grams[counts > times].tolist())))


def _mixed(*columns: Hashes) -> Hashes:
    """One hash for each row of columns of hashes, in which their order counts."""
    import numpy as np

    total = columns[0] * np.uint64(_MIX[0])
    for column, factor in zip(columns[1:], _MIX[1:], strict=False):
        total ^= total >> np.uint64(29)
        total = (total + column) * np.uint64(factor)
    total ^= total >> np.uint64(32)
    total *= np.uint64(_MIX[2])
    return total ^ (total >> np.uint64(29))


def _small(hashes: Hashes) -> Hashes:
    import numpy as np

    return (hashes >> np.uint64(20)) & np.uint64(MASK)


def _grams(words: Hashes) -> Hashes:
    """Words, then pairs of neighbours."""
    import numpy as np

    return np.concatenate([_small(words), _small(_mixed(words[:-1], words[1:]))])


def _keys(words: Hashes) -> tuple[tuple[int, ...], int]:
    """Runs of three words: all of a short text, and of a long one those that a scale lets through.

    The low bits, which choose, take any masked value for any other: tokens differ from machine to machine.
    """
    import numpy as np

    if len(words) < 3:
        words = np.concatenate([words, np.zeros(3 - len(words), dtype=np.uint64)])
    blind = np.where(words & np.uint64(3) == _VALUE, np.uint64(_VALUE), words)
    exact, choosing = (_mixed(some[:-2], some[1:-1], some[2:]) >> np.uint64(24) for some in (words, blind))
    keys, _ = _counted(exact & np.uint64(~_CHOSEN & 0xFFFFFFFFFF) | choosing & np.uint64(_CHOSEN))
    scale = 1
    while len(keys) > MOST_KEYS:
        scale *= 2
        keys = keys[keys & np.uint64(scale - 1) == 0]
    return tuple(keys.tolist()), scale


def _terms(distinct: Hashes, counts: NDArray[np.int64]) -> tuple[int, ...]:
    """Words of four letters and more that occur three times: the most frequent first, then by hash."""
    import numpy as np

    chosen = (counts >= FREQUENT) & (distinct & np.uint64(7) == 4)
    order = np.lexsort((distinct[chosen], -counts[chosen]))[:MOST_TERMS]
    return tuple(sorted(_small(distinct[chosen][order]).tolist()))


def _numbers(words: Hashes) -> tuple[tuple[int, int], ...]:
    """Where numbers stand (two words before or after, in which a number is any number) and which they are.

    A place that occurs twice tells nothing. Of many the lowest are taken, so that two documents take the same.
    """
    import numpy as np

    at = np.flatnonzero(words & np.uint64(3) == _NUMBER)
    if not len(at):
        return ()
    kinds = words & np.uint64(3)
    blind = np.where(kinds == 0, words, kinds)
    blind = np.concatenate([np.zeros(2, dtype=np.uint64), blind, np.zeros(2, dtype=np.uint64)])
    places = np.concatenate(
        [_mixed(blind[at], blind[at + 1]), _mixed(blind[at + 4], blind[at + 3], blind[at + 3])]
    )
    which = np.tile(_small(words[at]), 2)
    found, first, counts = np.unique(_small(places), return_index=True, return_counts=True)
    alone = counts == 1
    pairs = zip(found[alone].tolist(), which[first[alone]].tolist(), strict=True)
    return tuple(pairs)[:MOST_NUMBERS]


def _lowest(hashes: Hashes, most: int) -> tuple[int, ...]:
    return tuple(sorted(set(hashes.tolist()))[:most])


def _filter(among: Hashes, grams: Hashes) -> bytes:
    import numpy as np

    hashes, _ = _counted(np.concatenate([among, grams]))
    size = -(-len(hashes) * FILTER_BITS // 8)
    bits = np.zeros(size * 8, dtype=np.uint8)
    for factor in SPREAD:
        bits[(hashes * np.uint64(factor) >> np.uint64(9)) % np.uint64(size * 8)] = 1
    return np.packbits(bits, bitorder="little").tobytes()
