"""The reference store: exact, in memory, and what the other stores are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.store.filters import matches
from index.store.guard import check_query, check_rows
from index.store.store import Hit, Record, Renaming, Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.chunk import Metadata, Value
    from index.embed.embedder import Vectors


class MemoryStore:
    """A VectorStore of plain dictionaries. Its dimension is that of the first vectors, unless given."""

    def __init__(self, dimension: int | None = None) -> None:
        self.dimension = dimension
        self._texts: dict[str, str] = {}
        self._metadata: dict[str, dict[str, Value]] = {}
        self._vectors: dict[str, Vectors] = {}

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Writes whole rows."""
        if not records:
            return
        check_rows(records, vectors, self.dimension or vectors.shape[-1])
        self.dimension = vectors.shape[-1]
        for record, vector in zip(records, vectors, strict=True):
            self._vectors[record.id] = np.array(vector, dtype=np.float32)
            self._label(record)

    def relabel(self, records: Sequence[Record]) -> None:
        """Replaces text and metadata of rows that exist."""
        for record in records:
            if record.id in self._vectors:
                self._label(record)

    def rename(self, rows: Sequence[Renaming]) -> bool:
        """Gives rows other ids."""
        old, new = {row.id for row in rows}, {row.new_id for row in rows}
        known = self._vectors.keys()
        if not (len(old) == len(new) == len(rows) and old <= known and new.isdisjoint(known)):
            return False
        if not all(isinstance(self._metadata[row.id].get(key), str) for row in rows for key in row.changed):
            return False
        for row in rows:
            self._texts[row.new_id] = self._texts.pop(row.id)
            self._vectors[row.new_id] = self._vectors.pop(row.id)
            self._metadata[row.new_id] = {**self._metadata.pop(row.id), **row.changed}
        return True

    def delete(self, ids: Sequence[str]) -> None:
        """Removes rows."""
        for chunk_id in ids:
            self._texts.pop(chunk_id, None)
            self._metadata.pop(chunk_id, None)
            self._vectors.pop(chunk_id, None)

    def mend(self, *, everything: bool = False) -> int:  # noqa: ARG002 - as the protocol has it
        """An exact search finds every row."""
        return 0

    def query(self, vector: Vectors, top: int, where: Where | None = None) -> list[Hit]:
        """The `top` nearest rows by exact cosine similarity; equal ones in the order of their ids."""
        check_query(vector, self.dimension or vector.size)
        ids = sorted(chunk_id for chunk_id, metadata in self._metadata.items() if matches(metadata, where))
        if not ids or top < 1:
            return []
        rows = np.stack([self._vectors[chunk_id] for chunk_id in ids]).astype(np.float64)
        wanted = vector.reshape(-1).astype(np.float64)
        lengths = np.linalg.norm(rows, axis=1) * (np.linalg.norm(wanted) or 1.0)
        scores = (rows * wanted).sum(axis=1) / lengths
        best = np.argsort(-scores, kind="stable")[:top]
        return [Hit(id=ids[place], score=float(scores[place])) for place in best]

    def ids(self) -> list[str]:
        """All ids."""
        return list(self._vectors)

    def get(self, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, Value]]]:
        """Text and metadata of those of `ids` that exist."""
        return {
            chunk_id: (self._texts[chunk_id], _copy(self._metadata[chunk_id]))
            for chunk_id in ids
            if chunk_id in self._texts
        }

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of those of `ids` that exist."""
        return {chunk_id: self._vectors[chunk_id].copy() for chunk_id in ids if chunk_id in self._vectors}

    def count(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    def close(self) -> None:
        """There is nothing to close."""

    def _label(self, record: Record) -> None:
        self._texts[record.id] = record.text
        self._metadata[record.id] = _copy(record.metadata)


def _copy(metadata: Metadata) -> dict[str, Value]:
    return {key: list(value) if isinstance(value, list) else value for key, value in metadata.items()}
