"""The searcher that stays equals `Searcher`, follows every switch, and fails no search on the way."""

from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import closing
from pathlib import Path
from random import Random

import numpy as np
import pytest

from bench.pages import ENGLISH, RUSSIAN, change, write_pages
from index.errors import EmbedderMismatchError, StateError
from index.exact import best, exact, leading
from index.generations import Generations
from index.manifest import Manifest
from index.plugins import build_embedder
from index.resident import ResidentSearcher
from index.search import Searcher
from index.store.lexical import LexicalStore
from index.testing_fakes import FakeEmbedder
from index.vectorpool import LEAST, VectorPool
from tests.world import SMALL, World

LET_ALL_GO = (*SMALL, "brake.documents=100000", 'clean.recognizers=["email"]', "select.parallel=['*']")
WHERES = (
    None,
    {"language": "ru"},
    {"language": ["en", "ru"], "space": "default"},
    {"space": ["other", "default"]},
    {"space": "other"},
    {"channels": ["default"]},
    {"version": []},
)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return world_of(tmp_path, 4)


def world_of(folder: Path, pages: int) -> World:
    world = World(folder, *LET_ALL_GO)
    write_pages(world.docs, pages)
    world.write("twins/a.md", "# Twin\n\nThe very same words of a pump and of a valve.\n")
    world.write("keep.md", "# Keep\n\nThe giraffe of the warehouse counts every courier twice.\n")
    world.sync()
    return world


def resident(world: World, **how: int) -> ResidentSearcher:
    return ResidentSearcher(world.state, build_embedder("builtin"), **how)


def questions(dice: Random) -> list[str]:
    words = [" ".join(dice.sample(ENGLISH + RUSSIAN, dice.randint(1, 9))) for _ in range(3)]
    return [*words, "the", "", "zzzz", "насос 3", '"quoted" OR (words*', "x" * 5000]


@pytest.mark.parametrize("seed", range(2))
def test_it_equals_the_searcher_after_every_change(tmp_path: Path, seed: int) -> None:
    world = world_of(tmp_path, 16)
    dice, ours, theirs = Random(seed), resident(world), Searcher(world.state, build_embedder("builtin"))
    for step in range(4):
        ours.refresh()
        for question in questions(dice):
            for where in dice.sample(WHERES, 2):
                top = dice.choice((1, 3, 5, 70))
                assert ours.search(question, top, where) == theirs.search(question, top, where), (step, where)
        change(world.docs, dice, step)
        world.sync() if step % 2 else world.sync(command="rebuild", everything=True)
    ours.close()


def test_labels_that_full_text_has_of_another_day_let_nothing_through(tmp_path: Path) -> None:
    """A file from a backup, until the next sync: a document that was moved to another space since must stay there."""
    world = World(tmp_path, *SMALL)
    world.write("pump.md", "# The pump\n\nClean the pump with warm water.\n")
    settings, words = tmp_path / "ingest.toml", world.state / "gen-0001" / "lexical.db"
    for space in ("public", "board"):
        settings.write_text(f"[[roots]]\nname = 'docs'\npath = 'docs'\nspace = '{space}'\n", encoding="utf-8")
        world.sync()
        if space == "public":
            shutil.copy(words, tmp_path / "kept.db")
    shutil.copy(tmp_path / "kept.db", words)
    ours, theirs = resident(world), Searcher(world.state, build_embedder("builtin"))
    for searcher in (ours, theirs):
        assert searcher.search("pump", 3, {"space": "public"}) == []
        assert [hit.metadata["space"] for hit in searcher.search("pump", 1, {"space": "board"})] == ["board"]
    ours.close()


@pytest.mark.parametrize("where", [None, {"space": "board"}])
def test_what_full_text_has_of_a_batch_that_is_being_written_outdates_no_snapshot(
    world: World, monkeypatch: pytest.MonkeyPatch, where: dict[str, str] | None
) -> None:
    """Words and labels are there before the manifest tells of them: each search of that time would read all vectors."""
    ours = resident(world)
    ours.refresh()
    with closing(LexicalStore(world.state / "gen-0001" / "lexical.db")) as lexical:
        moved = lexical.query("giraffe", 1)[0].id
        space = {"space": "board"}
        lexical.upsert(
            [("f" * 32, "giraffe giraffe giraffe", space), (moved, "A giraffe of another room", space)]
        )
    theirs = Searcher(world.state, build_embedder("builtin")).search("giraffe", 3, where)
    monkeypatch.setattr(ours, "_load", None)
    monkeypatch.setattr("index.resident.Searcher", None)
    assert ours.search("giraffe", 3, where) == theirs
    assert (theirs == []) is (where is not None)
    ours.close()


