"""Compares the live generation with the manifest, both ways, and asks whether each vector finds itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.contents import Contents, VectorCache
from index.copies import fault
from index.heal import chunk_texts
from index.records import ChunkRecord
from index.state import State
from index.store.lexical import LexicalStore, stem_line
from index.store.store import VectorStore
from index.whole import lost

if TYPE_CHECKING:
    from index.embed.embedder import Vectors

PAGE = 1000
PROBES = 500
NEAR, FAR = 5, 1000
"""A graph is approximate: a chunk is unreachable if it is not even among the farther ones."""
EQUAL = 1e-5


@dataclass(slots=True)
class Finding:
    """Chunk ids by what is wrong with them; `reason` when the store cannot even be opened.

    `lost` are chunks whose text or vector the manifest itself has lost, so that no store can be built from it. `unseen`
    is why readers see something else, in words.
    """

    missing: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    reason: str = ""
    checked: int = 0
    probed: int = 0
    found: int = 0

    @property
    def recall(self) -> float:
        """Share of the probed chunks that are among the first hits of a search for themselves; 1 of none."""
        return self.found / self.probed if self.probed else 1.0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        chunks = self.missing or self.orphaned or self.stale or self.unreachable or self.lost
        return not (chunks or self.reason or self.unseen)


def verify(
    state: State, number: int | None = None, *, deep: bool = False, copies: Path | None = None
) -> Finding:
    """What is wrong with a generation, the live one if none is named.

    First the manifest's own texts and vectors; then a store that may crash its opener is asked in a child process. A
    `deep` look takes every chunk where else an even sample is taken, reads full text too, and lets a child look once
    more at what was closed, as readers open it. `copies` is the folder of published copies.
    """
    finding = Finding()
    number = state.live() if number is None else number
    if number is None:
        return finding
    contents = Contents(state.manifest, number)
    finding.checked = contents.count()
    built = state.embedder(number)
    finding.lost = lost(state.manifest, number, built[1] if built else 0, deep=deep)
    if finding.lost:
        return finding
    if reason := state.check(state.manifest, state.generations, number):
        finding.reason = reason
        return finding
    with state.writer(number) as writer:
        compare(contents, Catalog(state.manifest), writer.store, writer.lexical, finding, deep=deep)
        probe(contents, VectorCache(state.manifest), writer.store, finding, every=deep)
    if deep and (reason := state.check(state.manifest, state.generations, number)):
        finding.unseen.append(f"who opens the store now: {reason}")
    elif deep:
        state.generations.mark_clean(number)  # who looked opened it, and opening can write
    if copies and number == state.live() and (reason := fault(state, copies)):
        finding.unseen.append(f"the published copy: {reason}")
    return finding


def compare(
    contents: Contents,
    catalog: Catalog,
    store: VectorStore,
    lexical: LexicalStore,
    finding: Finding,
    *,
    deep: bool = False,
) -> None:
    """Ids both ways, texts and metadata of every row; with `deep` the words in full text too."""
    lines = dict(lexical.lines()) if deep else {}
    known, stored, words = set(contents.chunk_ids()), set(store.ids()), set(lexical.ids())
    finding.missing = sorted((known - stored) | (known - words))
    finding.orphaned = sorted((stored | words) - known)
    finding.checked = len(known)
    for page in _pages(contents.chunks()):
        rows = store.get([chunk.id for chunk in page])
        for chunk, text in zip(page, chunk_texts(page, catalog), strict=True):
            other = chunk.id in rows and rows[chunk.id] != (text, dict(chunk.metadata))
            if other or lines.get(chunk.id, line := stem_line(text, chunk.metadata) if lines else "") != line:
                finding.stale.append(chunk.id)


def probe(
    contents: Contents, cache: VectorCache, store: VectorStore, finding: Finding, *, every: bool = False
) -> None:
    """Vectors as cached, and self-recall, on an even sample or all; a hit at the same distance counts."""
    ids = contents.chunk_ids()
    some = ids if every else ids[:: max(1, len(ids) // PROBES)]
    for start in range(0, len(some), PAGE):
        _probe(contents.by_id(some[start : start + PAGE]), cache, store, finding)
    finding.stale = sorted(set(finding.stale))


def _probe(
    sample: Mapping[str, ChunkRecord], cache: VectorCache, store: VectorStore, finding: Finding
) -> None:
    import numpy as np

    vectors = cache.get([chunk.vector for chunk in sample.values()])
    held = store.vectors(list(sample))
    for chunk_id, chunk in sample.items():
        vector = vectors.get(chunk.vector)
        if vector is None or chunk_id not in held:
            continue
        if not np.allclose(held[chunk_id], vector, atol=1e-6):
            finding.stale.append(chunk_id)
        finding.probed += 1
        if _finds(store, chunk_id, vector, NEAR):
            finding.found += 1
        elif not _finds(store, chunk_id, vector, FAR):
            finding.unreachable.append(chunk_id)


def _finds(store: VectorStore, chunk_id: str, vector: Vectors, top: int) -> bool:
    return any(hit.id == chunk_id or hit.score > 1 - EQUAL for hit in store.query(vector, top))


def _pages(chunks: Iterator[ChunkRecord]) -> Iterator[Sequence[ChunkRecord]]:
    while page := list(islice(chunks, PAGE)):
        yield page
