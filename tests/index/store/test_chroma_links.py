"""Rows to which few others link, read from the files of an index."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from index.store.chroma import ChromaStore
from index.store.chroma_files import PICKLE
from index.store.chroma_links import by_links
from index.testing import record

DIMENSION = 64


def written(path: Path, rows: int = 1500) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    vectors = np.random.default_rng(0).standard_normal((rows, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    store = ChromaStore(path, DIMENSION)
    store.upsert([record(str(number)) for number in range(rows)], vectors)
    store.delete(["7"])
    store.close()
    return vectors


def test_bands_hold_every_row_once_and_the_lost_are_in_the_first(tmp_path: Path) -> None:
    path = tmp_path / "chroma"
    vectors = written(path)
    found = by_links(path)
    assert found is not None
    assert sorted(row for band in found for row in band) == sorted({str(n) for n in range(1500)} - {"7"})
    assert len(found) == 5
    few = found[0]
    store = ChromaStore(path, DIMENSION)
    near = store._collection.query(query_embeddings=vectors, n_results=5, include=[])["ids"]
    store.close()
    lost = {str(number) for number, ids in enumerate(near) if str(number) not in ids} - {"7"}
    assert lost <= set(few)


def test_a_file_that_names_code_is_not_run(tmp_path: Path) -> None:
    written(tmp_path, rows=20)
    (file,) = tmp_path.rglob(PICKLE)
    mark = tmp_path / "mark"
    assert by_links(tmp_path) is not None

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[Path]]:
            return Path.touch, (mark,)

    file.write_bytes(pickle.dumps({"id_to_label": Evil()}))
    assert by_links(tmp_path) is None
    assert not mark.exists()


@pytest.mark.parametrize(
    "content", [b"", b"\x80\x04.", b"nonsense", pickle.dumps({"id_to_label": {"a": 99}})]
)
def test_files_that_do_not_tell_are_no_answer(tmp_path: Path, content: bytes) -> None:
    written(tmp_path, rows=20)
    (file,) = tmp_path.rglob(PICKLE)
    file.write_bytes(content)
    assert by_links(tmp_path) is None


def test_no_index_is_no_answer(tmp_path: Path) -> None:
    assert by_links(tmp_path) is None
