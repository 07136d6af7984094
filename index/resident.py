"""A searcher that stays: the live generation's vectors in memory, followed as they change, beside a running sync."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.contents import Contents
from index.errors import KbError, StateError
from index.generations import Generations, Pointer
from index.manifest import Manifest
from index.search import PAUSES, POOL, Found, Searcher, fused_by, hydrate, waited
from index.snapshot import Builder, Snapshot
from index.space import Still
from index.store.lexical import LexicalStore
from index.succession import live
from index.vectorpool import VectorPool

if TYPE_CHECKING:
    from index.embed.embedder import Embedder
    from index.store.store import Where

LOOK = 0.2
"""Seconds between two looks at the pointer."""
TRIES = len(PAUSES) + 1
"""Looks of a search that may come to nothing, one after the other; then a `Searcher` answers."""
SHARE = 5
"""A look that loaded something is followed by a rest this many times as long."""


@dataclass(slots=True)
class _Shelf:
    """Open connections to a generation's full text and to the manifest; one search at a time has a pair."""

    directory: Path
    free: list[tuple[int, LexicalStore, Manifest]] = field(default_factory=list)
    closed: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def pair(self, number: int) -> Iterator[tuple[LexicalStore, Manifest]]:
        """A pair for generation `number`. One that met trouble is not used again. Raises StateError."""
        with self.lock:
            self._drop(lambda held: held != number)
            pair = self.free.pop() if self.free else None
        if pair is None:
            lexical = LexicalStore(Generations(self.directory).path(number) / "lexical.db", readonly=True)
            try:
                manifest = Manifest.read(self.directory)
            except BaseException:
                lexical.close()
                raise
            pair = (number, lexical, manifest)
        else:
            pair[2].db.execute("BEGIN")
        try:
            yield pair[1], pair[2]
            pair[2].db.execute(
                "COMMIT"
            )  # an open reader would keep the log of the manifest from being reused
        except BaseException:
            _close(pair)
            raise
        with self.lock:
            self.free.append(pair)
            if self.closed or pair[1].still or isinstance(pair[2].db, Still):
                self._drop(lambda _: True)

    def keep(self, number: int) -> None:
        """Closes what is free and of another generation: files that were removed take room until then."""
        with self.lock:
            self._drop(lambda held: held != number)

    def close(self) -> None:
        """Closes what is free; what is in use closes when it is given back."""
        with self.lock:
            self.closed = True
            self._drop(lambda _: True)

    def _drop(self, unwanted: Callable[[int], bool]) -> None:
        for pair in [pair for pair in self.free if unwanted(pair[0])]:
            self.free.remove(pair)
            _close(pair)


def _close(pair: tuple[int, LexicalStore, Manifest]) -> None:
    with suppress(StateError, sqlite3.Error):
        pair[1].close()
    with suppress(sqlite3.Error):
        pair[2].close()


