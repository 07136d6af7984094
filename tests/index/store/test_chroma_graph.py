"""Rows that HNSW holds and does not find. Tight clusters, written one after the other, lose a percent of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.store.chroma import TRACKED, ChromaStore
from index.store.chroma_graph import mend
from index.testing import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.embed.embedder import Vectors

CLUSTER, DIMENSION = 200, 16


def clusters(rows: int) -> Vectors:
    random = np.random.default_rng(0)
    middles = np.repeat(random.standard_normal((rows // CLUSTER + 1, DIMENSION)), CLUSTER, axis=0)[:rows]
    made = middles + 0.01 * random.standard_normal((rows, DIMENSION))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def lost(store: ChromaStore, vectors: Vectors) -> int:
    """How many rows are not among the five nearest to their own vector."""
    stored = set(store.ids())
    near = store._collection.query(query_embeddings=vectors, n_results=5, include=[])["ids"]
    return sum(str(number) in stored and str(number) not in ids for number, ids in enumerate(near))


def write(store: ChromaStore, vectors: Vectors, start: int = 0) -> None:
    for at in range(start, len(vectors), 500):
        page = vectors[at : at + 500]
        store.upsert([record(str(at + number)) for number in range(len(page))], page)


@pytest.mark.parametrize("tracked", [0, TRACKED])
def test_mended_a_store_finds_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tracked: int
) -> None:
    monkeypatch.setattr("index.store.chroma.TRACKED", tracked)
    vectors = clusters(3000)
    before = mended = after = 0
    for build in range(2):  # threads make each graph another one
        store = ChromaStore(tmp_path / str(build), DIMENSION)
        write(store, vectors)
        before += lost(store, vectors)
        mended += store.mend()
        after += lost(store, vectors)
        assert store.get(["7"]) == {"7": ("text", {"language": "en"})}
        assert np.abs(store.vectors(["7"])["7"] - vectors[7]).max() <= 1e-6
        store.close()
        again = ChromaStore(tmp_path / str(build), DIMENSION)
        after += lost(again, vectors)
        again.close()
    assert before > 0
    assert mended >= 0.8 * before - 1  # which rows are in doubt is an estimate: now and then it misses one
    assert (
        after <= before // 10 + 4
    )  # such a one is counted before and after closing, and each build may have one


def test_each_session_mends_what_it_wrote_and_what_that_cost_others(tmp_path: Path) -> None:
    vectors = clusters(2000)
    for end in range(400, 2001, 400):
        store = ChromaStore(tmp_path / "chroma", DIMENSION)
        write(store, vectors[:end], end - 400)
        store.delete([str(number) for number in range(end - 400, end, 7)])
        store.mend()
        store.close()
        store = ChromaStore(tmp_path / "chroma", DIMENSION)
        assert lost(store, vectors[:end]) <= 2
        store.close()


def test_what_a_killed_writer_did_not_look_at_is_mended_by_the_next(tmp_path: Path) -> None:
    vectors = clusters(3000)
    before = after = 0
    for build in range(2):
        store = ChromaStore(tmp_path / str(build), DIMENSION)
        write(store, vectors)
        store.close()
        store = ChromaStore(tmp_path / str(build), DIMENSION)
        before += lost(store, vectors)
        assert store.mend() == 0, "of this session there is nothing to look at"
        store.mend(everything=True)
        after += lost(store, vectors)
        store.close()
        store = ChromaStore(tmp_path / str(build), DIMENSION)
        after += lost(store, vectors)
        store.close()
    assert before > 0
    assert after <= before // 10 + 4


class Graph:
    """A collection of one-dimensional rows that loses those it is told, until they are written again."""

    def __init__(self, lost: set[str]) -> None:
        self.lost, self.asked = lost, set[str]()

    def get(self, ids: Sequence[str], include: Sequence[str]) -> dict[str, Any]:
        return {"ids": list(ids), **{column: [[float(row)] for row in ids] for column in include}}

    def query(self, query_embeddings: Vectors, n_results: int, include: Sequence[str]) -> dict[str, Any]:
        rows = [str(int(vector[0])) for vector in query_embeddings]
        self.asked.update(rows)
        near = [["0"] if row in self.lost else [row] for row in rows]
        return {"ids": near, "distances": [[1.0] * n_results] * len(rows), "asked": include}

    def delete(self, ids: Sequence[str]) -> None:
        self.lost -= {*ids}

    def add(self, **columns: Any) -> None:
        assert not self.lost & {*columns["ids"]}


@pytest.mark.parametrize(
    ("lost", "whole", "left"),
    [
        ({"7"}, 1, set()),  # where few lead to: looked at whole
        ({"1010"}, 2, set()),  # in the sample of the next band, which is then looked at whole
        ({"1010", "1013", "13"}, 2, set()),
        ({"1013"}, 1, {"1013"}),  # in no sample: the price of not looking at all
        ({"2020", "1013"}, 3, set()),  # a band before the last that lost one is looked at too
    ],
)
def test_bands_are_looked_at_up_to_the_last_whose_sample_lost_one(
    lost: set[str], whole: int, left: set[str]
) -> None:
    bands = [[str(row) for row in range(start, start + 1000)] for start in (0, 1000, 2000)]
    graph = Graph(set(lost))
    assert mend(graph, lambda: pytest.fail("all are looked at"), lambda: bands) == len(lost - left)
    assert graph.lost == left
    assert len(graph.asked) == whole * 1000 + (3 - whole) * 100


def test_a_large_band_of_which_hardly_one_is_lost_is_not_looked_at_whole() -> None:
    bands = [[str(row) for row in range(1000)], [str(row) for row in range(1000, 101_000)]]
    sampled, other = {str(1000 + 20 * place) for place in range(5)}, {"1010"}
    graph = Graph(sampled | other)
    assert mend(graph, lambda: pytest.fail("all are looked at"), lambda: bands) == 5
    assert graph.lost == other
    assert len(graph.asked) == 6000


def test_large_samples_speak_for_the_rest_though_many_are_lost_of_those_few_lead_to() -> None:
    bands = [[str(row) for row in range(1000)], [str(row) for row in range(1000, 51_000)]]
    graph = Graph({str(row) for row in range(1, 900)})
    assert mend(graph, lambda: pytest.fail("all are looked at"), lambda: bands) == 899
    assert len(graph.asked) == 6000


def test_where_many_are_lost_all_that_was_written_is_looked_at() -> None:
    bands = [[str(row) for row in range(start, start + 1000)] for start in (0, 1000, 2000)]
    graph = Graph({str(row) for row in range(20, 3000, 20)})
    assert mend(graph, lambda: iter(bands), lambda: bands) == 149
    assert not graph.lost
