"""Writes documents into one generation: intent -> upsert new -> delete stale -> full text -> commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.buggify import fail_store
from index.contents import Contents, VectorCache
from index.delta import Delta, delta, removed_keys
from index.errors import StateError
from index.faults import crash_point
from index.freed import give_back
from index.generations import Generations
from index.interrupt import shield
from index.manifest import Manifest
from index.records import ChunkRecord
from index.space import require_space
from index.store.lexical import LexicalStore
from index.store.store import Record, VectorStore

if TYPE_CHECKING:
    from index.embed.embedder import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document as it should stand in the generation; `texts` are those of `chunks`, in their order."""

    doc_id: str
    key: str
    chunks: Sequence[ChunkRecord]
    texts: Sequence[str]


@dataclass(slots=True)
class Written:
    """What was done, in chunks."""

    added: int = 0
    moved: int = 0
    relabelled: int = 0
    deleted: int = 0
    kept: int = 0


@dataclass(slots=True)
class Writer:
    """The one way into a generation. It must hold the lock; its store must be open and marked dirty."""

    manifest: Manifest
    generations: Generations
    number: int
    store: VectorStore
    lexical: LexicalStore
    live: bool = True
    torn: bool = False
    written: Written = field(default_factory=Written)

    def put(self, wanted: Sequence[Wanted], fresh: Mapping[str, Vectors]) -> None:
        """Brings the generation in step with `wanted`. `fresh` are vectors made for it, by cache key."""
        texts = sum(len(text) for document in wanted for text in document.texts)
        vectors = sum(vector.nbytes for vector in fresh.values())
        require_space(self.generations.directory, TEXT_BYTES * texts + VECTOR_COPIES * vectors)
        with self.batch():
            self._put(wanted, fresh)
        give_back()

    def drop(self, doc_ids: Sequence[str]) -> None:
        """Removes documents from the generation."""
        for start in range(0, len(doc_ids), BATCH):
            require_space(self.generations.directory, 0)
            with self.batch():
                self._drop(doc_ids[start : start + BATCH])

    @contextmanager
    def batch(self) -> Iterator[None]:
        """A signal waits for the end of a batch; one that breaks leaves the store in doubt."""
        with shield():
            self.torn = True
            yield
            self.torn = False

    def _put(self, wanted: Sequence[Wanted], fresh: Mapping[str, Vectors]) -> None:
        contents = Contents(self.manifest, self.number)
        doc_ids = [document.doc_id for document in wanted]
        doubtful = contents.intents()
        stored: dict[str, list[ChunkRecord]] = {}
        for chunk in contents.chunks(doc_ids):
            stored.setdefault(chunk.doc_id, []).append(chunk)
        deltas = {
            document.doc_id: delta(
                document.chunks, stored.get(document.doc_id, ()), doubtful.get(document.doc_id, ())
            )
            for document in wanted
        }
        with self.manifest.transaction():
            VectorCache(self.manifest).put(fresh)
            contents.intend(
                {
                    document.doc_id: {
                        *(chunk.id for chunk in document.chunks),
                        *(chunk.id for chunk in stored.get(document.doc_id, ())),
                        *doubtful.get(document.doc_id, ()),
                    }
                    for document in wanted
                    if _touches_store(deltas[document.doc_id])
                }
            )
        crash_point("intent")
        self._write(
            wanted, deltas, {chunk.id: chunk for rows in stored.values() for chunk in rows}, set(doubtful)
        )
        with self.manifest.transaction():
            contents.unplace(doc_ids)
            for document in wanted:
                contents.place(document.doc_id, document.key, document.chunks)
        self.committed()

    def _drop(self, doc_ids: Sequence[str]) -> None:
        contents = Contents(self.manifest, self.number)
        doubtful = contents.intents()
        ids: dict[str, set[str]] = {doc_id: set(doubtful.get(doc_id, ())) for doc_id in doc_ids}
        for chunk in contents.chunks(doc_ids):
            ids[chunk.doc_id].add(chunk.id)
        with self.manifest.transaction():
            contents.intend(ids)
        crash_point("drop-intent")
        stale = sorted({chunk for chunks in ids.values() for chunk in chunks})
        self.store.delete(stale)
        fail_store("delete")
        self.lexical.delete(stale)
        crash_point("dropped")
        with self.manifest.transaction():
            contents.unplace(doc_ids)
        self.written.deleted += len(stale)
        self.committed()

    def _write(
        self,
        wanted: Sequence[Wanted],
        deltas: Mapping[str, Delta],
        before: Mapping[str, ChunkRecord],
        doubtful: Set[str],
    ) -> None:
        texts = {
            chunk.id: text
            for document in wanted
            for chunk, text in zip(document.chunks, document.texts, strict=True)
        }
        add = [chunk for change in deltas.values() for chunk in change.add]
        relabel = [chunk for change in deltas.values() for chunk in change.relabel]
        remove = [chunk_id for change in deltas.values() for chunk_id in change.remove]
        fail_store("store")
        if add:
            self.store.upsert(self._records(add, texts, before, doubtful), self._vectors(add))
        if relabel:
            self.store.relabel(self._records(relabel, texts, before, doubtful))
        crash_point("upserted")
        self.store.delete(remove)
        fail_store("delete")
        crash_point("deleted")
        fail_store("lexical")
        rows = [(chunk.id, texts[chunk.id], chunk.metadata) for chunk in (*add, *relabel)]
        self.lexical.upsert(rows, remove)  # last, in one step: a search that falls here waits for the commit
        crash_point("lexical")
        self.written.added += len(add)
        self.written.relabelled += len(relabel)
        self.written.deleted += len(remove)
        self.written.kept += sum(change.keep for change in deltas.values())

    def _records(
        self,
        chunks: Iterable[ChunkRecord],
        texts: Mapping[str, str],
        before: Mapping[str, ChunkRecord],
        doubtful: Set[str],
    ) -> list[Record]:
        return [
            Record(
                id=chunk.id,
                text=texts[chunk.id],
                metadata=chunk.metadata,
                removed=removed_keys(
                    chunk, before.get(chunk.id), OPTIONAL_KEYS if chunk.doc_id in doubtful else ()
                ),
            )
            for chunk in chunks
        ]

    def _vectors(self, chunks: Sequence[ChunkRecord]) -> Vectors:
        import numpy as np

        cached = VectorCache(self.manifest).get([chunk.vector for chunk in chunks])
        lost = [chunk.id for chunk in chunks if chunk.vector not in cached]
        if lost:
            raise StateError(f"the vector cache lost {len(lost)} vectors", remedy="Run ingest rebuild.")
        return np.stack([cached[chunk.vector] for chunk in chunks])

    def committed(self) -> None:
        """Tells readers that a batch is in the manifest."""
        crash_point("committed")
        if self.live:
            self.generations.point(self.number)


BATCH = 500
TEXT_BYTES = 8
VECTOR_COPIES = 4
"""What a batch may cost on disk: bytes for each character (in tables, indexes and logs), and copies of each vector."""
OPTIONAL_KEYS = (
    "section",
    "page",
    "page_end",
    "version_date",
    "version_day",
    "status",
    "updated_at",
    "updated_day",
    "title",
)
"""Metadata keys that a row from an interrupted write may hold and that must be cleared where it lacks them."""


def _touches_store(change: Delta) -> bool:
    return bool(change.add or change.relabel or change.remove)
