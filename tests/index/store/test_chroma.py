from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.errors import EmbedderMismatchError, EnvironmentFaultError, KbError, StateError
from index.store import chroma_graph
from index.store.chroma import BATCH, ChromaStore
from index.store.chroma_faults import Translated
from index.store.chroma_files import files_look_sane
from index.testing import direction, directions, record

if TYPE_CHECKING:
    from pathlib import Path


def fill(path: Path, count: int, *, sync_threshold: int | None = None) -> None:
    store = ChromaStore(path, 8, sync_threshold=sync_threshold)
    for start in range(0, count, BATCH):
        numbers = range(start, min(count, start + BATCH))
        store.upsert([record(str(number)) for number in numbers], directions(numbers))
    store.close()


def log_length(path: Path) -> int:
    with closing(sqlite3.connect(path / "chroma.sqlite3")) as db:
        return int(db.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0])


def test_another_dimension_cannot_be_opened(tmp_path: Path) -> None:
    fill(tmp_path / "chroma", 3)
    with pytest.raises(EmbedderMismatchError):
        ChromaStore(tmp_path / "chroma", 9)
    store = ChromaStore(tmp_path / "chroma", 8)
    assert store.count() == 3
    store.close()


def test_a_missing_store_is_not_made_when_it_must_exist(tmp_path: Path) -> None:
    with pytest.raises(StateError):
        ChromaStore(tmp_path / "chroma", 8, create=False)
    assert list(tmp_path.iterdir()) == []
    fill(tmp_path / "chroma", 1)
    with pytest.raises(StateError, match="NotFoundError"):
        ChromaStore(tmp_path / "chroma", 8, collection="others", create=False)


def test_a_broken_database_is_a_state_error_and_mended_it_opens(tmp_path: Path) -> None:
    path = tmp_path / "chroma"
    fill(path, 3)
    sound = (path / "chroma.sqlite3").read_bytes()
    (path / "chroma.sqlite3").write_bytes(b"secret text " * 1000)
    for _ in range(2):
        with pytest.raises(StateError) as raised:
            ChromaStore(path, 8)
        assert "secret" not in str(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__suppress_context__
    (path / "chroma.sqlite3").write_bytes(sound)
    store = ChromaStore(path, 8)
    assert store.count() == 3
    store.close()


def test_lost_vectors_are_a_state_error(tmp_path: Path) -> None:
    path = tmp_path / "chroma"
    fill(path, 200, sync_threshold=100)
    (pickle,) = path.rglob("index_metadata.pickle")
    pickle.write_bytes(b"")
    store = ChromaStore(path, 8)
    with pytest.raises(StateError):
        store.vectors(["1"])
    with pytest.raises(StateError):
        store.query(direction(1), 1)
    store.close()


def test_closing_writes_a_small_index_and_leaves_a_large_one_to_the_threshold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "small", 10)
    assert log_length(tmp_path / "small") <= 1
    assert files_look_sane(tmp_path / "small", 10) == ""
    fill(tmp_path / "never", 10, sync_threshold=10**9)
    assert log_length(tmp_path / "never") == 10
    monkeypatch.setattr(chroma_graph, "SMALL", 10 * 8 * 4 - 1)
    fill(tmp_path / "large", 10)
    assert log_length(tmp_path / "large") == 10
    store = ChromaStore(tmp_path / "small", 8)
    assert store.count() == 10
    assert store.query(direction(7), 1)[0].id == "7"
    store.close()


def test_a_build_with_its_size_as_threshold_is_written_once_at_its_end(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path / "chroma", 8, sync_threshold=900)
    written = []
    for start in range(0, 900, 300):
        store.upsert(
            [record(str(n)) for n in range(start, start + 300)], directions(range(start, start + 300))
        )
        written.append(bool(list(tmp_path.rglob("index_metadata.pickle"))))
    assert written == [False, False, True]
    store.close()
    assert log_length(tmp_path / "chroma") <= 1


