from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.manifest import Manifest
from index.sketches import PairRecord, Sketches


@pytest.fixture(params=["file", "layer"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sketches]:
    Manifest.open(tmp_path).close()
    manifest = Manifest.open(tmp_path) if request.param == "file" else Manifest.overlay(tmp_path)
    yield Sketches(manifest)
    manifest.close()


def pair(small: int, large: int, kind: str = "duplicate") -> PairRecord:
    return PairRecord(small=small, large=large, kind=kind, detail="{}")


def test_a_sketch_is_found_by_its_keys(store: Sketches) -> None:
    store.put([(7, b"seven", [1, 2])])
    store.put([(8, b"eight", [2, 3])])

    assert (store.data(7), store.data(9), store.count(), [*store.numbers()]) == (b"seven", None, 2, [7, 8])
    assert (store.holders(2, 5), store.holders(2, 1), store.holders(4, 5)) == ([7, 8], [7], [])


def test_what_is_dropped_leaves_nothing(store: Sketches) -> None:
    store.put([(7, b"seven", [1, 2])])
    store.put([(8, b"eight", [2])])
    store.put_pairs([pair(7, 8), pair(9, 7)])
    store.drop(7, [1, 2])

    assert (store.data(7), store.holders(1, 5), store.holders(2, 5)) == (None, [], [8])
    assert list(store.pairs()) == []
    store.put([(7, b"again", [2])])
    assert store.data(7) == b"again"


def test_documents_share_sketches(store: Sketches) -> None:
    store.assign({"b": 7, "a": 7, "c": 8})
    store.assign({"c": 7, "b": None})

    assert store.documents_of(7) == ["a", "c"]
    assert store.of_documents(["a", "b", "c", "d"]) == {"a": 7, "c": 7}


def test_pairs_are_found_from_both_sides(store: Sketches) -> None:
    store.put_pairs([pair(3, 1), pair(1, 2, "part")])

    assert list(store.pairs_of(1)) == [pair(1, 2, "part"), pair(3, 1)]
    assert list(store.pairs_of(2)) == [pair(1, 2, "part")]
    store.drop_pairs([2])
    assert list(store.pairs()) == [pair(3, 1)]


STEPS = st.lists(st.tuples(st.integers(1, 6), st.sets(st.integers(1, 5), max_size=3)), max_size=20)


@settings(max_examples=30, deadline=None)
@given(before=STEPS, after=STEPS)
def test_a_plan_sees_what_a_sync_would_and_writes_nothing(
    before: list[tuple[int, set[int]]],
    after: list[tuple[int, set[int]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("state")
    real = Manifest.open(folder)
    world: dict[int, set[int]] = {}
    _play(Sketches(real), world, before)
    real.db.execute("PRAGMA wal_checkpoint")
    stored = list(real.db.execute("SELECT * FROM sketch_key ORDER BY 1, 2"))
    plan = Manifest.overlay(folder)
    view = Sketches(plan)

    _play(view, world, after)

    assert [*view.numbers()] == sorted(world)
    for key in range(1, 6):
        assert sorted(view.holders(key, 99)) == sorted(
            number for number, keys in world.items() if key in keys
        )
    assert list(real.db.execute("SELECT * FROM sketch_key ORDER BY 1, 2")) == stored
    plan.close()
    real.close()


def _play(store: Sketches, world: dict[int, set[int]], steps: list[tuple[int, set[int]]]) -> None:
    """A step replaces a sketch, or drops it where it has no keys."""
    for number, keys in steps:
        if number in world:
            store.drop(number, world.pop(number))
        if keys:
            store.put([(number, b"x", sorted(keys))])
            world[number] = keys


def test_what_sketches_have_in_common_is_replaced_and_goes_with_them(store: Sketches) -> None:
    store.put([(7, b"seven", [1, 2]), (8, b"eight", [2])])
    store.put_overlaps([(7, 8, b"two"), (9, 7, b"few"), (9, 8, b"many")])
    store.put_overlaps([(7, 8, b"one")])

    assert store.overlaps_of([7]) == {(7, 8): b"one", (9, 7): b"few"}
    assert dict(store.data_of([8, 5, 7])) == {7: b"seven", 8: b"eight"}
    assert (store.holding(2, 9), store.holding(2, 1), store.holding(3, 9)) == (2, 1, 0)
    store.drop_overlaps([(9, 7), (1, 2)])
    store.drop(7, [1, 2])
    assert store.overlaps() == {(9, 8): b"many"}
    store.forget_pairs()
    assert store.overlaps() == {}
