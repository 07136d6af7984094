"""The second half of a run: chunk the documents that should be searchable, embed what is new, write both."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from index.catalog import Catalog, body_hash
from index.chunk import vector_key
from index.contents import Contents, VectorCache
from index.manifest import Manifest
from index.records import ChunkRecord, DocumentRecord
from index.writer import Wanted, Writer
from ingest.carry import carried, key_of
from ingest.decided import Decided
from ingest.errors import Code
from ingest.pipeline import Pipeline
from ingest.report import Failure
from ingest.transport import pack_frame, unpack_frame, without_blocks
from ingest.work.engine import Engine

if TYPE_CHECKING:
    import numpy as np

    from index.embed.embedder import Vectors


@dataclass(slots=True)
class Placing:
    """What came of it, in chunks; documents that could not be embedded are `failures`."""

    embedded: int = 0
    cached: int = 0
    failures: list[Failure] = field(default_factory=list)
    pending: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Window:
    """Documents written together, and the vectors on their way."""

    documents: list[Wanted] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    chunks: int = 0
    vectors: Iterator[dict[str, Vectors]] = field(default_factory=lambda: iter(()))

    def add(self, source_id: str, wanted: Wanted) -> int:
        """Takes in a document; how many chunks there are now."""
        self.sources[wanted.doc_id] = source_id
        self.documents.append(wanted)
        self.chunks += len(wanted.chunks)
        return self.chunks


def place(
    pipeline: Pipeline,
    manifest: Manifest,
    engine: Engine,
    writer: Writer,
    doc_ids: Sequence[str],
    decided: Decided,
) -> Placing:
    """Writes documents into the writer's generation. Two windows overlap: one is embedded while one is written."""
    placing, contents = Placing(), Contents(manifest, writer.number)
    pipeline.progress.stage("indexing", len(doc_ids))
    waiting: _Window | None = None
    for window in _windows(pipeline, manifest, engine, contents, doc_ids, decided, placing):
        window.vectors = _embed(pipeline, engine, window.missing)
        if waiting:
            _write(pipeline, writer, waiting, placing)
        waiting = window
    if waiting:
        _write(pipeline, writer, waiting, placing)
    engine.release()
    return placing


def _windows(
    pipeline: Pipeline,
    manifest: Manifest,
    engine: Engine,
    contents: Contents,
    doc_ids: Sequence[str],
    decided: Decided,
    placing: Placing,
) -> Iterator[_Window]:
    catalog, cache, window, done = Catalog(manifest), VectorCache(manifest), _Window(), set[str]()
    for source_id, wanted in carried(pipeline, catalog, contents, doc_ids, decided):
        done.add(wanted.doc_id)
        placing.cached += len(wanted.chunks)
        if window.add(source_id, wanted) >= pipeline.limits.batch_chunks:
            yield window
            window = _Window()
    left = [doc_id for doc_id in doc_ids if doc_id not in done]
    cut = chunked(pipeline, catalog, engine, left, decided, placing.failures)
    for record, chunks, strings, text in cut:
        keys = [vector_key(pipeline.embedder_identity, string) for string in strings]
        texts = dict(zip(keys, strings, strict=True))
        rows = [
            _row(record, position, chunk, key, decided.also_at.get(record.id, ()))
            for position, (chunk, key) in enumerate(zip(chunks, keys, strict=True))
        ]
        new = texts.keys() - placing.pending
        new -= cache.known(list(new))
        placing.pending |= new
        placing.cached += len(rows) - len(new)
        window.missing.update({key: texts[key] for key in new})
        said = [row.text(text) for row in rows]
        wanted = Wanted(doc_id=record.id, key=key_of(pipeline, record, decided), chunks=rows, texts=said)
        if window.add(record.source_id, wanted) >= pipeline.limits.batch_chunks:
            yield window
            window = _Window()
    if window.documents:
        yield window


