"""The contract of `VectorStore.rename`; a store's tests subclass it beside a suite of `index.testing`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.store.store import Renaming
from index.testing import direction, directions, record

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.store.store import VectorStore


class RenameContract:
    """A store may be unable to rename; then it changes nothing. The fixture is `store`."""

    def test_rename_gives_other_ids_and_keeps_the_rest_or_changes_nothing(self, store: VectorStore) -> None:
        rows = [record("a", "same", source="x/1", page=3), record("b", source="x/2"), record("c")]
        store.upsert(rows, directions([1, 2, 3]))
        before = store.get(["a", "b", "c"])
        taken = [Renaming(id="a", new_id="c", changed={"source": "y/1"})]
        unknown = [Renaming(id="b", new_id="d", changed={}), Renaming(id="e", new_id="f", changed={})]
        no_string = [Renaming(id="a", new_id="d", changed={"page": "y"})]
        for wrong in (taken, unknown, no_string, [*no_string, Renaming(id="b", new_id="d", changed={})]):
            assert not store.rename(wrong)
        assert store.get(["a", "b", "c", "d"]) == before
        named = [
            Renaming(id="a", new_id="z", changed={"source": "y/1"}),
            Renaming(id="b", new_id="d", changed={"source": "y/2"}),
        ]
        if not store.rename(named):
            assert store.get(["a", "b", "c", "d"]) == before
            return
        assert store.get(["a", "b", "c", "d", "z"]) == {
            "z": ("same", {"language": "en", "source": "y/1", "page": 3}),
            "d": ("text", {"language": "en", "source": "y/2"}),
            "c": before["c"],
        }
        assert [hit.id for hit in store.query(direction(1), 1)] == ["z"]
        assert [hit.id for hit in store.query(direction(2), 3, {"source": "y/2"})] == ["d"]
        assert np.abs(store.vectors(["z"])["z"] - direction(1)).max() <= 1e-6
        store.upsert([record("a", "new")], directions([4]))
        store.delete(["z"])
        assert sorted(store.ids()) == ["a", "c", "d"]
        assert store.rename([])


class PersistentRenameContract(RenameContract):
    """And of stores on disk: `reopen` is as in `PersistentStoreContract`."""

    def test_a_closed_store_may_be_renamed_and_is_whole_after_reopening(
        self, store: VectorStore, reopen: Callable[[], VectorStore]
    ) -> None:
        names = [str(number) for number in range(60)]
        rows = [record(name, f"t{name}", source=f"x/{name}") for name in names]
        store.upsert(rows, directions(range(60)))
        again = reopen()
        named = [Renaming(id=name, new_id=f"y{name}", changed={"source": f"y/{name}"}) for name in names[::2]]
        done = again.rename(named)
        held = {f"y{name}" if done and not int(name) % 2 else name for name in names}
        third = reopen()
        assert set(third.ids()) == held
        for number in range(60):
            hit = third.query(direction(number), 1)[0].id
            assert hit in held
            assert hit.removeprefix("y") == str(number)
        third.upsert([record("new")], directions([99]))
        third.delete([next(iter(held))])
        assert third.query(direction(99), 1)[0].id == "new"
        assert reopen().count() == 60
