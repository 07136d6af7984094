"""What an embedder is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
else:
    Vectors = Any  # numpy takes .2 CPU seconds to import; a sync with nothing to do needs none of it


class EmbeddingError(Exception):
    """An embedder failed on some texts: `positions` among those it was given, `reason` in words without text.

    Trouble with these documents (code `embedder`), not with the run: the other texts can be embedded
    without them.
    """

    def __init__(self, reason: str, positions: Sequence[int]) -> None:
        super().__init__(f"{reason} ({len(positions)} texts)")
        self.reason = reason
        self.positions = tuple(positions)


class Embedder(Protocol):
    """Turns texts into normalised vectors. A vector depends on its text alone: not on batch, order, process.

    `identity` names everything that shapes a vector (model, revision, prompts, normalisation); vectors of
    two identities are never mixed. `in_workers`: cheap pure code that runs in the pool's processes; else it
    runs in the process that writes. `passage_prompt` is put before each passage by the chunker, so that
    tokens count it. `max_tokens` is what the model reads at once, None for no limit.
    """

    name: ClassVar[str]
    in_workers: ClassVar[bool]

    @property
    def identity(self) -> str: ...  # noqa: D102 - told above, as are the next three
    @property
    def dimension(self) -> int: ...  # noqa: D102
    @property
    def max_tokens(self) -> int | None: ...  # noqa: D102
    @property
    def passage_prompt(self) -> str: ...  # noqa: D102

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), dimension), float32, each of length 1.

        Raises `EmbeddingError`.
        """
        ...

    def embed_query(self, text: str) -> Vectors:
        """The vector of a query, shape (dimension,), float32, of length 1."""
        ...