def test_the_threshold_of_a_store_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "chroma"
    fill(path, 50, sync_threshold=10**6)
    assert not list(path.rglob("index_metadata.pickle"))
    fill(path, 50, sync_threshold=40)
    assert list(path.rglob("index_metadata.pickle"))


def test_closed_files_hold_no_memory_of_the_process(tmp_path: Path) -> None:
    fill(tmp_path / "chroma", 20, sync_threshold=10)
    (path,) = tmp_path.rglob("data_level0.bin")
    data = path.read_bytes()
    width = 4 + 32 * 4 + 8 * 4 + 8
    assert len(data) > 20 * width
    assert not any(data[20 * width :])
    assert files_look_sane(tmp_path / "chroma", 20) == ""


def test_nothing_is_embedded_and_the_space_is_cosine(tmp_path: Path) -> None:
    store = ChromaStore(tmp_path / "chroma", 8)
    configuration = store._collection.configuration
    assert configuration["embedding_function"] is None
    assert configuration["hnsw"]["space"] == "cosine"
    store.close()


READ = """
import json, sys
import numpy as np
from pathlib import Path
from index.store.chroma import ChromaStore
store = ChromaStore(Path(sys.argv[1]), 8)
vector = np.array(json.loads(sys.argv[2]), np.float32)
print(json.dumps([sorted(store.ids()), [hit.id for hit in store.query(vector, 1)]]))
store.close()
"""


def test_another_process_reads_what_was_written_before_closing(tmp_path: Path) -> None:
    fill(tmp_path / "chroma", 5)
    for count in (5, 6):
        fill(tmp_path / "chroma", count)
        command = [
            sys.executable,
            "-c",
            READ,
            str(tmp_path / "chroma"),
            json.dumps(direction(count - 1).tolist()),
        ]
        ids, nearest = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert ids == [str(number) for number in range(count)]
        assert nearest == [str(count - 1)]


FULL = """
import resource, sys
from pathlib import Path
import numpy as np
from index.errors import KbError
from index.store.chroma import ChromaStore
from index.testing import directions, record
store = ChromaStore(Path(sys.argv[1]), 8)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
try:
    for start in range(0, 20_000, 500):
        store.upsert([record(str(n), "secret text " * 50) for n in range(start, start + 500)], directions(range(start, start + 500)))
except KbError as error:
    print(type(error).__name__, error)
"""


def test_a_write_that_does_not_fit_is_said_without_text(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FULL, str(tmp_path / "chroma")]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert said.split()[0] in {"StateError", "EnvironmentFaultError"}
    assert "secret" not in said


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (
            RuntimeError("error returned from database: (code: 13) database or disk is full"),
            EnvironmentFaultError,
        ),
        (OSError(28, "No space left on device"), EnvironmentFaultError),
        (ValueError("Expected metadata value to be a str, got secret"), StateError),
        (type("PanicException", (BaseException,), {})("secret"), StateError),
    ],
)
def test_chromas_errors_become_ours(tmp_path: Path, error: BaseException, kind: type[KbError]) -> None:
    with pytest.raises(kind) as raised, Translated(tmp_path, "written"):
        raise error
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(1), MemoryError(), StateError("x")])
def test_what_is_not_chromas_passes(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)) as raised, Translated(tmp_path, "written"):
        raise error
    assert raised.value is error


def test_vectors_of_other_lengths_keep_them(tmp_path: Path) -> None:
    path = tmp_path / "chroma"
    store = ChromaStore(path, 8, sync_threshold=50)
    store.upsert([record(str(n)) for n in range(60)], directions(range(60)) * np.float32(3))
    assert np.abs(store.vectors(["7"])["7"] - direction(7) * 3).max() < 1e-5
    store.close()
    assert files_look_sane(path, 60) == ""
    assert os.stat(path).st_mode & 0o777 == 0o700
