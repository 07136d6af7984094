"""What one generation held at one moment, in arrays: who is near, among those a filter lets through."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from index.contents import Contents, VectorCache
from index.exact import best, exact, leading, places_of
from index.manifest import Manifest, pages
from index.store.filters import matches
from index.store.lexical_schema import FIELDS
from index.store.store import Hit
from index.tally import Tally
from index.vectorpool import VectorPool

if TYPE_CHECKING:
    from index.chunk import Value
    from index.embed.embedder import Vectors
    from index.generations import Pointer
    from index.store.store import Where

PAGE = 900
"""Vectors that are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Chunks of one generation; position by position their ids, documents, vectors' keys and columns, and labels.

    Never changed: a reader may hold one for as long as it likes. `codes` number the combinations of labels that occur.
    """

    pointer: Pointer
    placed: Mapping[str, str]
    ids: Any
    documents: Any
    keys: Any
    columns: Any
    codes: Any
    labels: Sequence[Mapping[str, Value]]
    matrix: Any
    used: int
    dimension: int

    def __len__(self) -> int:
        return len(self.ids)

    def nearest(self, vector: Vectors, top: int, where: Where | None) -> list[Hit]:
        """The nearest chunks by exact cosine, equal ones by id: what `index.search.nearest` gives."""
        import numpy as np

        if not len(self):
            return []
        places = places_of(vector)
        if len(places) * 2 > self.dimension:
            scores = (vector @ self.matrix[:, : self.used])[self.columns]
        else:
            scores = (vector[places] @ self.matrix[places, : self.used])[self.columns]
        if where:
            scores[~self.passing(where)] = -np.inf
        found = leading(scores, top, self.dimension)
        sums = exact(lambda rows: self._rows(places, rows), found, vector[places].astype(np.float64))
        return [Hit(id=chunk_id, score=score) for chunk_id, score in best(self.ids[found], sums, top)]

    def passing(self, where: Where) -> Any:
        """Which positions a filter lets through, shape (chunks,)."""
        import numpy as np

        known = np.array([matches(labels, where) for labels in self.labels], dtype=bool)
        return known[self.codes]

    def known(self, where: Where | None) -> Iterable[str]:
        """Ids of all chunks, or of those that a filter lets through."""
        ids: Iterable[str] = (self.ids[self.passing(where)] if where else self.ids).tolist()
        return ids

    def narrowed(self, where: Where | None) -> Where | None:
        """The filter without the fields that let everything through that is here."""
        needed = {
            name: wanted for name, wanted in (where or {}).items() if not self.passing({name: wanted}).all()
        }
        return needed or None

    def _rows(self, places: Any, positions: Any) -> Any:
        return self.matrix[places[:, None], self.columns[positions]].T


@dataclass(slots=True)
class Builder:
    """Makes snapshots, each from the one before and what changed since. One thread at a time."""

    pool: VectorPool
    known: dict[str, int] = field(default_factory=dict)
    labels: list[Mapping[str, Value]] = field(default_factory=list)

    def build(self, manifest: Manifest, pointer: Pointer, before: Snapshot | None) -> Snapshot:
        """What the manifest says now of the generation that `pointer` names. Raises StateError."""
        import numpy as np

        placed = Contents(manifest, pointer.number).placed()
        kept = before if before and before.pointer.number == pointer.number else None
        changed = [doc for doc, key in placed.items() if kept is None or kept.placed.get(doc) != key]
        every = kept is None or len(changed) > len(placed) / 2
        rows = list(Tally(manifest, pointer.number).labelled(FIELDS, None if every else changed))
        columns: list[Any] = [_objects(row[at] for row in rows) for at in range(3)]
        codes = np.fromiter((self._code(row[3]) for row in rows), dtype=np.int32, count=len(rows))
        if kept is not None and not every:
            stay = np.fromiter(
                (placed.get(doc) == kept.placed[doc] for doc in kept.documents), dtype=bool, count=len(kept)
            )
            old = (kept.ids, kept.documents, kept.keys)
            columns = [np.concatenate([one[stay], new]) for one, new in zip(old, columns, strict=True)]
            codes = np.concatenate([kept.codes[stay], codes])
        self._load(VectorCache(manifest), columns[2])
        found = np.fromiter((key in self.pool.slots for key in columns[2]), dtype=bool, count=len(codes))
        ids, documents, keys = (one[found] for one in columns)
        return Snapshot(
            pointer=pointer,
            placed=placed,
            ids=ids,
            documents=documents,
            keys=keys,
            columns=self.pool.at(keys.tolist()),
            codes=codes[found],
            labels=tuple(self.labels),
            matrix=self.pool.matrix,
            used=self.pool.used,
            dimension=self.pool.dimension,
        )

    def _load(self, cache: VectorCache, keys: Iterable[str]) -> None:
        wanted = dict.fromkeys(keys)
        missing = self.pool.missing(wanted)
        self.pool.reserve(len(missing))
        for page in pages(missing, PAGE):
            self.pool.add(cache.get(page))
        self.pool.compact([key for key in wanted if key in self.pool.slots])

    def _code(self, labels: str) -> int:
        """The number of a combination of labels, a JSON list of the values of `FIELDS`."""
        if labels not in self.known:
            values = zip(FIELDS, json.loads(labels), strict=True)
            self.known[labels] = len(self.labels)
            self.labels.append({name: value for name, value in values if value is not None})
        return self.known[labels]


def _objects(values: Iterable[str]) -> Any:
    import numpy as np

    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made
