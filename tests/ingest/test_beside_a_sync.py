"""Searches while a sync writes: an edited document is found as it was or as it is, whatever falls between what."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from index.generations import Generations
from index.manifest import Manifest
from index.plugins import build_embedder
from index.resident import ResidentSearcher
from index.search import Found, Searcher
from index.store.lexical import LexicalStore
from ingest.live.metrics import Metrics
from ingest.status import status
from tests.ingest.test_generations import page
from tests.world import SMALL, World

QUESTION = "How do I clean the valve?"
MOVED = "other/valve.md"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Seven pages that differ in one word."""
    world = World(tmp_path, *SMALL)
    for name in ("pump", "valve", "hose", "fan", "boiler", "filter", "lid"):
        world.write(f"{name}.md", page(name))
    world.sync()
    return world


def edit(world: World) -> None:
    world.write("valve.md", page("valve") + "\nSecond edition.\n")
    world.sync()


def move(world: World) -> None:
    (world.docs / "other").mkdir()
    (world.docs / "valve.md").rename(world.docs / MOVED)
    world.sync()


def searchers(world: World) -> dict[str, Any]:
    """Both kinds; the one that stays holds what was there at first, and looks at nothing by itself."""
    embedder = build_embedder("builtin")
    stays = ResidentSearcher(world.state, embedder)
    stays.search(QUESTION)
    return {"reads": Searcher(world.state, embedder), "stays": stays}


