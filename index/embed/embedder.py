"""What an embedder is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into normalised vectors. A vector depends on its text alone: not on batch, order or process.

    `identity` names everything that shapes a vector (model, revision, prompts, normalisation); vectors of two
    identities are never mixed. `in_workers`: cheap pure code that runs in the pool's processes; else it runs in
    the process that writes. `passage_prompt` is put before each passage by the chunker, so that tokens count it.
    `max_tokens` is what the model reads at once, None for no limit.
    """

    name: ClassVar[str]
    in_workers: ClassVar[bool]

    @property
    def identity(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int | None: ...
    @property
    def passage_prompt(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), float32, each of length 1."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query, shape (dimension,), float32, of length 1."""
        ...
