"""The vectors on a Chroma server: a generation is a collection, and a tiny one beside it says which is live."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from index.errors import StateError
from index.store.chroma import SYNC_THRESHOLD, TRACKED, ChromaStore
from index.store.chroma_api import NotFoundError, pointer_of
from index.store.chroma_graph import FEW, PAGE, mend, pages
from index.store.chroma_remote import GONE, created, opened
from index.store.guard import check_dimension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.embed.embedder import Vectors
    from index.store.chroma_api import Api
    from index.store.store import Record, Renaming

LISTS = ("also_at", "channels")
"""Keys whose values are lists of strings."""


class ServerStore(ChromaStore):
    """A VectorStore in the collection `collection` of the server behind `api`. Raises what `Api` does.

    `create=False`: a missing collection is a StateError. Rows are written as they come, and the server keeps its own
    files: closing has nothing to write.
    """

    def __init__(
        self,
        api: Api,
        dimension: int,
        *,
        collection: str,
        sync_threshold: int | None = None,
        create: bool = True,
    ) -> None:
        self.path = Path(api.url.partition("://")[2])
        self.dimension = dimension
        self.api = api
        self._name = collection
        self._wrote = False
        self._fresh: dict[str, None] = {}
        self._collection: Any = self._open(sync_threshold, create=create)

    def upsert(self, records: Sequence[Record], vectors: Vectors) -> None:
        """Writes whole rows. Chroma 1.5.9 gives the lists of a collection that was dropped to the next one's rows."""
        super().upsert(
            [
                replace(
                    record, removed=(*record.removed, *(key for key in LISTS if key not in record.metadata))
                )
                for record in records
            ],
            vectors,
        )

    def mend(self, *, everything: bool = False) -> int:
        """Writes rows again that a search does not find: new ones, and those beside them; or any."""
        fresh, count = list(self._fresh), self.count()
        if not (count and (fresh or everything)):
            return 0
        self._fresh.clear()
        every = everything or len(fresh) > TRACKED or count <= FEW
        scope = partial(self._listed, PAGE) if every else partial(pages, fresh, PAGE)
        return mend(self._collection, scope, lambda: None)

    def rename(self, rows: Sequence[Renaming]) -> bool:  # noqa: ARG002 - as the protocol has it
        """A server has no way to give a row another id."""
        return False

    def close(self) -> None:
        """Hangs up."""
        self.api.close()

    def _open(self, sync_threshold: int | None, *, create: bool) -> Any:
        collection = opened(self.api, self._name)
        if collection is None and not create:
            raise StateError(f"there is no collection {self._name} on {self.api.url}", remedy=GONE)
        if collection is None:
            hnsw = {"space": "cosine", "sync_threshold": sync_threshold or SYNC_THRESHOLD}
            collection = created(self.api, self._name, {"dimension": self.dimension}, hnsw)
        check_dimension(self.dimension, int(collection.metadata.get("dimension", 0)))
        if sync_threshold not in {None, collection.configuration["hnsw"]["sync_threshold"]}:
            collection.modify(configuration={"hnsw": {"sync_threshold": sync_threshold}})
        return collection


def announced(api: Api, prefix: str) -> dict[str, Any]:
    """What the pointer says: `collection`, `generation` and `owner`; nothing before the first time."""
    try:
        told = api.collections("GET", f"/{quote(pointer_of(prefix), safe='')}")
    except NotFoundError:
        return {}
    return dict(told.get("metadata") or {})


def announce(api: Api, prefix: str, told: Mapping[str, str | int]) -> None:
    """Makes a collection the one that readers take. The change of metadata is one transaction of the server."""
    pointer = created(api, pointer_of(prefix), told, {"space": "cosine"})
    if dict(pointer.metadata) != told:
        api.collections("PUT", f"/{pointer.id}", {"new_metadata": dict(told)})
