"""Searches one generation, live or not, as `index.search` does: for questions whose answers are known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.contents import Contents
from index.fuse import reciprocal_rank
from index.generations import Pointer
from index.manifest import Manifest
from index.search import POOL, Dense, Found, hydrate, nearest
from index.snapshot import Builder
from index.store.lexical import LexicalStore
from index.vectorpool import VectorPool

if TYPE_CHECKING:
    from index.embed.embedder import Embedder
    from index.store.store import Where

IN_MEMORY = 1 << 30
"""Bytes of vectors that are held for many questions; of more, each question reads them page by page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An open generation. The manifest may be the writer's own: nothing is written."""

    manifest: Manifest
    contents: Contents
    lexical: LexicalStore
    embedder: Embedder
    dense: Dense

    def search(self, query: str, top: int = 10, where: Where | None = None) -> list[Found]:
        """The best `top` chunks for a query: what `index.search.Searcher` gives, were this generation the live one."""
        vector = self.embedder.embed_query(query)
        near = [hit.id for hit in self.dense(vector, max(POOL, top), where)]
        words = [hit.id for hit in self.lexical.query(query, max(POOL, top), where)]
        ranked = reciprocal_rank([near, words])
        return list(hydrate(self.manifest, self.contents, ranked, top, where))


@contextmanager
def opened(manifest: Manifest, number: int, path: Path, embedder: Embedder) -> Iterator[Trial]:
    """Generation `number`, whose directory is `path`.

    Raises EmbedderMismatchError (5) when it holds vectors of another embedder, StateError (6).
    """
    contents = Contents(manifest, number)
    contents.require_embedder(embedder.identity)
    lexical = LexicalStore(path / "lexical.db", readonly=True)
    try:
        yield Trial(
            manifest=manifest,
            contents=contents,
            lexical=lexical,
            embedder=embedder,
            dense=_dense(manifest, contents, embedder),
        )
    finally:
        lexical.close()


def _dense(manifest: Manifest, contents: Contents, embedder: Embedder) -> Dense:
    if contents.count() * embedder.dimension * 4 > IN_MEMORY:
        return lambda vector, top, where: nearest(contents, vector, top, where)
    pointer = Pointer(number=contents.number, epoch=0)
    return Builder(VectorPool(embedder.dimension)).build(manifest, pointer, None).nearest
