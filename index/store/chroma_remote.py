"""A collection on a Chroma server, with the methods of Chroma's own that we use; requests fit what the server takes."""

from __future__ import annotations

import base64
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np

from index.errors import EnvironmentFaultError, StateError
from index.store.chroma_api import Api, NotFoundError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.embed.embedder import Vectors

MOST_BYTES = 16 << 20
"""About so much goes into one request; Chroma takes 40 MB, proxies often less: then it is halved."""
LISTED = 1000
"""Collections that are asked for at once."""
DIGITS = 12
"""About so many bytes is a number in JSON."""
GONE = "Run ingest sync: the index is written to the server again from the manifest, nothing is embedded."


@dataclass(slots=True, kw_only=True)
class RemoteCollection:
    """`metadata` and `configuration` are as the server told them when it was opened."""

    api: Api
    id: str
    name: str
    metadata: Mapping[str, Any]
    configuration: Mapping[str, Any]
    most_rows: int
    most_bytes: int = MOST_BYTES

    def upsert(self, **columns: Any) -> None:
        """Writes rows; equally long `ids`, `embeddings`, `documents`, `metadatas`."""
        self._write("upsert", columns)

    def add(self, **columns: Any) -> None:
        """Writes rows that are new; those that are there stay as they are."""
        self._write("add", columns)

    def update(self, **columns: Any) -> None:
        """Changes rows that are there, in the columns that are given."""
        self._write("update", columns)

    def delete(self, *, ids: Sequence[str]) -> None:
        """Removes rows; unknown ids are fine."""
        self._write("delete", {"ids": list(ids)})

    def get(self, **asked: Any) -> dict[str, Any]:
        """Rows by `ids`, or by `limit` and `offset`; `include` says which columns."""
        return dict(self._ask("POST", "/get", asked))

    def query(self, *, query_embeddings: Vectors, n_results: int, **asked: Any) -> dict[str, Any]:
        """The nearest rows to each vector, shape (n, dimension)."""
        told = {"query_embeddings": query_embeddings.tolist(), "n_results": n_results, **asked}
        if len(query_embeddings) > 1 and query_embeddings.size * DIGITS > self.most_bytes:
            return self._both_halves(query_embeddings, n_results, asked)
        try:
            return dict(self.api.collections("POST", f"/{self.id}/query", told))
        except TooLargeError:
            if len(query_embeddings) > 1:
                self.most_bytes = query_embeddings.size * DIGITS // 2
                return self._both_halves(query_embeddings, n_results, asked)
            raise self._too_large() from None
        except NotFoundError:
            raise self._gone() from None

    def _both_halves(self, vectors: Vectors, n_results: int, asked: Mapping[str, Any]) -> dict[str, Any]:
        halves = np.array_split(vectors, 2)
        first, second = (self.query(query_embeddings=half, n_results=n_results, **asked) for half in halves)
        columns = [name for name, column in first.items() if isinstance(column, list) and name != "include"]
        return {name: first[name] + second[name] for name in columns}

    def count(self) -> int:
        """How many rows there are."""
        return int(self._ask("GET", "/count", None))

    def modify(self, *, configuration: Mapping[str, Any]) -> None:
        """Changes the configuration."""
        self._ask("PUT", "", {"new_configuration": dict(configuration)})

    def _ask(self, method: str, path: str, body: object) -> Any:
        try:
            return self.api.collections(method, f"/{self.id}{path}", body)
        except NotFoundError:
            raise self._gone() from None
        except TooLargeError:
            raise self._too_large() from None

    def _gone(self) -> StateError:
        return StateError(f"collection {self.name} is no longer on {self.api.url}", remedy=GONE)

    def _too_large(self) -> EnvironmentFaultError:
        return EnvironmentFaultError(
            f"{self.api.url} takes no request as large as one row of {self.name}",
            remedy="Raise the limit on a request's size, in the server or in the proxy before it.",
        )

    def _write(self, action: str, columns: Mapping[str, Any]) -> None:
        ids = columns["ids"]
        if not len(ids):
            return
        if len(ids) <= self.most_rows and (len(ids) == 1 or _bytes(columns) <= self.most_bytes):
            try:
                self.api.collections("POST", f"/{self.id}/{action}", _told(columns))
                return
            except NotFoundError:
                raise self._gone() from None
            except TooLargeError:
                if len(ids) == 1:
                    raise self._too_large() from None
                self.most_bytes = _bytes(columns) // 2
        middle = len(ids) // 2
        for half in (slice(0, middle), slice(middle, None)):
            self._write(action, {name: column[half] for name, column in columns.items()})


def opened(api: Api, name: str) -> RemoteCollection | None:
    """A collection that exists, else None."""
    try:
        return _collection(api, api.collections("GET", f"/{quote(name, safe='')}"))
    except NotFoundError:
        return None


def created(api: Api, name: str, metadata: Mapping[str, Any], hnsw: Mapping[str, Any]) -> RemoteCollection:
    """A collection; one that exists is taken as it is."""
    body = {"name": name, "metadata": dict(metadata), "configuration": {"hnsw": dict(hnsw)}}
    try:
        return _collection(api, api.collections("POST", "", {**body, "get_or_create": True}))
    except NotFoundError:
        raise StateError(
            f"{api.url} has no database {api.database!r} of a tenant {api.tenant!r}",
            remedy="Correct store.tenant and store.database, or make them on the server.",
        ) from None


def dropped(api: Api, name: str) -> bool:
    """Removes a collection; whether it was there."""
    try:
        api.collections("DELETE", f"/{quote(name, safe='')}")
    except NotFoundError:
        return False
    return True


def named(api: Api, beginning: str) -> list[str]:
    """Names of all collections of the database that begin so."""
    found: list[str] = []
    for offset in itertools.count(0, LISTED):
        page = api.collections("GET", f"?limit={LISTED}&offset={offset}")
        found += [one["name"] for one in page if one["name"].startswith(beginning)]
        if len(page) < LISTED:
            return sorted(found)
    raise AssertionError  # count() does not end


def _collection(api: Api, told: Mapping[str, Any]) -> RemoteCollection:
    return RemoteCollection(
        api=api,
        id=told["id"],
        name=told["name"],
        metadata=told.get("metadata") or {},
        configuration=told["configuration_json"],
        most_rows=int(api.ask("GET", "/pre-flight-checks")["max_batch_size"]),
    )


def _bytes(columns: Mapping[str, Any]) -> int:
    """How large a request is about; texts are counted with what JSON makes of Cyrillic letters."""
    vectors = columns.get("embeddings")
    size = 0 if vectors is None else len(vectors) * len(vectors[0]) * 6
    return (
        size + sum(6 * len(text or "") for text in columns.get("documents") or ()) + 300 * len(columns["ids"])
    )


def _told(columns: Mapping[str, Any]) -> dict[str, Any]:
    vectors = columns.get("embeddings")
    if vectors is None:
        return dict(columns)
    packed = np.ascontiguousarray(vectors, dtype="<f4")
    return {**columns, "embeddings": [base64.b64encode(row.tobytes()).decode("ascii") for row in packed]}
