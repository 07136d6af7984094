"""A copy of a closed Chroma directory without what was deleted, to be opened by others.

SQLite leaves deleted text in free pages, Chroma leaves it in its log, and full text keeps the pieces of deleted words
until its segments are merged: a copy has none of these. Vectors of deleted rows stay in the graph, as numbers, until a
rebuild.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

DATABASE = "chroma.sqlite3"
BLOCK = 1 << 20
_APPLIED = """
SELECT coalesce(min(max_seq_id.seq_id), 0) FROM max_seq_id JOIN segments ON segments.id = max_seq_id.segment_id
WHERE segments.scope = 'METADATA'
"""


def copy_store(source: Path, target: Path) -> None:
    """Copies the closed store in `source` into the new directory `target`; when it returns, all is on disk.

    Raises OSError, sqlite3.Error.
    """
    target.mkdir()
    for path in sorted(source.rglob("*")):
        aim = target / path.relative_to(source)
        if path.is_dir():
            aim.mkdir()
        elif path == source / DATABASE:
            _copy_database(path, aim)
        elif path.name != f"{DATABASE}-journal":  # VACUUM has read it
            copy_file(path, aim)


def stored_ids(path: Path) -> list[str]:
    """Ids of the rows in a closed store, read without opening it as one. Raises sqlite3.Error for a damaged file."""
    with closing(sqlite3.connect(f"{(path / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as db:
        if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise sqlite3.DatabaseError("quick_check")
        return [row[0] for row in db.execute("SELECT embedding_id FROM embeddings")]


def copy_file(source: Path, target: Path) -> None:
    """Copies a file as it is, its holes too, to a file that is not there yet, and onto the disk."""
    with source.open("rb") as reading, target.open("xb") as writing:
        size = os.fstat(reading.fileno()).st_size
        for start, end in _filled(reading, size):
            reading.seek(start)
            writing.seek(start)
            left = end - start
            while left and (block := reading.read(min(BLOCK, left))):
                writing.write(block)
                left -= len(block)
        writing.truncate(size)
        writing.flush()
        os.fsync(writing.fileno())


def _filled(file: BinaryIO, size: int) -> Iterator[tuple[int, int]]:
    """Where a file is no hole, as far as the system tells."""
    if not hasattr(os, "SEEK_DATA"):
        yield 0, size
        return
    place = 0
    while place < size:
        try:
            start = os.lseek(file.fileno(), place, os.SEEK_DATA)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            return  # a hole to the end
        place = os.lseek(file.fileno(), start, os.SEEK_HOLE)
        yield start, place


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as db:
        db.execute("VACUUM INTO ?", (os.fspath(target),))
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        applied = db.execute(_APPLIED).fetchone()[0]
        db.execute("UPDATE embeddings_queue SET metadata = '{}' WHERE seq_id <= ?", (applied,))
        db.execute("INSERT INTO embedding_fulltext_search(embedding_fulltext_search) VALUES ('optimize')")
        db.execute("COMMIT")
    with target.open("rb") as file:
        os.fsync(file.fileno())
