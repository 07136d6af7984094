"""Vectors in memory by their keys, dimension by dimension, for one writer and many readers without a lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from index.embed.embedder import Vectors

SPARE = 1.25
"""Room made beyond what is needed; untouched memory costs nothing."""
LEAST = 1024
WASTE = 0.3
"""Share of columns that nobody uses from which on the rest is copied together."""


class VectorPool:
    """A matrix of shape (dimension, room): column `slot[key]` is a vector, 4 bytes a dimension.

    A question with few non-zero places reads those rows alone. Columns are written once and only behind those in use;
    when the matrix grows or is copied together there is a new one, and readers keep the one they hold.
    """

    def __init__(self, dimension: int) -> None:
        import numpy as np

        self.dimension = dimension
        self.slots: dict[str, int] = {}
        self.matrix: Any = np.empty((dimension, 0), dtype=np.float32)

    @property
    def used(self) -> int:
        """Columns written."""
        return len(self.slots)

    def missing(self, keys: Collection[str]) -> list[str]:
        """Those of `keys` that are not here, each once."""
        return [key for key in dict.fromkeys(keys) if key not in self.slots]

    def reserve(self, more: int) -> None:
        """Makes room for `more` vectors."""
        import numpy as np

        needed = self.used + more
        if needed > self.matrix.shape[1]:
            wider = np.empty((self.dimension, int(needed * SPARE) + LEAST), dtype=np.float32)
            wider[:, : self.used] = self.matrix[:, : self.used]
            self.matrix = wider

    def add(self, vectors: Mapping[str, Vectors]) -> None:
        """Takes in vectors that are not here yet."""
        import numpy as np

        if not vectors:
            return
        self.reserve(len(vectors))
        start = self.used
        self.matrix[:, start : start + len(vectors)] = np.stack(list(vectors.values())).T
        self.slots.update({key: start + at for at, key in enumerate(vectors)})

    def compact(self, wanted: Collection[str]) -> bool:
        """Leaves out what is not `wanted` if that is much; tells whether slots have moved."""
        import numpy as np

        if len(wanted) >= self.used * (1 - WASTE) or self.used - len(wanted) < LEAST:
            return False
        keys = list(wanted)
        room = int(len(keys) * SPARE) + LEAST
        matrix = np.empty((self.dimension, room), dtype=np.float32)
        matrix[:, : len(keys)] = self.matrix[:, [self.slots[key] for key in keys]]
        self.slots = {key: at for at, key in enumerate(keys)}
        self.matrix = matrix
        return True

    def at(self, keys: Sequence[str]) -> Any:
        """The columns of `keys`."""
        import numpy as np

        return np.fromiter((self.slots[key] for key in keys), dtype=np.int64, count=len(keys))
