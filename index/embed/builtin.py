"""The embedder that needs no model: hashed pieces of words. Lexical likeness, not meaning.

A text is the character 3-5-grams of its words, with marks at their ends, and the words' stems, weighted
1.5. A feature counts as the square root of its count; its hash (crc32) gives its place among 1,024 and its
sign.
"""

from __future__ import annotations

import math
import struct
import zlib
from typing import TYPE_CHECKING, ClassVar

from index.embed.stopwords import STOP_WORDS
from index.stem import stem, stemmer_version, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.embed.embedder import Vectors

DIMENSION = 1024
STEM_WEIGHT = 1.5
CACHED_WORDS = 100_000
"""Words kept with their features: about 30 MB in a process; then the cache starts anew."""
_KINDS = (1.0, STEM_WEIGHT, -1.0, -STEM_WEIGHT)
"""What a feature counts, by the two lowest bits of its hash (see `_Features`)."""
LONGEST_WORD = 32
"""Of what is longer (a hash, a key in base64) only the start counts, or it would outweigh the text."""
_VERSION = 1  # raise it with every change that alters a vector: the identity holds it


class BuiltinEmbedder:
    """Deterministic: a vector depends on the text alone, bit by bit, in any process and on any machine.

    Counts are integers and are summed in the order of the features' hashes; the length is an exactly
    rounded sum (`math.fsum`). So neither batches, nor order, nor the width of a processor's registers can
    show.
    """

    name: ClassVar[str] = "builtin"
    in_workers: ClassVar[bool] = True
    dimension: int = DIMENSION
    max_tokens: int | None = None
    passage_prompt: str = ""

    def __init__(self) -> None:
        self._features = _Features()

    def __reduce__(self) -> tuple[type[BuiltinEmbedder], tuple[()]]:
        return BuiltinEmbedder, ()  # a worker process grows a cache of its own

    @property
    def identity(self) -> str:
        """Stems may change with Snowball's rules, so their version is part of it."""
        return f"builtin:{_VERSION} dimension={DIMENSION} snowball={stemmer_version()}"

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`, shape (len(texts), 1024). A text without a word gets the first unit vector."""
        import numpy as np

        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            self._write(text, row)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        """The same function as for passages; shape (1024,)."""
        vector: Vectors = self.embed([text])[0]
        return vector

    def _write(self, text: str, row: Vectors) -> None:
        import numpy as np

        packed = b"".join(map(self._features.__getitem__, words(text)))
        features = np.sort(np.frombuffer(packed, dtype="<u4"))
        first = np.ones(features.size, dtype=bool)
        np.not_equal(features[1:], features[:-1], out=first[1:])
        starts = np.flatnonzero(first)
        distinct = features[starts]
        weights = np.sqrt(np.diff(starts, append=features.size)) * np.array(_KINDS)[distinct & 3]
        # bincount adds one by one, in the order given: that of the hashes
        sums = np.bincount((distinct >> 2) % DIMENSION, weights=weights, minlength=DIMENSION)
        length = math.sqrt(math.fsum((sums * sums).tolist()))
        if length:
            row[:] = sums / length
        else:
            row[0] = 1.0


class _Features(dict[str, bytes]):
    """Word -> its features, packed as little-endian 32-bit hashes; worked out at the first look.

    The lowest bit of a hash tells stems (1) from pieces (0), the next one gives the sign, the next ten the
    place.
    """

    def __missing__(self, word: str) -> bytes:
        hashes = () if word in STOP_WORDS else _hashes(word)
        packed = struct.pack(f"<{len(hashes)}I", *hashes)
        if len(word) <= LONGEST_WORD:
            if len(self) >= CACHED_WORDS:
                self.clear()
            self[word] = packed
        return packed


def _hashes(word: str) -> list[int]:
    marked = f"<{word[:LONGEST_WORD]}>"
    hashes = [
        zlib.crc32(marked[start : start + size].encode()) & ~1
        for size in (3, 4, 5)
        for start in range(len(marked) - size + 1)
    ]
    hashes.append(zlib.crc32(f"={stem(word)}".encode()) | 1)
    return hashes


def build(**_settings: object) -> BuiltinEmbedder:
    """The builtin embedder; it has no settings, so those of [embed] are left alone."""
    return BuiltinEmbedder()