class ResidentSearcher:
    """Answers as `index.search.Searcher` does, from memory: 4 bytes a chunk and dimension, and what filters need.

    Above `limit` bytes nothing is kept and a `Searcher` answers, page by page. `follow` in a thread keeps it in step;
    the snapshot before serves until the next one is there. Any number of threads may search.
    """

    def __init__(self, directory: Path, embedder: Embedder, *, limit: int = 2 << 30) -> None:
        self._directory, self._embedder, self._limit = directory, embedder, limit
        self._generations = Generations(directory)
        self._builder = Builder(VectorPool(embedder.dimension))
        self._snapshot: Snapshot | None = None
        self._paged: Pointer | None = None
        self._followed: Pointer | None = None
        self._building = threading.Lock()
        self._shelf = _Shelf(directory)
        self.trouble: KbError | None = None
        """Why the last look failed, None when it did not: what was there before still serves."""

    @property
    def pointer(self) -> Pointer | None:
        """The generation and epoch that answers now, None when there is none."""
        snapshot = self._snapshot
        return snapshot.pointer if snapshot else self._paged

    @property
    def held(self) -> int:
        """Bytes of vectors in memory."""
        return self._builder.pool.used * self._builder.pool.dimension * 4

    def refresh(self) -> bool:
        """Follows the pointer if it moved; tells whether it did. Raises StateError, EmbedderMismatchError."""
        with self._building:
            told = self._generations.told()
            if told == self._followed and self.pointer is not None:
                return False
            self._load(told)
            return True

    def follow(self, over: threading.Event) -> None:
        """Looks at the pointer until `over` is set; trouble is kept in `trouble`, and looked for again."""
        rest = 0.0
        while not over.wait(max(LOOK, rest)):
            began = time.monotonic()
            try:
                moved = self.refresh()
                self.trouble = None
            except KbError as error:
                moved, self.trouble = False, error
            rest = (time.monotonic() - began) * SHARE if moved else 0.0

    def search(self, query: str, top: int = 5, where: Where | None = None) -> list[Found]:
        """The best `top` chunks for a query, as `Searcher.search`. Raises StateError when there is no index.

        A snapshot is outdated when the manifest no longer knows, or knows otherwise, what it has among the best.
        """
        vector, pauses = self._embedder.embed_query(query), iter(PAUSES)
        for _ in range(TRIES):
            snapshot, told = self._snapshot, self._generations.told()
            if snapshot is None:
                self.refresh()
                snapshot = self._snapshot
            if snapshot is None:
                break
            with suppress(KbError, sqlite3.Error):
                near = [hit.id for hit in snapshot.nearest(vector, max(POOL, top), where)]
                with self._shelf.pair(snapshot.pointer.number) as (lexical, manifest):
                    only = snapshot.narrowed(where)
                    words = [hit.id for hit in lexical.query(query, max(POOL, top), only)]
                    contents = Contents(manifest, snapshot.pointer.number)
                    fused = fused_by(manifest, contents, (near, words), top)
                    found = list(hydrate(manifest, contents, fused.ranked, top, where))
                dropped = {one for one, _ in fused.ranked[:top]} - {hit.chunk_id for hit in found}
                outdated, torn = fused.doubtful
                if not (outdated or (dropped and not dropped.isdisjoint(snapshot.known(where)))):
                    if not (torn and waited(self._generations, told, pauses)):
                        return found
                    continue
            self._renew(snapshot)
        return Searcher(self._directory, self._embedder).search(query, top, where)

    def close(self) -> None:
        """Closes the files; searches under way end well."""
        self._shelf.close()

    def _renew(self, stale: Snapshot) -> None:
        """Loads what the manifest says now, unless another search did so meanwhile."""
        with self._building:
            if self._snapshot is stale:
                self._load(self._generations.told())

    def _load(self, told: Pointer | None) -> None:
        try:
            with closing(Manifest.read(self._directory)) as manifest:
                number = live(manifest)
                if number is None:
                    raise StateError(
                        f"there is no index in {self._directory}", remedy="Run ingest sync first."
                    )
                self._take(manifest, Pointer.of(number, told))
                self._followed = told
                self._shelf.keep(number)
        except sqlite3.Error as error:
            raise StateError(
                f"the manifest in {self._directory} cannot be read ({type(error).__name__})",
                remedy="It is tried again by itself; ingest doctor tells more.",
            ) from error

    def _take(self, manifest: Manifest, pointer: Pointer) -> None:
        """Makes what the manifest says the snapshot that serves."""
        contents = Contents(manifest, pointer.number)
        contents.require_embedder(self._embedder.identity)
        if contents.count() * self._embedder.dimension * 4 > self._limit:
            self._snapshot, self._paged = None, pointer
            self._builder = Builder(VectorPool(self._embedder.dimension))
            return
        self._snapshot = self._builder.build(manifest, pointer, self._snapshot)
        self._paged = None
