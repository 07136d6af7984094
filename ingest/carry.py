"""Chunks that need not be made again: those of a document that is in the index under another id, as one that moved.

The key of a placed document tells all that its chunks are made of but its id, so a document with the same key has the
same chunks under ids of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from index.catalog import Catalog
from index.chunk import chunk_ids
from index.contents import Contents, VectorCache
from index.manifest import Manifest
from index.moving import Moved, move
from index.records import ChunkRecord, DocumentRecord
from index.writer import Wanted, Writer
from ingest.decide import Decided, wanted_key
from ingest.pipeline import Pipeline

PAGE = 200
ROWS = 50_000
"""So many rows move at once, in 160 MB; each time the store is closed, and the ids of all its rows are gone through."""


def carried(
    pipeline: Pipeline, catalog: Catalog, contents: Contents, doc_ids: Sequence[str], decided: Decided
) -> Iterator[tuple[str, Wanted]]:
    """Those of the documents to write whose chunks `contents` holds as those of another; with their sources."""
    twins = {key: doc_id for doc_id, key in contents.placed().items()}
    cache = VectorCache(catalog.manifest)
    for start in range(0, len(doc_ids) if twins else 0, PAGE):
        records = catalog.get(doc_ids[start : start + PAGE])
        keys = {doc_id: key_of(pipeline, record, decided) for doc_id, record in records.items()}
        pairs = {doc_id: twins[key] for doc_id, key in keys.items() if twins.get(key, doc_id) != doc_id}
        rows = _rows(contents, sorted({*pairs.values()}))
        known = cache.known(sorted({row.vector for some in rows.values() for row in some}))
        for doc_id, twin in pairs.items():
            chunks = rows.get(twin, [])
            if not known.issuperset(row.vector for row in chunks):
                continue
            texts = _texts(catalog, chunks)
            own = list(_own(doc_id, chunks, texts))
            yield (
                records[doc_id].source_id,
                Wanted(doc_id=doc_id, key=keys[doc_id], chunks=own, texts=texts),
            )


def move_rows(
    manifest: Manifest, writer: Writer, wanted: Mapping[str, str], put: Sequence[str], drop: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Has rows of documents to drop become those of documents to put that are the same. What is left of both.

    `wanted` holds the keys of the documents to put.
    """
    contents, catalog = Contents(manifest, writer.number), Catalog(manifest)
    done: set[str] = set()
    for found in _moved(contents, catalog, wanted, _pairs(contents, wanted, put, drop)):
        if not move(writer, found):
            break
        done.update(one for document in found for one in (document.doc_id, document.old_id))
    return [one for one in put if one not in done], [one for one in drop if one not in done]


def _pairs(
    contents: Contents, wanted: Mapping[str, str], put: Sequence[str], drop: Sequence[str]
) -> list[tuple[str, str]]:
    """Documents to put, each with one to drop that has its key."""
    placed, doubtful = contents.placed(), contents.intents()
    leaving = {placed[doc_id]: doc_id for doc_id in drop if doc_id in placed and doc_id not in doubtful}
    return [
        (doc_id, leaving.pop(wanted[doc_id]))
        for doc_id in put
        if wanted[doc_id] in leaving and doc_id not in placed and doc_id not in doubtful
    ]


def _moved(
    contents: Contents, catalog: Catalog, wanted: Mapping[str, str], pairs: Sequence[tuple[str, str]]
) -> Iterator[list[Moved]]:
    """Those of `pairs` whose rows can be moved, in portions of about `ROWS`."""
    cache, moved, held = VectorCache(catalog.manifest), list[Moved](), 0
    for start in range(0, len(pairs), PAGE):
        page = pairs[start : start + PAGE]
        rows = _rows(contents, sorted(old_id for _, old_id in page))
        known = cache.known(sorted({row.vector for some in rows.values() for row in some}))
        for doc_id, old_id in page:
            old = rows.get(old_id, [])
            if known.issuperset(row.vector for row in old):
                own = list(_own(doc_id, old, _texts(catalog, old)))
                moved.append(Moved(doc_id=doc_id, key=wanted[doc_id], chunks=own, old_id=old_id, old=old))
                held += len(old)
        if held >= ROWS:
            yield moved
            moved, held = [], 0
    if moved:
        yield moved


def key_of(pipeline: Pipeline, record: DocumentRecord, decided: Decided) -> str:
    """What a document is to be written from."""
    return wanted_key((record.content, record.chars, record.root), pipeline.index_key, decided, record.id)


def _rows(contents: Contents, doc_ids: Sequence[str]) -> Mapping[str, list[ChunkRecord]]:
    rows: dict[str, list[ChunkRecord]] = {}
    for chunk in contents.chunks(doc_ids):
        rows.setdefault(chunk.doc_id, []).append(chunk)
    return rows


def _texts(catalog: Catalog, chunks: Sequence[ChunkRecord]) -> list[str]:
    bodies = {body: catalog.text(body) for body in {chunk.body for chunk in chunks}}
    return [chunk.text(bodies[chunk.body]) for chunk in chunks]


def _own(doc_id: str, chunks: Sequence[ChunkRecord], texts: Sequence[str]) -> Iterator[ChunkRecord]:
    about = {"doc_id": doc_id, "source": doc_id.partition("#")[0]}
    for chunk, own_id in zip(chunks, chunk_ids(doc_id, texts), strict=True):
        yield replace(chunk, id=own_id, doc_id=doc_id, metadata={**chunk.metadata, **about})
