"""Search: dense and full text, fused by reciprocal rank, filtered, with what a citation needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.catalog import Catalog
from index.chunk import Metadata
from index.contents import Contents
from index.errors import StateError
from index.exact import exact, leading, places_of
from index.fuse import Fused, fuse_known
from index.generations import Generations, Pointer
from index.manifest import Manifest
from index.records import ChunkRecord
from index.store.filters import matches
from index.store.lexical import LexicalStore
from index.store.store import Hit, Where
from index.succession import live
from index.tally import Tally

if TYPE_CHECKING:
    from index.embed.embedder import Embedder, Vectors

POOL = 50
"""Hits that each of the two lists contributes."""
SWITCHES = 50
"""Switches to another generation that one search may run into, one after the other, before it gives up."""
PAUSES = (0.01, 0.04, 0.15, 0.3, 0.5)
"""Seconds that a search waits for the end of what is being written, again and again, before it takes what it has."""
Dense = Callable[["Vectors", int, Where | None], list[Hit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A chunk that answers, with what a citation needs."""

    chunk_id: str
    doc_id: str
    score: float
    text: str
    metadata: Metadata


class Searcher:
    """Reads the live generation beside a running sync: full text from its file, vectors from the manifest.

    The vectors are searched exactly; a Chroma directory is opened by the holder of the lock alone. Opens anew when
    the pointer moved.
    """

    def __init__(self, directory: Path, embedder: Embedder) -> None:
        self._directory, self._embedder = directory, embedder

    def search(
        self, query: str, top: int = 5, where: Where | None = None, *, dense: Dense | None = None
    ) -> list[Found]:
        """The best `top` chunks for a query. Raises StateError when there is no index."""
        pauses, generations = iter(PAUSES), Generations(self._directory)
        for _ in range(SWITCHES):
            before = generations.told()
            try:
                found, doubtful = self._search(query, top, where, dense)
            except StateError:
                if generations.told() == before:
                    raise
                continue
            if not (doubtful and waited(generations, before, pauses)):
                return found
        return self._search(query, top, where, dense)[0]

    def values(self, field: str) -> list[str]:
        """What a filter on `field` may ask for: what chunks hold there, the most frequent first."""
        with self._generation() as (manifest, contents, _):
            return list(Tally(manifest, contents.number).values(field))

    def _search(
        self, query: str, top: int, where: Where | None, dense: Dense | None
    ) -> tuple[list[Found], bool]:
        """Hits, and whether full text is of another moment than the manifest in a way that shows."""
        with self._generation() as (manifest, contents, path):
            # Full text at once: what is written from now on shows in it, and not in the manifest.
            lexical = LexicalStore(path / "lexical.db", readonly=True)
            try:
                words = [hit.id for hit in lexical.query(query, max(POOL, top), where)]
            finally:
                lexical.close()
            exact: Dense = dense or (lambda vector, number, only: nearest(contents, vector, number, only))
            near = [hit.id for hit in exact(self._embedder.embed_query(query), max(POOL, top), where)]
            fused = fused_by(manifest, contents, (near, words), top)
            return list(hydrate(manifest, contents, fused.ranked, top, where)), any(fused.doubtful)

    @contextmanager
    def _generation(self) -> Iterator[tuple[Manifest, Contents, Path]]:
        with closing(Manifest.read(self._directory)) as manifest:
            number = live(manifest)
            if number is None:
                raise StateError(f"there is no index in {self._directory}", remedy="Run ingest sync first.")
            contents = Contents(manifest, number)
            contents.require_embedder(self._embedder.identity)
            yield manifest, contents, Generations(self._directory).path(number)


def waited(generations: Generations, told: Pointer | None, pauses: Iterator[float]) -> bool:
    """Gives what is being written since `CURRENT` said `told` time to end; False once there are no `pauses` left."""
    if generations.told() != told:
        return True  # it is over
    pause = next(pauses, None)
    if pause is not None:
        time.sleep(pause)
    return pause is not None


def nearest(contents: Contents, vector: Vectors, top: int, where: Where | None) -> list[Hit]:
    """The nearest chunks by exact cosine, read from the vector cache page by page; equal ones by id."""
    import numpy as np

    wanted = {chunk.id for chunk in contents.chunks() if matches(chunk.metadata, where)} if where else None
    places = places_of(vector)
    weights = vector[places].astype(np.float64)
    ranked = list[tuple[str, float]]()
    for ids, rows in contents.vectors():
        scores = rows @ vector
        if wanted is not None:
            scores[[index for index, chunk_id in enumerate(ids) if chunk_id not in wanted]] = -np.inf
        found = leading(scores, top, len(vector))
        sums = exact(lambda some, rows=rows: rows[some[:, None], places], found, weights)  # type: ignore[misc]
        ranked += zip((ids[index] for index in found), sums.tolist(), strict=True)
        ranked = sorted(ranked, key=lambda pair: (-pair[1], pair[0]))[:top]
    return [Hit(id=chunk_id, score=score) for chunk_id, score in ranked]


def fused_by(manifest: Manifest, contents: Contents, lists: Sequence[Sequence[str]], top: int) -> Fused:
    """Lists of chunks that may be of other moments, fused by what the manifest knows; see `fuse_known`."""
    ids = list(dict.fromkeys(one for ids in lists for one in ids))
    return fuse_known(lists, Tally(manifest, contents.number).known(ids), top)


def hydrate(
    manifest: Manifest,
    contents: Contents,
    ranked: list[tuple[str, float]],
    top: int,
    where: Where | None,
) -> Iterator[Found]:
    """The first `top` of ranked chunks that the manifest knows and a filter lets through, with text and metadata.

    Labels in full text let others through when that file is newer than the manifest, or was put back from a backup.
    If spaces were asked for, `also_at` names no document of another one: a person may have called documents of two
    spaces the same.
    """
    rows: Mapping[str, ChunkRecord] = contents.by_id([chunk_id for chunk_id, _ in ranked[: top * 2]])
    catalog, given = Catalog(manifest), 0
    for chunk_id, score in ranked:
        chunk = rows.get(chunk_id)
        if chunk is None or given == top or not matches(chunk.metadata, where):
            continue
        given += 1
        yield Found(
            chunk_id=chunk.id,
            doc_id=chunk.doc_id,
            score=round(score, 6),
            text=chunk.text(catalog.text(chunk.body)),
            metadata=_veiled(chunk.metadata, where, Tally(manifest, contents.number)),
        )


def _veiled(metadata: Metadata, where: Where | None, tally: Tally) -> Metadata:
    places, asked = metadata.get("also_at"), (where or {}).get("space")
    if asked is None or not isinstance(places, list):
        return metadata
    spaces = tally.spaces_of([ending for place in places for ending in (place, f"{place}#")])
    shown = [
        place
        for place in places
        if (found := spaces.get(place) or spaces.get(f"{place}#"))
        and all(matches({"space": space}, {"space": asked}) for space in found)
    ]
    rest = {name: value for name, value in metadata.items() if name != "also_at"}
    return {**rest, "also_at": shown} if shown else rest
