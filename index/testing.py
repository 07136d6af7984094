"""The contract suite of vector stores, and fakes. A store's tests subclass a suite and give its fixtures.

class TestMyStore(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[VectorStore]:
        yield MyStore(self.dimension)
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pytest

from index.errors import EmbedderMismatchError
from index.store.store import Record, VectorStore, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.chunk import Metadata, Value
    from index.embed.embedder import Vectors

DIMENSION = 8


def direction(number: int, dimension: int = DIMENSION) -> Vectors:
    """A vector of length 1 that depends on `number` alone; two of them are not alike."""
    seed = hashlib.sha256(str(number).encode()).digest()
    made = np.random.default_rng(list(seed)).standard_normal(dimension).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)


def directions(numbers: Iterable[int]) -> Vectors:
    """Vectors of `direction`, shape (n, 8)."""
    return np.stack([direction(number) for number in numbers])


def record(name: str, text: str = "text", removed: Sequence[str] = (), **metadata: Value) -> Record:
    """A row; its language is English unless told."""
    return Record(id=name, text=text, metadata={"language": "en", **metadata}, removed=tuple(removed))


class StoreContract:
    """What every VectorStore does. Subclasses give the fixture `store`: an empty one of `dimension`."""

    dimension: ClassVar[int] = DIMENSION

    def test_a_row_comes_back_as_written(self, store: VectorStore) -> None:
        metadata: Metadata = {
            "language": "ru",
            "page": 3,
            "ratio": 0.5,
            "draft": False,
            "channels": ["site", "bot"],
        }
        store.upsert([Record(id="a", text="Текст\nline", metadata=metadata)], directions([1]))
        assert store.get(["a", "b"]) == {"a": ("Текст\nline", dict(metadata))}
        assert np.abs(store.vectors(["a", "b"])["a"] - direction(1)).max() <= 1e-6
        assert list(store.ids()) == ["a"]
        assert store.count() == 1

    def test_upsert_replaces_the_whole_row(self, store: VectorStore) -> None:
        store.upsert([record("a", "old", page=1, channels=["x"], title="T")], directions([1]))
        store.upsert([record("a", "new", removed=["page", "channels"], title="U")], directions([2]))
        assert store.get(["a"]) == {"a": ("new", {"language": "en", "title": "U"})}
        assert np.abs(store.vectors(["a"])["a"] - direction(2)).max() <= 1e-6
        assert store.count() == 1

    def test_a_removed_key_that_is_back_stays(self, store: VectorStore) -> None:
        store.upsert([record("a", page=1)], directions([1]))
        store.upsert([record("a", removed=["page"], page=2)], directions([1]))
        assert store.get(["a"])["a"][1]["page"] == 2

    def test_a_row_without_metadata(self, store: VectorStore) -> None:
        store.upsert([Record(id="a", text="", metadata={})], directions([1]))
        store.upsert([Record(id="b", text="b", metadata={}, removed=("x",))], directions([2]))
        assert store.get(["a", "b"]) == {"a": ("", {}), "b": ("b", {})}
        store.relabel([Record(id="a", text="", metadata={})])
        assert store.get(["a"]) == {"a": ("", {})}

    def test_relabel_replaces_text_and_metadata_and_keeps_vectors(self, store: VectorStore) -> None:
        store.upsert([record("a", "same", page=1, channels=["x"]), record("b", "old")], directions([1, 2]))
        before = store.vectors(["a", "b"])
        store.relabel(
            [
                record("a", "same", removed=["page"], channels=["y"]),
                record("b", "new", title="T"),
                record("c"),
            ]
        )
        assert store.get(["a", "b", "c"]) == {
            "a": ("same", {"language": "en", "channels": ["y"]}),
            "b": ("new", {"language": "en", "title": "T"}),
        }
        after = store.vectors(["a", "b"])
        assert all(np.abs(before[name] - after[name]).max() <= 1e-6 for name in ("a", "b"))
        assert [hit.id for hit in store.query(direction(2), 1)] == ["b"]
        assert [hit.id for hit in store.query(direction(1), 2, {"channels": "y"})] == ["a"]
        assert store.query(direction(1), 2, {"channels": "x"}) == []

    def test_delete(self, store: VectorStore) -> None:
        store.upsert([record("a"), record("b")], directions([1, 2]))
        store.delete([])
        store.delete(["unknown"])
        store.delete(["a", "unknown", "a"])
        assert list(store.ids()) == ["b"]
        assert store.get(["a"]) == {}
        assert store.vectors(["a"]) == {}
        assert [hit.id for hit in store.query(direction(1), 5)] == ["b"]
        store.upsert([record("a", "again")], directions([3]))
        assert store.get(["a"])["a"][0] == "again"

    def test_query_gives_the_nearest_first_by_cosine(self, store: VectorStore) -> None:
        store.upsert([record(str(number)) for number in range(30)], directions(range(30)))
        wanted = direction(7)
        exact = sorted(((float(direction(n) @ wanted), str(n)) for n in range(30)), reverse=True)
        hits = store.query(wanted, 5)
        assert [hit.id for hit in hits] == [name for _, name in exact[:5]]
        assert [hit.score for hit in hits] == pytest.approx([score for score, _ in exact[:5]], abs=1e-5)
        assert [hit.id for hit in store.query(wanted * 5, 5)] == [hit.id for hit in hits]
        assert len(store.query(wanted, 100)) == 30
        assert store.query(wanted, 0) == []

    def test_equal_rows_come_in_the_order_of_their_ids(self, store: VectorStore) -> None:
        store.upsert([record(name) for name in "cab"], directions([1, 1, 1]))
        assert [hit.id for hit in store.query(direction(1), 3)] == ["a", "b", "c"]

    @pytest.mark.parametrize(
        ("where", "found"),
        [
            (None, "abcd"),
            ({}, "abcd"),
            ({"language": "ru"}, "bd"),
            ({"language": ["ru", "en"]}, "abcd"),
            ({"language": []}, ""),
            ({"language": "de"}, ""),
            ({"nothing": "x"}, ""),
            ({"channels": "site"}, "ab"),
            ({"channels": ["bot"]}, "bc"),
            ({"channels": ["site", "bot"]}, "abc"),
            ({"channels": "sit"}, ""),
            ({"channels": ["site", "bot"], "language": "ru"}, "b"),
            ({"channels": "bot", "language": ("en", "ru"), "space": "default"}, "c"),
        ],
    )
    def test_filters(self, store: VectorStore, where: Where | None, found: str) -> None:
        rows = [
            record("a", channels=["site"], space="hr"),
            record("b", language="ru", channels=["site", "bot"], space="hr"),
            record("c", channels=["bot"], space="default"),
            record("d", language="ru", space="default"),
        ]
        store.upsert(rows, directions(range(4)))
        assert sorted(hit.id for hit in store.query(direction(0), 10, where)) == sorted(found)

    def test_an_empty_store(self, store: VectorStore) -> None:
        store.upsert([], np.zeros((0, self.dimension), np.float32))
        store.relabel([])
        store.delete(["a"])
        assert store.query(direction(1), 3) == []
        assert store.query(direction(1), 3, {"channels": ["a", "b"]}) == []
        assert (list(store.ids()), store.count(), store.get(["a"]), store.vectors([])) == ([], 0, {}, {})

    def test_names_and_texts_in_any_script(self, store: VectorStore) -> None:
        names = [
            "привет",
            "a b\nc",
            "日本語",
            "e\u0301",
            "\u00e9",
            "🙂" * 50,
            "x" * 3000,
            "'; DROP",
            '{"$in": 1}',
        ]
        rows = [record(name, f"текст {name} \0 \u200f", title=name, channels=[name]) for name in names]
        store.upsert(rows, directions(range(len(names))))
        assert set(store.ids()) == set(names)
        assert store.get(names) == {row.id: (row.text, dict(row.metadata)) for row in rows}
        assert [hit.id for hit in store.query(direction(0), 9, {"channels": names[2]})] == [names[2]]
        store.delete(names[:-1])
        assert list(store.ids()) == names[-1:]

    def test_twelve_thousand_rows(self, store: VectorStore) -> None:
        names = [f"{number:05d}" for number in range(12_000)]
        vectors = directions(range(12_000))
        store.upsert([record(name, name) for name in names], vectors)
        assert store.count() == 12_000
        assert sorted(store.ids()) == names
        assert {name: text for name, (text, _) in store.get(names).items()} == dict(
            zip(names, names, strict=True)
        )
        stored = store.vectors(names)
        assert np.abs(np.stack([stored[name] for name in names]) - vectors).max() <= 1e-6
        store.delete(names[:1_500])
        assert sorted(store.ids()) == names[1_500:]
        assert store.query(vectors[11_500], 1)[0].id == names[11_500]

    def test_another_dimension_is_refused(self, store: VectorStore) -> None:
        store.upsert([record("a")], directions([1]))
        with pytest.raises(EmbedderMismatchError):
            store.upsert([record("b")], np.ones((1, self.dimension + 1), np.float32))
        with pytest.raises(EmbedderMismatchError):
            store.query(np.ones(self.dimension - 1, np.float32), 1)
        assert list(store.ids()) == ["a"]

    @pytest.mark.parametrize("spoilt", [np.nan, np.inf, -np.inf])
    def test_vectors_that_are_no_directions_are_refused(self, store: VectorStore, spoilt: float) -> None:
        vectors = directions([1, 2])
        vectors[1, 3] = spoilt
        with pytest.raises(ValueError, match="NaN"):
            store.upsert([record("a"), record("b")], vectors)
        with pytest.raises(ValueError, match="NaN"):
            store.query(vectors[1], 1)
        with pytest.raises(ValueError, match="zeros"):
            store.upsert([record("a")], np.zeros((1, self.dimension), np.float32))
        with pytest.raises(ValueError, match="records"):
            store.upsert([record("a")], directions([1, 2]))
        with pytest.raises(ValueError, match="same id"):
            store.upsert([record("a"), record("a")], directions([1, 2]))
        assert store.count() == 0


class PersistentStoreContract(StoreContract):
    """And what stores on disk do: `reopen` closes the store that was last opened and opens it again."""

    def test_what_was_written_is_there_after_reopening(
        self, store: VectorStore, reopen: Callable[[], VectorStore]
    ) -> None:
        store.upsert([record(str(n), f"t{n}", channels=["x"]) for n in range(50)], directions(range(50)))
        store.delete(["0"])
        again = reopen()
        assert sorted(again.ids()) == sorted(str(n) for n in range(1, 50))
        assert again.get(["7"]) == {"7": ("t7", {"language": "en", "channels": ["x"]})}
        assert again.query(direction(7), 1)[0].id == "7"
        again.upsert([record("new")], directions([99]))
        again.relabel([record("7", "t7", title="T")])
        third = reopen()
        assert third.get(["7"])["7"][1]["title"] == "T"
        assert third.query(direction(99), 1)[0].id == "new"
        assert third.count() == 50

    def test_closing_twice_is_fine(self, store: VectorStore) -> None:
        store.close()
        store.close()
