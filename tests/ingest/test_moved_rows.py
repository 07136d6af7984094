"""Rows of what moved get other ids: none is written, and the index is as a fresh build has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.moving import Moved, move
from index.store.store import Record, Renaming, VectorStore
from index.testing_fakes import FlakyStore, InjectedError
from index.writer import Writer
from ingest import carry
from tests.world import World


def _page(name: str) -> str:
    chance = Random(name)
    words = " ".join("".join(chance.choices("abdeiklmnoprstuv", k=7)) for _ in range(60))
    return f"# About {name}\n\n{words}.\n\n## Parts of {name}\n\n{words[::-1]}.\n"


class Told(FlakyStore):
    """Tells what is written; `able` as a store that can rename."""

    able = True

    def __init__(self, store: VectorStore) -> None:
        super().__init__(store, fail_at=0)
        self.told: list[str] = []

    def upsert(self, records: Sequence[Record], vectors: Any) -> None:
        self.told += [f"upsert {record.metadata['source']}" for record in records]
        super().upsert(records, vectors)

    def rename(self, rows: Sequence[Renaming]) -> bool:
        self.told += ["rename"] if self.able else ["refuse"]
        return self.able and super().rename(rows)

    def delete(self, ids: Sequence[str]) -> None:
        self.told += ["delete"] if ids else []
        super().delete(ids)


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    for name in ("top", "guide/a", "guide/b", "guide/deep/c", "other/d"):
        world.write(f"{name}.md", _page(name))
    world.sync()
    world.embedded.clear()
    return world


def _synced(world: World, *, able: bool = True) -> list[str]:
    """What a sync tells its store; the index then equals a fresh build's."""
    stores: list[Told] = []

    def wrap(store: VectorStore) -> VectorStore:
        stores.append(Told(store))
        stores[-1].able = able
        return stores[-1]

    world.wrap = wrap
    report = world.sync()
    world.wrap = lambda store: store
    assert report.exit_code == 0
    assert world.embedded == []
    assert world.export() == world.stored() == world.fresh()
    world.embedded.clear()
    return sorted({word for store in stores for word in store.told})


def _folder(world: World) -> None:
    (world.docs / "guide").rename(world.docs / "manual")


def _folder_and_an_edit(world: World) -> None:
    _folder(world)
    world.write("top.md", _page("top").replace("About", "More about"))


def _swap(world: World) -> None:
    a, b = world.docs / "guide/a.md", world.docs / "guide/b.md"
    texts = a.read_text(), b.read_text()
    a.write_text(texts[1])
    b.write_text(texts[0])


def _over_another(world: World) -> None:
    (world.docs / "guide/a.md").replace(world.docs / "top.md")


@pytest.mark.parametrize("change", [_folder, _over_another, _swap])
def test_what_moved_is_as_a_fresh_build_has_it(world: World, change: Callable[[World], None]) -> None:
    change(world)
    told = _synced(world)
    assert told == ["rename"] if change is _folder else "rename" not in told


def test_a_store_that_cannot_rename_is_written_to(world: World) -> None:
    _folder(world)
    told = _synced(world, able=False)
    assert told == [
        "delete",
        "refuse",
        "upsert docs/manual/a.md",
        "upsert docs/manual/b.md",
        "upsert docs/manual/deep/c.md",
    ]


def test_there_and_back(world: World) -> None:
    before = world.export()
    _folder(world)
    assert _synced(world) == ["rename"]
    (world.docs / "manual").rename(world.docs / "guide")
    assert _synced(world) == ["rename"]
    assert world.export() == before


def test_figures_are_those_of_rows_written_anew(world: World, tmp_path: Path) -> None:
    _folder(world)
    report = world.sync()
    moved = len(
        [row for row in world.export().values() if row["metadata"]["source"].startswith("docs/manual/")]
    )
    assert report.documents["moved"] == 3
    assert (report.chunks["cached"], report.chunks["deleted"], report.chunks["embedded"]) == (moved, moved, 0)


@pytest.mark.parametrize("after", [False, True])
def test_a_store_that_breaks_while_it_renames(world: World, *, after: bool) -> None:
    _folder(world)
    world.wrap = lambda store: FlakyStore(store, fail_at=1, after=after)
    with pytest.raises(InjectedError):
        world.sync()
    told = _synced(world)
    assert "rename" not in told
    assert _synced(world) == []


def test_what_moves_is_held_in_portions(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a store that breaks between two of them leaves what is moved as it is."""
    monkeypatch.setattr(carry, "PAGE", 1)
    monkeypatch.setattr(carry, "ROWS", 1)
    portions: list[int] = []

    def counted(writer: Writer, moved: Sequence[Moved]) -> bool:
        portions.append(len(moved))
        return move(writer, moved)

    monkeypatch.setattr(carry, "move", counted)
    _folder(world)
    world.wrap = lambda store: FlakyStore(store, fail_at=2)
    with pytest.raises(InjectedError):
        world.sync()
    assert portions == [1, 1]
    assert "rename" in _synced(world)  # one was torn and is written, the third moves
    assert portions == [1, 1, 1]
