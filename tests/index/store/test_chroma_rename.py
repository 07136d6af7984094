from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.health import run_check, write_expectation
from index.store.chroma import ChromaStore
from index.store.chroma_labels import index_folder, labels_of
from index.store.chroma_rename import rename
from index.store.chroma_terms import told_changes
from index.store.lexical import LexicalStore
from index.store.store import Renaming
from index.testing import direction, directions, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.chunk import Metadata, Value

NAMES = [str(number) for number in range(40)]
MOVED = [Renaming(id=name, new_id=f"y{name}", changed={"source": f"y/{name}"}) for name in NAMES[::2]]
HELD = sorted(f"y{name}" if not int(name) % 2 else name for name in NAMES)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed generation's store of forty rows."""
    store = ChromaStore(tmp_path / "chroma", 8)
    store.upsert([record(name, f"t{name}", source=f"x/{name}") for name in NAMES], directions(range(40)))
    store.close()
    return tmp_path / "chroma"


def test_a_closed_store_is_renamed_without_writing_a_row(path: Path) -> None:
    folder = index_folder(path)
    assert folder
    graph = [(folder / name).read_bytes() for name in ("data_level0.bin", "link_lists.bin", "header.bin")]
    store = ChromaStore(path, 8)
    assert store.rename(MOVED)
    assert sorted(store.ids()) == HELD
    assert store.get(["y2", "2", "3"]) == {
        "y2": ("t2", {"language": "en", "source": "y/2"}),
        "3": ("t3", {"language": "en", "source": "x/3"}),
    }
    assert store.query(direction(2), 1)[0].id == "y2"
    store.close()
    assert graph == [
        (folder / name).read_bytes() for name in ("data_level0.bin", "link_lists.bin", "header.bin")
    ]
    labels = labels_of(folder)
    assert labels
    assert labels.is_known
    assert sorted(labels.by_id) == HELD


def test_a_name_that_was_left_may_be_taken_again(path: Path) -> None:
    assert rename(path, MOVED)
    store = ChromaStore(path, 8)
    store.upsert([record("2", "another")], directions([77]))
    store.close()
    assert not rename(path, [Renaming(id="y2", new_id="2", changed={})])
    assert rename(path, [Renaming(id="y4", new_id="4", changed={"source": "x/4"})])
    store = ChromaStore(path, 8)
    assert {store.query(direction(number), 1)[0].id for number in (2, 4, 77)} == {"y2", "4", "2"}
    store.close()


def with_a_log(path: Path) -> None:
    with closing(sqlite3.connect(path / "chroma.sqlite3")) as db:
        db.execute(
            "INSERT INTO embeddings_queue (seq_id, operation, topic, id)"
            " VALUES ((SELECT max(seq_id) + 9 FROM max_seq_id), 3, 'x', '7')"
        )
        db.commit()


def with_another_column(path: Path) -> None:
    with closing(sqlite3.connect(path / "chroma.sqlite3")) as db:
        db.execute("ALTER TABLE embeddings ADD COLUMN later TEXT")


def with_another_row(path: Path) -> None:
    with closing(sqlite3.connect(path / "chroma.sqlite3")) as db:
        db.execute(
            "INSERT INTO embeddings SELECT 999, segment_id, 'odd', seq_id, created_at FROM embeddings LIMIT 1"
        )
        db.commit()


def without_a_map(path: Path) -> None:
    folder = index_folder(path)
    assert folder
    (folder / "index_metadata.pickle").write_bytes(b"\x80\x03cposix\nsystem\n.")


@pytest.mark.parametrize("spoil", [with_a_log, with_another_column, with_another_row, without_a_map])
def test_what_is_not_as_known_is_left_alone(path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(path)
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    assert not rename(path, MOVED)
    assert before == {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}


def test_rows_that_were_just_written_are_not_renamed(path: Path) -> None:
    store = ChromaStore(path, 8)
    store.upsert([record("2", "new", source="x/2")], directions([2]))
    assert not store.rename(MOVED)
    assert sorted(store.ids()) == sorted(NAMES)
    store.close()


def test_what_a_killed_rename_left_goes(path: Path) -> None:
    folder = index_folder(path)
    assert folder
    leftover = folder / "index_metadata.pickle.new"
    leftover.write_bytes(b"half")
    ChromaStore(path, 8).close()
    assert not leftover.exists()


@pytest.mark.parametrize("lost", ["chroma.sqlite3", "index_metadata.pickle"])
def test_a_kill_between_the_two_files_is_always_found(path: Path, lost: str) -> None:
    """Whichever of the two was not replaced; though all ids are in doubt, and may be there or not."""
    file = next(path.rglob(lost))
    before = file.read_bytes()
    moved = [Renaming(id="8", new_id="y8", changed={})]
    LexicalStore(path.with_name("lexical.db")).close()
    assert rename(path, moved)
    file.write_bytes(before)
    expectation = path.with_name("expectation.json")
    sure = [name for name in NAMES if name != "8"]
    lexical = LexicalStore(path.with_name("lexical.db"))
    lexical.upsert([(name, "text", {}) for name in sure])
    lexical.close()
    write_expectation(expectation, dimension=8, ids=sure, maybe=["8", "y8"], sample={"3": direction(3)})
    report = run_check(path.parent, expectation)
    assert not report.ok
    assert "vector" in report.reason


@pytest.mark.parametrize(
    ("wanted", "stored", "told"),
    [
        ({"a": "x", "b": 1}, {"a": "x", "b": 1}, {}),
        ({"a": "y", "b": 1}, {"a": "x", "b": 1}, {"a": "y"}),
        ({"b": 1}, {"a": "x", "b": 1}, {"a": None}),
        ({"a": True, "b": 1.0}, {"a": 1, "b": 1}, {"a": True, "b": 1.0}),
        ({"a": ["x", "y"]}, {"a": ["x"]}, {"a": ["x", "y"]}),
        ({"a": ["x"]}, {"a": ["x"]}, {}),
    ],
)
def test_only_what_differs_is_told(wanted: Metadata, stored: Metadata, told: dict[str, Value | None]) -> None:
    assert told_changes(wanted, stored) == told
