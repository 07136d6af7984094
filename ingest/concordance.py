"""Who holds which key, of all texts at once, in arrays: whom each of many texts may be like is told without a question.

It takes some hundred bytes a text at most, and is there only while all are gone through.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from index.sketches import Sketches
from ingest.select.overlap import ASK, COMMON, FEWEST, SELECTIVE
from ingest.sketch import CHOSEN, Sketch, size_of

if TYPE_CHECKING:
    import numpy as np

    Integers = np.ndarray[Any, np.dtype[np.integer[Any]]]

BLOCK: Final = 200_000
"""Texts whose keys are held together: with more, all are gone through once more for each so many."""
_POWERS: Final = CHOSEN.bit_length() + 1


class Concordance:
    """Texts in the order of their numbers, and their keys, but for those of one text alone. One block of them."""

    def __init__(self, store: Sketches, block: int = 0) -> None:
        import numpy as np

        self._numbers = np.frombuffer(store.numbers(), dtype=np.int64)
        self._first, self._last = block * BLOCK, min((block + 1) * BLOCK, len(self._numbers))
        self._words = np.zeros(len(self._numbers), dtype=np.uint32)
        self._scale = np.zeros(len(self._numbers), dtype=np.uint8)
        self._sizes = np.zeros((len(self._numbers), _POWERS), dtype=np.uint16)
        self._measure(store)
        keys, held, places, common, holding, ordinary = (array(code) for code in "qBiqBq")
        for table in _whole_runs(store.key_pages()):
            run_keys, lengths = np.unique(table[:, 0], return_counts=True)
            of_many = np.repeat(lengths > COMMON, lengths)
            which = len(common) + np.repeat(np.arange((lengths > COMMON).sum()), lengths[lengths > COMMON])
            common.frombytes(run_keys[lengths > COMMON].tobytes())
            ordinary.frombytes((np.searchsorted(self._numbers, table[of_many, 1]) << 32 | which).tobytes())
            shared = (lengths > 1) & (lengths <= COMMON)
            row = np.repeat(shared, lengths)
            at = np.searchsorted(self._numbers, table[row, 1]).astype(np.int32)
            here = (at >= self._first) & (at < self._last)
            keys.frombytes(run_keys[shared].tobytes())
            holding.frombytes(lengths[shared].astype(np.uint8).tobytes())
            run = np.repeat(np.arange(int(shared.sum())), lengths[shared])
            held.frombytes(np.bincount(run[here], minlength=int(shared.sum())).astype(np.uint8).tobytes())
            places.frombytes(at[here].tobytes())
        self._keys, self._common = (np.frombuffer(one, dtype=np.int64) for one in (keys, common))
        self._holding = np.frombuffer(holding, dtype=np.uint8)
        self._ends = np.cumsum(np.frombuffer(held, dtype=np.uint8), dtype=np.int64)
        self._places = np.frombuffer(places, dtype=np.int32)
        of_texts = np.frombuffer(ordinary, dtype=np.int64)
        of_texts.sort()
        self._ordinary = (of_texts & 0xFFFFFFFF).astype(np.int32)
        self._starts = np.searchsorted(of_texts, np.arange(len(self._numbers) + 1, dtype=np.int64) << 32)
        self._mine = np.zeros(len(common), dtype=bool)

    def _measure(self, store: Sketches) -> None:
        """Takes down how long texts are, and how many keys they have at each scale."""
        import numpy as np

        masks = (1 << np.arange(_POWERS, dtype=np.uint32)) - np.uint32(1)
        for place, (_, data) in enumerate(store.every()):
            size = size_of(data)
            low = np.frombuffer(size.low, dtype="<u4")
            self._words[place] = size.words
            self._scale[place] = size.scale.bit_length() - 1
            self._sizes[place] = ((low[:, None] & masks) == 0).sum(axis=0)

    def texts(self) -> Iterator[int]:
        """The numbers of texts that some of the block may be like, in order: those before it, and its own."""
        yield from self._numbers[: self._last].tolist()

    def rarity(self, key: int) -> int:
        """How many hold a key, as `ingest.select.overlap` wants it told."""
        found = self._at(self._keys, [key])[1]
        if len(found):
            return int(self._holding[found[0]])
        return COMMON + 1 if len(self._at(self._common, [key])[1]) else 0

    def beside(self, mine: Sketch) -> list[int]:
        """The texts of the block after one, in order, that may have an overlap with it."""
        import numpy as np

        _, runs = self._at(self._keys, mine.keys)
        starts = np.where(runs > 0, self._ends[runs - 1], 0)
        pieces = [self._places[start:end] for start, end in zip(starts, self._ends[runs], strict=True)]
        own = int(np.searchsorted(self._numbers, mine.number))
        places = np.concatenate(pieces) if pieces else self._places[:0]
        others, shared = np.unique(places[places > own], return_counts=True)
        numbers: list[int] = self._numbers[others[self._may_overlap(mine, own, others, shared)]].tolist()
        return numbers

    def _may_overlap(self, mine: Sketch, own: int, others: Integers, shared: Integers) -> Integers:
        """As `ingest.select.overlap.may_overlap`, of many, with the common keys counted that both hold."""
        import numpy as np

        words, common = self._words[others], self._both(own, others)
        found: Integers = np.zeros(len(others), dtype=bool)
        for is_smaller, keys in (
            (words >= mine.words, self._sizes[own][self._scale[others]]),
            (words <= mine.words, self._sizes[others, self._scale[own]]),
        ):
            enough = (keys >= FEWEST) & (shared + common >= ASK[0] * keys) & (shared >= SELECTIVE * keys)
            found |= is_smaller & enough
        return found

    def _both(self, own: int, others: Integers) -> Integers:
        """How many common keys a text holds that others hold, too."""
        import numpy as np

        mine = self._ordinary[self._starts[own] : self._starts[own + 1]]
        starts, ends = self._starts[others], self._starts[others + 1]
        lengths = ends - starts
        row = np.repeat(np.arange(len(others)), lengths)
        first = np.cumsum(lengths) - lengths
        at = np.arange(len(row)) - first[row] + starts[row]
        self._mine[mine] = True
        counts: Integers = np.bincount(row[self._mine[self._ordinary[at]]], minlength=len(others))
        self._mine[mine] = False
        return counts

    @staticmethod
    def _at(table: Integers, keys: Sequence[int]) -> tuple[Integers, Integers]:
        """Those of `keys` that stand in a sorted table, and where."""
        import numpy as np

        asked = np.array(keys, dtype=np.int64)
        at = np.searchsorted(table, asked)
        at[at == len(table)] = 0
        here = table[at] == asked if len(table) else np.zeros(len(asked), dtype=bool)
        return asked[here], at[here]


def _whole_runs(pages: Iterator[list[tuple[int, int]]]) -> Iterator[Integers]:
    """Rows in the order of their keys, as arrays in which each key is whole."""
    import numpy as np

    rest = np.empty((0, 2), dtype=np.int64)
    for page in pages:
        table = np.concatenate([rest, np.array(page, dtype=np.int64)])
        last = int(np.searchsorted(table[:, 0], table[-1, 0]))
        if last:
            yield table[:last]
        rest = table[last:]
    if len(rest):
        yield rest
