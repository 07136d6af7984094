"""Fakes for tests of what is built on stores and embedders."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from index.chunk import Value
    from index.embed.embedder import Embedder, Vectors
    from index.store.store import Hit, Record, Renaming, VectorStore, Where


class InjectedError(Exception):
    """Raised by `FlakyStore` at the write that the test named."""


class FlakyStore:
    """A store that stops at its `fail_at`-th write (from 1), before it is applied, or `after`; once."""

    def __init__(self, store: VectorStore, fail_at: int, *, after: bool = False) -> None:
        self.store = store
        self.fail_at = fail_at
        self.after = after
        self.writes = 0

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Writes whole rows, or stops."""
        self._stop(after=False)
        self.store.upsert(records, vectors)
        self._stop(after=True)

    def relabel(self, records: Sequence[Record]) -> None:
        """Replaces text and metadata, or stops."""
        self._stop(after=False)
        self.store.relabel(records)
        self._stop(after=True)

    def rename(self, rows: Sequence[Renaming]) -> bool:
        """Gives rows other ids, or stops."""
        self._stop(after=False)
        done = self.store.rename(rows)
        self._stop(after=True)
        return done

    def delete(self, ids: Sequence[str]) -> None:
        """Removes rows, or stops."""
        self._stop(after=False)
        self.store.delete(ids)
        self._stop(after=True)

    def mend(self, *, everything: bool = False) -> int:
        """As the store."""
        return self.store.mend(everything=everything)

    def query(self, vector: Vectors, top: int, where: Where | None = None) -> list[Hit]:
        """As the store."""
        return self.store.query(vector, top, where)

    def ids(self) -> Iterable[str]:
        """As the store."""
        return self.store.ids()

    def get(self, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, Value]]]:
        """As the store."""
        return self.store.get(ids)

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """As the store."""
        return self.store.vectors(ids)

    def count(self) -> int:
        """As the store."""
        return self.store.count()

    def close(self) -> None:
        """As the store."""
        self.store.close()

    def _stop(self, *, after: bool) -> None:
        if not after:
            self.writes += 1
        if after == self.after and self.writes == self.fail_at:
            raise InjectedError(f"write {self.writes}")


class FakeEmbedder:
    """An embedder that knows nothing: equal texts have equal vectors, others point anywhere."""

    name: ClassVar[str] = "fake"
    in_workers: ClassVar[bool] = True

    def __init__(self, dimension: int = 16) -> None:
        self._dimension = dimension

    @property
    def identity(self) -> str:
        """Its name and dimension."""
        return f"fake-{self._dimension}"

    @property
    def dimension(self) -> int:
        """As given."""
        return self._dimension

    @property
    def max_tokens(self) -> int | None:
        """No limit."""
        return None

    @property
    def passage_prompt(self) -> str:
        """None."""
        return ""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors from the hashes of the texts."""
        made = [self.embed_query(text) for text in texts]
        return np.stack(made) if made else np.zeros((0, self._dimension), np.float32)

    def embed_query(self, text: str) -> Vectors:
        """The vector of the same passage."""
        digest = hashlib.shake_128(text.encode("utf-8", "surrogatepass")).digest(self._dimension)
        made = np.frombuffer(digest, np.uint8).astype(np.float32) - 127.5
        return np.asarray(made / np.sqrt(np.square(made).sum()), dtype=np.float32)


class CountingEmbedder:
    """Counts what an embedder is asked for: `texts` holds every passage, in order, `queries` every question."""

    name: ClassVar[str] = "counting"
    in_workers: ClassVar[bool] = False

    def __init__(self, embedder: Embedder | None = None) -> None:
        self.embedder: Embedder = embedder or FakeEmbedder()
        self.texts: list[str] = []
        self.queries: list[str] = []
        self.calls = 0

    @property
    def identity(self) -> str:
        """That of the embedder inside."""
        return self.embedder.identity

    @property
    def dimension(self) -> int:
        """That of the embedder inside."""
        return self.embedder.dimension

    @property
    def max_tokens(self) -> int | None:
        """That of the embedder inside."""
        return self.embedder.max_tokens

    @property
    def passage_prompt(self) -> str:
        """That of the embedder inside."""
        return self.embedder.passage_prompt

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of the embedder inside."""
        self.calls += 1
        self.texts.extend(texts)
        return self.embedder.embed(texts)

    def embed_query(self, text: str) -> Vectors:
        """The vector of the embedder inside."""
        self.queries.append(text)
        return self.embedder.embed_query(text)
