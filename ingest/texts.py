"""Stored sketches, and which of them hold a key: each read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache

from index.sketches import Sketches
from ingest.concordance import Concordance
from ingest.select.overlap import COMMON, may_overlap, ordered
from ingest.sketch import Size, Sketch, size_of, unpack_bytes

_SIZES = 20_000
"""So many are kept, in 15 MB."""


class Texts:
    """The texts of a store, while nothing in it changes.

    `held`: who holds keys, as far as it is known already. `everyone` is given where all texts are gone through in
    order.
    """

    def __init__(
        self, store: Sketches, held: Mapping[int, Sequence[int]], everyone: Concordance | None = None
    ) -> None:
        self._store = store
        self._held = dict(held)
        self._everyone = everyone
        self._sizes: dict[int, Size] = {}
        self.rarity = lru_cache(maxsize=100_000)(self._rarity)
        self.sketch = lru_cache(maxsize=2_000)(self._sketch)

    @property
    def in_order(self) -> bool:
        """Whether all texts are gone through: then `beside` gives each pair once."""
        return self._everyone is not None

    def is_common(self, key: int) -> bool:
        """Whether a key is not even looked up."""
        return self.rarity(key) > COMMON

    def beside(self, number: int, done: Container[int]) -> Iterator[tuple[Sketch, Sketch]]:
        """A text and each that may have much in common with it, the smaller first, those that are `done` left out."""
        mine = self.sketch(number)
        if self._everyone is not None:
            for other in self._everyone.beside(mine):
                yield ordered(mine, self.sketch(other))
            return
        shared, common = self._sharing(mine)
        others = [other for other in shared if other not in done]
        sizes = self._sizes_of(others)
        for other in others:
            if may_overlap(mine, sizes[other], shared[other], common):
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
        if self._everyone is not None:
            return self._everyone.rarity(key)
        held = self._held.get(key)
        return self._store.holding(key, COMMON + 1) if held is None else len(held)

    def _sketch(self, number: int) -> Sketch:
        data = self._store.data(number)
        if data is None:
            raise KeyError(number)
        return unpack_bytes(data)