def test_equal_vectors_rank_by_id_wherever_they_stand() -> None:
    dice = np.random.default_rng(7)
    rows = dice.normal(size=(5000, 96)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[::7] = rows[0]
    ids = [f"{number:05d}" for number in dice.permutation(5000)]
    for size in (5000, 4999, 713, 8):
        scores = rows[:size] @ rows[0]
        found = leading(scores, 40, 96)
        sums = exact(lambda some: rows[some], found, rows[0].astype(np.float64))
        equal = {
            score
            for place, score in zip(found, sums.tolist(), strict=True)
            if np.array_equal(rows[place], rows[0])
        }
        named = [chunk_id for chunk_id, _ in best([ids[place] for place in found], sums, 40)]
        wanted = sorted(ids[0:size:7])[:40]

        assert len(equal) == 1
        assert named[: len(wanted)] == wanted[: len(named)]


def test_only_what_changed_is_loaded(world: World) -> None:
    searcher = resident(world)
    searcher.refresh()
    before = searcher._snapshot
    world.write("keep.md", "# Keep\n\nThe zebra of the warehouse counts every courier twice.\n")
    world.sync()

    assert searcher.refresh()
    assert not searcher.refresh()
    after = searcher._snapshot
    assert before is not None
    assert after is not None
    assert after.used == before.used + 1
    assert after.matrix is before.matrix
    assert "zebra" in searcher.search("zebra", 1)[0].text
    assert not any("giraffe" in hit.text for hit in searcher.search("giraffe", 9))
    searcher.close()


def test_a_search_with_an_old_snapshot_sees_what_is_there_now(world: World) -> None:
    searcher = resident(world)
    searcher.refresh()
    world.write("keep.md", "# Keep\n\nThe zebra of the warehouse counts every courier twice.\n")
    world.sync()

    question = "the giraffe of the warehouse counts every courier"
    theirs = Searcher(world.state, build_embedder("builtin"))
    assert searcher.search(question, 9) == theirs.search(question, 9)
    searcher.close()


def test_a_document_that_moved_to_another_space_is_not_shown_by_an_old_snapshot(world: World) -> None:
    searcher = resident(world)
    searcher.refresh()
    world.flags = (*world.flags, "labels=[{match='docs/keep.md', space='secret'}]")
    world.sync()

    assert all("giraffe" not in hit.text for hit in searcher.search("giraffe", 5, {"space": "default"}))
    assert "giraffe" in searcher.search("giraffe", 1, {"space": "secret"})[0].text
    searcher.close()


@pytest.mark.slow
def test_it_follows_twenty_switches_and_no_search_fails(world: World) -> None:
    searcher, over, trouble, searches = resident(world), threading.Event(), list[str](), [0]

    def ask() -> None:
        while not over.is_set():
            searches[0] += 1
            try:
                hits = searcher.search("giraffe of the warehouse", 2)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is counted
                trouble.append(repr(error))
            else:
                if not any("giraffe" in hit.text for hit in hits):
                    trouble.append(f"not among {len(hits)}")

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads.append(threading.Thread(target=searcher.follow, args=(over,)))
    for thread in threads:
        thread.start()
    for _ in range(20):
        before = Generations(world.state).current()
        world.sync(command="rebuild", everything=True)
        assert before is not None
        shutil.rmtree(Generations(world.state).path(before.number), ignore_errors=True)
    last = Generations(world.state).current()
    until = time.monotonic() + 60
    while searches[0] < 20 and time.monotonic() < until:
        time.sleep(0.05)
    over.set()
    for thread in threads:
        thread.join(30)
    searcher.refresh()

    assert trouble == []
    assert searches[0] >= 20
    assert last is not None
    assert last.number == 21
    assert searcher.pointer == last
    searcher.close()


def test_it_lets_go_of_a_generation_that_went(world: World) -> None:
    searcher = resident(world)
    searcher.search("pump", 2)
    world.sync(command="rebuild", everything=True)
    searcher.refresh()

    held = [os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    assert not [path for path in held if str(world.state) in path and "gen-0001" in path]
    searcher.close()


def test_idle_it_does_not_keep_the_log_of_the_manifest(world: World) -> None:
    searcher = resident(world)
    searcher.search("pump", 2)
    manifest = Manifest.open(world.state)

    assert manifest.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    manifest.close()
    searcher.close()


def test_above_its_limit_it_answers_page_by_page(world: World) -> None:
    small, whole = resident(world, limit=100), resident(world)
    small.refresh()

    assert small.held == 0
    assert small.pointer == Generations(world.state).current()
    assert small.search("pump valve", 5) == whole.search("pump valve", 5)
    small.close()
    whole.close()


def test_without_an_index_it_says_so_and_later_answers(tmp_path: Path) -> None:
    world = World(tmp_path, *LET_ALL_GO)
    searcher = resident(world)
    with pytest.raises(StateError, match="there is no index"):
        searcher.search("pump")
    world.write("a.md", "# Pump\n\nThe pump needs oil.\n")
    world.sync()

    assert searcher.search("pump")[0].doc_id == "docs/a.md#"
    searcher.close()


def test_another_embedder_is_told(world: World) -> None:
    searcher = ResidentSearcher(world.state, FakeEmbedder())
    with pytest.raises(EmbedderMismatchError):
        searcher.search("pump")
    searcher.close()


def test_a_pool_grows_and_is_copied_together() -> None:
    pool = VectorPool(4)
    vectors = {f"k{number}": np.full(4, number, dtype=np.float32) for number in range(3 * LEAST)}
    pool.add(vectors)
    held = pool.matrix
    kept = [f"k{number}" for number in range(0, 3 * LEAST, 3)]

    assert pool.missing(["k1", "new", "new"]) == ["new"]
    assert pool.compact(kept)
    assert not pool.compact(kept)
    assert pool.used == LEAST
    assert pool.matrix[0, pool.at(["k3", "k9"])].tolist() == [3.0, 9.0]
    assert held[0, 5] == 5.0