def kill_at(place: str, change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Kills the run that `change` makes at a place of the writer."""

    class Killed(BaseException):
        pass

    def kill(name: str) -> None:
        if name == place:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr("index.writer.crash_point", kill)
        with pytest.raises(Killed):
            change()


def titles(hits: list[Found]) -> list[object]:
    return [hit.metadata["title"] for hit in hits]


@pytest.mark.parametrize("change", [edit, move])
def test_who_holds_what_was_before_finds_what_is_now(world: World, change: Callable[[World], None]) -> None:
    known = searchers(world)
    change(world)

    hits = known["stays"].search(QUESTION, 3)

    assert hits == known["reads"].search(QUESTION, 3)
    assert (titles(hits)[0], len(hits)) == ("The valve", 3)
    known["stays"].close()


@pytest.mark.parametrize("change", [edit, move])
def test_a_sync_between_manifest_and_full_text_costs_no_hit(
    world: World, monkeypatch: pytest.MonkeyPatch, change: Callable[[World], None]
) -> None:
    searcher = searchers(world)["reads"]

    class Late(LexicalStore):
        """Opened when a sync has come between."""

        def __init__(self, path: Path, *, readonly: bool = False) -> None:
            monkeypatch.setattr("index.search.LexicalStore", LexicalStore)
            change(world)
            super().__init__(path, readonly=readonly)

    monkeypatch.setattr("index.search.LexicalStore", Late)

    hits = searcher.search(QUESTION, 3)

    assert (titles(hits)[0], len(hits)) == ("The valve", 3)


@pytest.mark.parametrize("kind", ["reads", "stays"])
@pytest.mark.parametrize(
    ("change", "seam"), [(edit, "index.writer.crash_point"), (move, "index.moving.crash_point")]
)
def test_a_search_between_full_text_and_commit_waits_for_the_commit(
    world: World, monkeypatch: pytest.MonkeyPatch, change: Callable[[World], None], seam: str, kind: str
) -> None:
    searcher, waits, answers = searchers(world)[kind], threading.Event(), list[list[Found]]()
    asking = threading.Thread(target=lambda: answers.append(searcher.search(QUESTION, 3)))

    def pause(_: float) -> None:
        waits.set()
        written.wait(30)

    def look(name: str) -> None:
        if name in {"lexical", "moved"} and not asking.ident:
            asking.start()
            while asking.is_alive() and not waits.wait(0.01):
                pass

    written = threading.Event()
    monkeypatch.setattr(seam, look)
    monkeypatch.setattr("index.search.time.sleep", pause)
    change(world)
    written.set()
    asking.join(30)

    assert [(titles(hits)[0], len(hits)) for hits in answers] == [("The valve", 3)]


@pytest.mark.parametrize("kind", ["reads", "stays"])
def test_what_a_killed_sync_left_between_them_is_not_waited_for_for_ever(
    world: World, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    searcher = searchers(world)[kind]
    kill_at("lexical", lambda: edit(world), monkeypatch)
    began = time.monotonic()

    hits = searcher.search(QUESTION, 7)

    assert sorted(map(str, titles(hits))) == sorted(
        f"The {name}" for name in ("pump", "valve", "hose", "fan", "boiler", "filter", "lid")
    )
    assert time.monotonic() - began < 20
    edit(world)
    assert titles(searcher.search(QUESTION, 3))[0] == "The valve"


def test_what_a_killed_sync_committed_and_told_nobody_is_followed_after_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = searchers(world)
    world.write("tap.md", page("tap"))
    kill_at("committed", world.sync, monkeypatch)
    assert world.sync().documents["added"] == 0

    known["stays"].refresh()

    question = "How do I clean the tap?"
    assert known["stays"].search(question, 8) == known["reads"].search(question, 8)
    known["stays"].close()


def test_status_while_folders_of_a_store_come_and_go(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma's, when a run opens it, or removes a generation, after nothing said that it is in use."""
    segment = Generations(world.state).path(1) / "chroma" / "segment"
    segment.mkdir(parents=True)
    (segment / "header.bin").touch()
    list_folder = os.scandir

    def go(path: Any = ".") -> Any:
        if os.fspath(path) == str(segment) and segment.exists():
            (segment / "header.bin").unlink()
            segment.rmdir()
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", go)
    with closing(Manifest.read(world.state)) as manifest:
        told = status(manifest, world.state)

    assert not segment.exists()
    assert told["documents"] == 7


def test_figures_are_counted_anew_after_a_commit_that_fell_between_pointer_and_manifest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a run that was killed then nothing else would tell that they are old."""
    read = Manifest.read

    def read_and_wait(directory: Path) -> Manifest:
        monkeypatch.setattr(Manifest, "read", read)
        manifest = read(directory)
        with closing(Manifest.open(directory)) as writer, writer.transaction() as db:
            db.execute("DELETE FROM chunk WHERE doc_id = 'docs/valve.md#'")
        Generations(directory).point(1)
        return manifest

    metrics = Metrics(world.state)
    monkeypatch.setattr(Manifest, "read", read_and_wait)

    told = [metrics.text()[0].decode() for _ in range(2)]

    assert ['kb_chunks{verdict="keep"} 7.0' in text for text in told] == [True, False]
    assert 'kb_chunks{verdict="keep"} 6.0' in told[1]


def test_what_was_opened_while_the_disk_was_full_serves_one_search(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read as what never changes, so from the next commit on it would tell of what was deleted."""
    stays = ResidentSearcher(world.state, build_embedder("builtin"))
    connect, opened = sqlite3.connect, list[str]()

    class Full(sqlite3.Connection):
        """There is no room for the memory that readers share."""

        def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
            if not sql.startswith("SELECT"):
                return super().execute(sql, *given)
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            raise error

    def open_full(address: str, **how: Any) -> sqlite3.Connection:
        opened.append(address)
        return connect(address, **({"factory": Full} if "mode=rw" in address else {}) | how)

    with monkeypatch.context() as patch:
        patch.setattr("index.space.sqlite3.connect", open_full)
        assert titles(stays.search(QUESTION, 1)) == ["The valve"]
    assert any("immutable" in address for address in opened)
    (world.docs / "valve.md").unlink()
    world.sync()
    stays.refresh()

    hits = stays.search(QUESTION, 7)

    assert len(hits) == 6
    assert "The valve" not in titles(hits)
    stays.close()
