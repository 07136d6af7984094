"""Is a generation sound, and if not: the same generation built again from the manifest and the vector cache."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path

from index.catalog import Catalog
from index.contents import Contents, VectorCache
from index.faults import crash_point
from index.generations import Generations
from index.manifest import Manifest
from index.records import ChunkRecord
from index.store.lexical import LexicalStore
from index.store.store import Record
from index.writer import Writer

SAMPLE = 200
BATCH = 1000


def is_healthy(
    manifest: Manifest,
    generations: Generations,
    number: int,
    look: Callable[[Path, Path], str] | None = None,
) -> str:
    """Checks a closed generation in a child process, which its store may crash. Returns "" or what is wrong.

    `look` checks it instead, given the generation's directory and a file with what to expect.
    """
    from index.health import run_check, write_expectation

    contents = Contents(manifest, number)
    ids = contents.chunk_ids()
    doubtful = {chunk for chunks in contents.intents().values() for chunk in chunks}
    sure = [chunk for chunk in ids if chunk not in doubtful]
    sample = contents.by_id(sure[:: max(1, len(sure) // SAMPLE)])
    vectors = VectorCache(manifest).get([chunk.vector for chunk in sample.values()])
    row = manifest.db.execute("SELECT dimension FROM generation WHERE number = ?", (number,)).fetchone()
    expectation = generations.directory / "expectation.json"
    try:
        write_expectation(
            expectation,
            dimension=row[0] if row else 0,
            ids=sure,
            maybe=sorted(doubtful),
            sample={chunk.id: vectors[chunk.vector] for chunk in sample.values()},
        )
        if look:
            return look(generations.path(number), expectation)
        report = run_check(generations.path(number), expectation)
    finally:
        expectation.unlink(missing_ok=True)
    return "" if report.ok else report.reason


def build_from_cache(writer: Writer) -> None:
    """Fills an empty store with every chunk the manifest has for its generation; nothing is embedded."""
    import numpy as np

    cache = VectorCache(writer.manifest)
    for batch, records in _batches(writer):
        vectors = cache.get([chunk.vector for chunk in batch])
        writer.store.upsert(records, np.stack([vectors[chunk.vector] for chunk in batch]))
        writer.lexical.upsert([(record.id, record.text, record.metadata) for record in records])


def open_gap(generations: Generations, contents: Contents) -> None:
    """Takes out of full text the chunk that `write_full_text` writes last.

    Until it is written ids are missing: who is killed before that leaves a generation that is not healthy.
    """
    with closing(LexicalStore(generations.path(contents.number) / "lexical.db")) as lexical:
        lexical.delete([chunk.id for chunk in deque(contents.chunks(), maxlen=1)])


def write_full_text(writer: Writer) -> None:
    """Writes words and labels of every chunk that the manifest has for the generation, over those that are there."""
    for _, records in _batches(writer):
        writer.lexical.upsert([(record.id, record.text, record.metadata) for record in records])
        crash_point("rewritten")


def _batches(writer: Writer) -> Iterator[tuple[list[ChunkRecord], list[Record]]]:
    catalog, chunks = Catalog(writer.manifest), Contents(writer.manifest, writer.number).chunks()
    while batch := list(islice(chunks, BATCH)):
        texts = chunk_texts(batch, catalog)
        yield (
            batch,
            [
                Record(id=chunk.id, text=text, metadata=chunk.metadata)
                for chunk, text in zip(batch, texts, strict=True)
            ],
        )


def chunk_texts(chunks: Sequence[ChunkRecord], catalog: Catalog) -> Iterator[str]:
    """Texts of chunks that stand in document order; each body is read once."""
    key, body = "", ""
    for chunk in chunks:
        if chunk.body != key:
            key, body = chunk.body, catalog.text(chunk.body)
        yield chunk.text(body)