def chunked(
    pipeline: Pipeline,
    catalog: Catalog,
    engine: Engine,
    doc_ids: Sequence[str],
    decided: Decided,
    failures: list[Failure],
) -> Iterator[tuple[DocumentRecord, list[dict[str, Any]], list[str], str]]:
    """Documents with their chunks, the strings to embed, and the text that chunks are slices of."""
    in_flight: dict[str, tuple[DocumentRecord, str]] = {}

    def requests() -> Iterator[tuple[str, bytes]]:
        for start in range(0, len(doc_ids), 200):
            records = catalog.get(doc_ids[start : start + 200])
            with catalog.manifest.transaction():
                bodies = [_body(catalog, record, decided) for record in records.values()]
            for record, body in bodies:
                in_flight[record.id] = (record, body)
                request = {
                    "id": record.id,
                    "source_id": record.source_id,
                    "title": record.title,
                    "section": json.loads(record.section),
                    "labels": record.labels,
                }
                yield record.id, pack_frame(request, [body])

    for outcome in engine.map("chunk", requests(), timeout=pipeline.limits.timeout):
        record, body = in_flight.pop(outcome.tag)
        if outcome.code:
            failures.append(
                Failure(source=record.source_id, stage="chunk", code=outcome.code, detail=outcome.detail)
            )
            continue
        yield record, *unpack_frame(outcome.data), body.partition("\n")[2]


def _body(catalog: Catalog, record: DocumentRecord, decided: Decided) -> tuple[DocumentRecord, str]:
    """A document and its body, without the blocks that are left out; what is left is stored as a body of its own."""
    body = catalog.body(record.body)
    if places := decided.left_out.get(record.id):
        body = without_blocks(body, places)
        record = replace(record, body=body_hash(body))
        catalog.put_body(record.body, body)
    return record, body


def _row(
    record: DocumentRecord, position: int, chunk: Mapping[str, Any], key: str, also_at: Sequence[str]
) -> ChunkRecord:
    metadata = chunk["metadata"]
    if also_at:
        metadata["also_at"] = [doc_id.removesuffix("#") for doc_id in also_at]
    return ChunkRecord(
        id=chunk["id"],
        doc_id=record.id,
        position=position,
        body=record.body,
        prefix=chunk["prefix"],
        start=metadata["char_start"],
        end=metadata["char_end"],
        vector=key,
        metadata=metadata,
    )


def _embed(pipeline: Pipeline, engine: Engine, missing: Mapping[str, str]) -> Iterator[dict[str, Vectors]]:
    """Vectors by key, in pieces. In workers the work is under way as soon as this returns."""
    keys = list(missing)
    size = pipeline.limits.embed_batch
    pieces = [keys[start : start + size] for start in range(0, len(keys), size)]
    if not pipeline.embed_in_workers:
        return _embed_here(pipeline, missing, pieces)
    requests = ((index, _texts(missing, piece)) for index, piece in enumerate(pieces))
    outcomes = engine.map("embed", requests, timeout=pipeline.limits.timeout)
    return (
        {} if outcome.code else _by_key(pieces[outcome.tag], _decode(outcome.data, pipeline.dimension()))
        for outcome in outcomes
    )


def _texts(missing: Mapping[str, str], piece: Sequence[str]) -> bytes:
    return pack_frame(None, [missing[key] for key in piece])


def _embed_here(
    pipeline: Pipeline, missing: Mapping[str, str], pieces: Sequence[Sequence[str]]
) -> Iterator[dict[str, Vectors]]:
    from index.embed.embedder import EmbeddingError

    for piece in pieces:
        try:
            made = _by_key(piece, pipeline.embedder().embed([missing[key] for key in piece]))
        except EmbeddingError:
            made = {}
        yield made


def _decode(data: bytes, dimension: int) -> Vectors:
    import numpy as np

    return np.frombuffer(data, dtype="<f4").reshape(-1, dimension)


def _by_key(keys: Sequence[str], vectors: np.ndarray[Any, Any]) -> dict[str, Vectors]:
    """Only sound vectors: finite and of length 1."""
    import numpy as np

    if vectors.shape[0] != len(keys):
        return {}
    sound = np.isfinite(vectors).all(axis=1) & (np.abs(np.linalg.norm(vectors, axis=1) - 1) < 1e-3)
    return {key: vectors[row] for row, key in enumerate(keys) if sound[row]}


def _write(pipeline: Pipeline, writer: Writer, window: _Window, placing: Placing) -> None:
    fresh: dict[str, Vectors] = {}
    for piece in window.vectors:
        fresh.update(piece)
    placing.lost |= window.missing.keys() - fresh.keys()
    placing.pending -= window.missing.keys()
    ready = []
    for document in window.documents:
        if any(row.vector in placing.lost for row in document.chunks):
            source = window.sources[document.doc_id]
            placing.failures.append(Failure(source=source, stage="embed", code=Code.EMBEDDER))
        else:
            ready.append(document)
    writer.put(ready, fresh)
    placing.embedded += len(fresh)
    pipeline.progress.advance(len(window.documents))
