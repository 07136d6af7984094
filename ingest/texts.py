"""Stored sketches, and which of them hold a key: each read once."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from index.sketches import Sketches
from ingest.select.overlap import COMMON, may_overlap, ordered
from ingest.sketch import Size, Sketch, size_of, unpack_bytes

if TYPE_CHECKING:
    import numpy as np

_SIZES = 20_000
"""So many are kept, in 15 MB."""
_MANY = 0xFFFF
"""So many hold a key, or more."""


class Frequent:
    """How many hold each key that is not rare, in ten bytes a key. `rows` come in the order of keys."""

    def __init__(self, rows: Iterable[tuple[int, int]]) -> None:
        self._keys, self._counts = array("q"), array("H")
        for key, count in rows:
            self._keys.append(key)
            self._counts.append(min(count, _MANY))

    def count(self, key: int) -> int:
        """How many hold it; 0 for a rare one."""
        at = bisect_left(self._keys, key)
        return self._counts[at] if at < len(self._keys) and self._keys[at] == key else 0

    def telling(self, keys: Sequence[int]) -> list[int]:
        """Those of `keys` that are not common."""
        import numpy as np

        if not len(self._common):
            return list(keys)
        asked = np.array(keys, dtype=np.int64)
        at = np.minimum(np.searchsorted(self._common, asked), len(self._common) - 1)
        telling: list[int] = asked[self._common[at] != asked].tolist()
        return telling

    @cached_property
    def _common(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        import numpy as np

        counts = np.frombuffer(self._counts, dtype=np.uint16)
        return np.frombuffer(self._keys, dtype=np.int64)[counts > COMMON]


class Texts:
    """The texts of a store, while nothing in it changes.

    `held`: who holds keys, as far as it is known already. `counts` are given where all texts are gone through in
    order, so that it pays to know.
    """

    def __init__(
        self, store: Sketches, held: Mapping[int, Sequence[int]], counts: Frequent | None = None
    ) -> None:
        self._store = store
        self._held = dict(held)
        self._counts = counts
        self._sizes: dict[int, Size] = {}
        self.rarity = lru_cache(maxsize=100_000)(self._rarity)
        self.sketch = lru_cache(maxsize=2_000)(self._sketch)

    @property
    def in_order(self) -> bool:
        """Whether all texts are gone through: then `beside` gives each pair once."""
        return self._counts is not None

    def is_common(self, key: int) -> bool:
        """Whether a key is not even looked up."""
        return self.rarity(key) > COMMON

    def beside(self, number: int, done: Container[int]) -> Iterator[tuple[Sketch, Sketch]]:
        """A text and each that may have much in common with it, the smaller first, those that are `done` left out."""
        mine = self.sketch(number)
        shared, common = self._sharing(mine)
        others = [other for other in shared if other not in done]
        sizes = self._sizes_of(others)
        for other in others:
            if may_overlap(mine, other, sizes[other], shared[other], common):
                yield ordered(mine, self.sketch(other))

    def _sizes_of(self, numbers: Sequence[int]) -> Mapping[int, Size]:
        """The sizes of some sketches, and of others."""
        if len(self._sizes) + len(numbers) > _SIZES:
            self._sizes.clear()
        unknown = [number for number in numbers if number not in self._sizes]
        self._sizes.update((number, size_of(data)) for number, data in self._store.data_of(unknown))
        return self._sizes

    def _sharing(self, mine: Sketch) -> tuple[Mapping[int, int], int]:
        """How many keys that are not common others hold, too, and how many are common."""
        if self._counts is not None:
            telling = self._counts.telling(mine.keys)
            # They come in order, so that those before are done.
            return self._store.sharing(telling, mine.number), len(mine.keys) - len(telling)
        shared, common = Counter[int](), 0
        for key in mine.keys:
            held = self._held.get(key)
            if held is None:
                held = self._held[key] = self._store.holders(key, COMMON + 1)
            if len(held) <= COMMON:
                shared.update(held)
            else:
                common += 1
        return shared, common

    def _rarity(self, key: int) -> int:
        if self._counts is not None:
            return self._counts.count(key)
        held = self._held.get(key)
        return self._store.holding(key, COMMON + 1) if held is None else len(held)

    def _sketch(self, number: int) -> Sketch:
        data = self._store.data(number)
        if data is None:
            raise KeyError(number)
        return unpack_bytes(data)
