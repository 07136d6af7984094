"""A run with nothing to do does not look at each document; whatever may have changed makes it look."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import ingest.decide
from index.store.store import VectorStore
from index.testing_fakes import InjectedError
from tests.world import SMALL, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    for name in ("pump", "valve", "filter"):
        world.write(
            f"{name}.md", f"# {name}\n\nThe {name} is blue and stands where the {name} stood before.\n"
        )
    world.sync()
    return world


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A word for each time that documents were looked at one by one."""
    told: list[str] = []
    decide = ingest.decide.decide

    def telling(*given: Any, **named: Any) -> Any:
        told.append("looked")
        return decide(*given, **named)

    monkeypatch.setattr(ingest.decide, "decide", telling)
    return told


def test_nothing_to_do_is_not_looked_for_and_reads_the_same(world: World, looked: list[str]) -> None:
    first, second = world.sync(), world.sync()
    assert looked == []
    assert (first.documents, first.verdicts, first.chunks) == (
        second.documents,
        second.verdicts,
        second.chunks,
    )
    assert (first.documents["unchanged"], first.verdicts["keep"]) == (3, 3)
    assert world.plan()["documents"] == {"load": 0, "put": 0, "relabel": 0, "drop": 0, "keep": 3}
    assert looked == []


def _edit(world: World) -> None:
    world.write("pump.md", "# pump\n\nThe pump is red, and nobody knows why it was ever blue before.\n")


def _decide(world: World) -> None:
    (world.folder / "decisions.toml").write_text(
        '[[decision]]\nid = "d-1"\naction = "exclude"\ndocuments = ["docs/pump.md#"]\n', encoding="utf-8"
    )


def _other_sizes(world: World) -> None:
    world.flags = (*SMALL[:1], "chunk.max_tokens=40")


def _lose_what_is_placed(world: World) -> None:
    with closing(sqlite3.connect(world.state / "manifest.db")) as db:
        db.execute("DELETE FROM placed WHERE doc_id = 'docs/pump.md#'")
        db.commit()


def _remove(world: World) -> None:
    (world.docs / "pump.md").unlink()


CHANGES = [_edit, _decide, _other_sizes, _lose_what_is_placed, _remove]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is_seen(world: World, looked: list[str], change: Callable[[World], None]) -> None:
    change(world)
    world.sync()
    assert looked
    assert world.export() == world.stored() == world.fresh()
    looked.clear()
    world.sync()
    assert looked == []


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_decided_and_not_written_is_written(world: World, change: Callable[[World], None]) -> None:
    """The run that decided broke before it wrote: what was in step before is so no more."""
    change(world)

    def broken(_: VectorStore) -> VectorStore:
        raise InjectedError

    world.wrap = broken
    with pytest.raises(InjectedError):
        world.sync()
    world.wrap = lambda store: store
    world.sync()
    assert world.export() == world.stored() == world.fresh()


def test_what_was_found_is_told_again_and_counted_anew_when_it_changed(world: World) -> None:
    world.flags = (*SMALL, 'clean.recognizers=["email"]')
    path = world.write(
        "mail.md", "# mail\n\nAsk anna@nasos-zavod.ru or boris@nasos-zavod.ru about the pump.\n"
    )
    assert [world.sync().found for _ in range(3)] == [{"email": 2}] * 3
    path.write_text("# mail\n\nAsk anna@nasos-zavod.ru about the pump.\n", encoding="utf-8")
    assert [world.sync().found for _ in range(2)] == [{"email": 1}] * 2
    path.unlink()
    assert [world.sync().found for _ in range(2)] == [{}] * 2
