"""The vectors in an embedded Chroma, as bots read them. Only the lock's holder may open a live directory."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import KbError, StateError
from index.store.chroma_client import client_of
from index.store.chroma_faults import REMEDY, Translated
from index.store.chroma_files import blank_unused
from index.store.chroma_graph import FEW, PAGE, banded, mend, pages, settle
from index.store.chroma_rename import rename, sweep
from index.store.chroma_terms import told_changes, told_metadata, told_where
from index.store.filters import alternatives
from index.store.guard import check_dimension, check_query, check_rows
from index.store.store import Hit, Record, Renaming, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from index.chunk import Value
    from index.embed.embedder import Vectors

BATCH = 1000
"""Rows a call: Chroma holds the GIL while it writes, and signals wait."""
SYNC_THRESHOLD = 1000
"""Writes between two index writes, of a new store."""
TRACKED = 20_000
"""Ids of written rows that are kept for `mend`; after more, it looks at every row."""


class ChromaStore:
    """A VectorStore in the directory `path`, of vectors with `dimension` entries.

    `sync_threshold`: writes between two writes of the index files; it stays with the collection, and None
    leaves it as it is (1,000 for a new one). With the number of rows of a build, the index is written once,
    at its end. `create=False`: a missing store is an error, not a new one. Raises StateError (6),
    EmbedderMismatchError (5) for another dimension, EnvironmentFaultError (8) for a full disk.
    """

    def __init__(
        self,
        path: Path,
        dimension: int,
        *,
        collection: str = "chunks",
        sync_threshold: int | None = None,
        create: bool = True,
    ) -> None:
        self.path = path
        self.dimension = dimension
        self._name = collection
        self._wrote = False
        self._fresh: dict[str, None] = {}
        self._client: Any = None
        if create:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        elif not (path / "chroma.sqlite3").is_file():
            raise StateError(f"there is no vector store in {path}", remedy=REMEDY)
        sweep(path)
        self._collection: Any = self._open(sync_threshold, create=create)

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Writes whole rows. Keys that a row loses must be named in its `removed`: Chroma merges."""
        if not records:
            return
        check_rows(records, vectors, self.dimension)
        self._begin()
        start = 0
        for page in pages(records, BATCH):
            with Translated(self.path, "written"):
                self._collection.upsert(
                    ids=[record.id for record in page],
                    embeddings=np.ascontiguousarray(vectors[start : start + len(page)], dtype=np.float32),
                    documents=[record.text for record in page],
                    metadatas=[told_metadata(record, record.removed) for record in page],
                )
            if len(self._fresh) <= TRACKED:
                self._fresh.update((record.id, None) for record in page)
            start += len(page)

    def relabel(self, records: Sequence[Record]) -> None:
        """Replaces text and metadata of rows that exist. What stays, text or key, is not written again."""
        for page in pages(records, BATCH):
            stored = self.get([record.id for record in page])
            known = [record for record in page if record.id in stored]
            changed = [record for record in known if stored[record.id][0] != record.text]
            updates = [
                (record.id, told)
                for record in known
                if stored[record.id][0] == record.text
                and (told := told_changes(record.metadata, stored[record.id][1]))
            ]
            if updates:
                self._begin()
                with Translated(self.path, "written"):
                    ids, metadatas = zip(*updates, strict=True)
                    self._collection.update(ids=list(ids), metadatas=list(metadatas))
            if changed:
                # Chroma refuses texts without vectors unless it may embed them itself.
                vectors = self.vectors([record.id for record in changed])
                self.upsert(
                    [replace(record, removed=tuple(stored[record.id][1])) for record in changed],
                    np.stack([vectors[record.id] for record in changed]),
                )

    def rename(self, rows: Sequence[Renaming]) -> bool:
        """Gives rows other ids, in the files: for that the store is closed, and opened again."""
        if self._wrote or not rows:
            return not rows
        self._shut()
        with Translated(self.path, "written"):
            done = rename(self.path, rows)
        self._collection = self._open(None, create=False)
        return done

    def delete(self, ids: Sequence[str]) -> None:
        """Removes rows; unknown ids are fine."""
        for page in pages(list(dict.fromkeys(ids)), BATCH):
            self._begin()
            with Translated(self.path, "written"):
                self._collection.delete(ids=list(page))

    def mend(self, *, everything: bool = False) -> int:
        """Writes rows again that a search does not find: new ones, and those beside them; or any."""
        fresh, count = list(self._fresh), self.count()
        if not (count and (fresh or everything)):
            return 0
        self._begin()
        self._fresh.clear()
        every = everything or len(fresh) > TRACKED or count <= FEW
        scope = partial(self._listed, PAGE) if every else partial(pages, fresh, PAGE)
        written = count if every else len(fresh)
        with Translated(self.path, "mended"):
            return mend(
                self._collection, scope, lambda: banded(self._collection, self.path, self.dimension, written)
            )

    def query(self, vector: Vectors, top: int, where: Where | None = None) -> list[Hit]:
        """The `top` nearest rows, best first; of equal ones at the end any may be missing."""
        check_query(vector, self.dimension)
        conditions = alternatives(where)
        if top < 1 or not all(values for _, values in conditions):
            return []
        with Translated(self.path, "searched"):
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1).astype(np.float32),
                n_results=top,
                where=told_where(conditions),
                include=["distances"],
            )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        hits = [Hit(id=chunk_id, score=1.0 - float(distance)) for chunk_id, distance in pairs]
        return sorted(hits, key=lambda hit: (-hit.score, hit.id))

    def ids(self) -> list[str]:
        """All ids."""
        return list(chain.from_iterable(self._listed(BATCH * 5)))

    def _listed(self, size: int) -> Iterator[list[str]]:
        offset = 0
        while True:
            with Translated(self.path, "read"):
                page = self._collection.get(limit=size, offset=offset, include=[])["ids"]
            if page:
                yield page
            if len(page) < size:
                return
            offset += size

    def get(self, ids: Sequence[str]) -> dict[str, tuple[str, dict[str, Value]]]:
        """Text and metadata of those of `ids` that exist."""
        rows: dict[str, tuple[str, dict[str, Value]]] = {}
        for page in pages(ids, BATCH):
            with Translated(self.path, "read"):
                found = self._collection.get(
                    ids=list(dict.fromkeys(page)), include=["documents", "metadatas"]
                )
            for chunk_id, text, metadata in zip(
                found["ids"], found["documents"], found["metadatas"], strict=True
            ):
                rows[chunk_id] = (text or "", dict(metadata or {}))
        return rows

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of those of `ids` that exist, shape (dimension,). Raises StateError when one was lost."""
        rows: dict[str, Vectors] = {}
        for page in pages(ids, BATCH):
            with Translated(self.path, "read"):
                found = self._collection.get(ids=list(dict.fromkeys(page)), include=["embeddings"])
            rows.update(zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True))
        return rows

    def count(self) -> int:
        """How many rows Chroma's tables hold; no proof that their vectors are there."""
        with Translated(self.path, "read"):
            return int(self._collection.count())

    def close(self) -> None:
        """Closes cleanly; a small index is written out first."""
        if self._client is None:
            return
        if self._wrote:
            with Translated(self.path, "written"):
                settle(self._collection, self.path, self.dimension)
        self._shut()
        if self._wrote:
            blank_unused(self.path)

    def _begin(self) -> None:
        """Reads once before the first write: the first reading makes the next write replay the log."""
        self._wrote = self._wrote or self.count() >= 0

    def _shut(self) -> None:
        client, self._client, self._collection = self._client, None, None
        with Translated(self.path, "closed"):
            client.close()

    def _open(self, sync_threshold: int | None, *, create: bool) -> Any:
        from chromadb.errors import NotFoundError

        self._client = client_of(self.path)
        try:
            with Translated(self.path, "opened"):
                try:
                    collection = self._client.get_collection(self._name, embedding_function=None)
                except NotFoundError:
                    if not create:
                        raise
                    hnsw = {"space": "cosine", "sync_threshold": sync_threshold or SYNC_THRESHOLD}
                    collection = self._client.create_collection(
                        self._name,
                        embedding_function=None,
                        metadata={"dimension": self.dimension},
                        configuration={"hnsw": hnsw},
                    )
                check_dimension(self.dimension, (collection.metadata or {}).get("dimension", 0))
                threshold = collection.configuration["hnsw"]["sync_threshold"]
                if sync_threshold is not None and sync_threshold != threshold:
                    collection.modify(configuration={"hnsw": {"sync_threshold": sync_threshold}})
        except KbError:
            self._shut()
            raise
        return collection
