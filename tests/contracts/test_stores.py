from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from index.store.chroma import ChromaStore
from index.store.chroma_api import Api
from index.store.chroma_remote import dropped
from index.store.chroma_server import ServerStore
from index.store.memory import MemoryStore
from index.testing import PersistentStoreContract, StoreContract, direction, directions, record
from index.testing_fakes import CountingEmbedder, FakeEmbedder, FlakyStore, InjectedError
from index.testing_rename import PersistentRenameContract, RenameContract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.store.store import VectorStore
    from tests.chroma_servers import ChromaServer


class TestMemoryStore(StoreContract, RenameContract):
    @pytest.fixture
    def store(self) -> VectorStore:
        return MemoryStore()


class TestChromaStore(PersistentStoreContract, PersistentRenameContract):
    sync_threshold: int | None = None

    @pytest.fixture
    def stores(self, tmp_path: Path) -> Iterator[list[ChromaStore]]:
        opened = [self.open(tmp_path)]
        yield opened
        opened[-1].close()

    @pytest.fixture
    def store(self, stores: list[ChromaStore]) -> VectorStore:
        return stores[-1]

    @pytest.fixture
    def reopen(self, stores: list[ChromaStore], tmp_path: Path) -> Callable[[], VectorStore]:
        def again() -> VectorStore:
            stores[-1].close()
            stores.append(self.open(tmp_path))
            return stores[-1]

        return again

    def open(self, path: Path) -> ChromaStore:
        return ChromaStore(path / "chroma", self.dimension, sync_threshold=self.sync_threshold)


class TestChromaStoreThatPersistsOften(TestChromaStore):
    sync_threshold = 20

    @pytest.mark.slow
    def test_twelve_thousand_rows(self, store: VectorStore) -> None:
        super().test_twelve_thousand_rows(store)


class TestServerStore(PersistentStoreContract, PersistentRenameContract):
    """The same, on a server in another process."""

    @pytest.fixture
    def stores(
        self, chroma_server: ChromaServer, request: pytest.FixtureRequest
    ) -> Iterator[list[ServerStore]]:
        self.api = Api(url=chroma_server.url)
        self.collection = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:20]
        yield [self.open()]
        dropped(self.api, self.collection)
        self.api.close()

    @pytest.fixture
    def store(self, stores: list[ServerStore]) -> VectorStore:
        return stores[-1]

    @pytest.fixture
    def reopen(self, stores: list[ServerStore]) -> Callable[[], VectorStore]:
        def again() -> VectorStore:
            stores[-1].close()
            stores.append(self.open())
            return stores[-1]

        return again

    def open(self) -> ServerStore:
        return ServerStore(self.api, self.dimension, collection=self.collection)

    def test_rows_have_no_lists_of_a_collection_that_was_dropped(self, stores: list[ServerStore]) -> None:
        names = [str(number) for number in range(20)]
        told = [record(name, channels=["internal"], also_at=["x/1"]) for name in names]
        stores[-1].upsert(told, directions(range(20)))
        dropped(self.api, self.collection)
        stores.append(self.open())
        stores[-1].upsert([record(name) for name in names], directions(range(20)))
        assert stores[-1].get(names) == dict.fromkeys(names, ("text", {"language": "en"}))
        assert not stores[-1].query(direction(1), 5, {"channels": "internal"})

    @pytest.mark.slow
    def test_twelve_thousand_rows(self, store: VectorStore) -> None:
        super().test_twelve_thousand_rows(store)


@pytest.mark.parametrize("after", [False, True])
def test_a_flaky_store_stops_at_the_named_write(after: bool) -> None:
    store = FlakyStore(MemoryStore(), fail_at=2, after=after)
    store.upsert([record("a")], directions([1]))
    with pytest.raises(InjectedError):
        store.upsert([record("b")], directions([2]))
    assert sorted(store.ids()) == (["a", "b"] if after else ["a"])
    store.delete(["a"])
    assert sorted(store.ids()) == (["b"] if after else [])


def test_a_counting_embedder_counts() -> None:
    embedder = CountingEmbedder()
    vectors = embedder.embed(["one", "two"])
    assert (vectors == FakeEmbedder().embed(["one", "two"])).all()
    assert (embedder.embed_query("one") == vectors[0]).all()
    assert (embedder.texts, embedder.queries, embedder.calls) == (["one", "two"], ["one"], 1)
    assert abs(float(vectors[0] @ vectors[0]) - 1) < 1e-6


def test_directions_differ() -> None:
    assert len({direction(number).tobytes() for number in range(1000)}) == 1000
