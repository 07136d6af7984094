"""Other ids for the rows of a closed Chroma directory, as when a folder moved: Chroma itself can only write them anew.

A row written anew costs 4 ms (a place in the graph, trigrams, twenty keys) and the one before another ms. Here an id is
replaced where it stands, in a table and in the map beside the graph, and so are the strings that name the file: .1 ms.
Only a directory is touched that is laid out exactly as known (chromadb 1.5.9), whose log is applied, and whose table
and map have the same ids.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from index.durable import sync_directory
from index.store.chroma_copy import DATABASE
from index.store.chroma_files import PICKLE
from index.store.chroma_labels import index_folder, labels_of

if TYPE_CHECKING:
    from collections.abc import Sequence, Set
    from pathlib import Path

    from index.store.store import Renaming

_COLUMNS = {
    "embeddings": ("id", "segment_id", "embedding_id", "seq_id", "created_at"),
    "embedding_metadata": ("id", "key", "string_value", "int_value", "float_value", "bool_value"),
    "embeddings_queue": (
        "seq_id",
        "created_at",
        "operation",
        "topic",
        "id",
        "vector",
        "encoding",
        "metadata",
    ),
}
_CHANGE = (
    "UPDATE embedding_metadata SET string_value = ? WHERE id = ? AND key = ? AND string_value IS NOT NULL"
)
_FRESH = ".new"
_WAITING = """
SELECT count(*) FROM segments LEFT JOIN max_seq_id ON max_seq_id.segment_id = segments.id
WHERE coalesce(max_seq_id.seq_id, 0) < (SELECT coalesce(max(seq_id), 0) FROM embeddings_queue WHERE id NOT GLOB 'pad-*')
"""


def rename(path: Path, rows: Sequence[Renaming]) -> bool:
    """Renames rows; False, and nothing is touched, where that is not surely possible.

    A kill between the two files leaves ids without a vector, which `index.health_child` finds. Raises OSError,
    sqlite3.Error.
    """
    folder = index_folder(path)
    labels = labels_of(folder) if folder else None
    if folder is None or labels is None or not labels.is_known:
        return False
    with closing(sqlite3.connect(path / DATABASE, isolation_level=None, timeout=30)) as db:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("BEGIN IMMEDIATE")
        if not (_is_laid_out(db) and _write(db, rows, labels.by_id.keys())):
            return False  # closing rolls back
        fresh = _beside(folder / PICKLE, labels.renamed({row.id: row.new_id for row in rows}))
        db.execute("COMMIT")
    fresh.replace(folder / PICKLE)
    sync_directory(folder)
    return True


def sweep(path: Path) -> None:
    """Removes what a rename that was killed left beside a map."""
    for leftover in path.glob(f"*/{PICKLE}{_FRESH}"):
        leftover.unlink(missing_ok=True)


def _is_laid_out(db: sqlite3.Connection) -> bool:
    """Whether the tables are those that are known, for one collection, and the log waits for nothing."""
    for table, columns in _COLUMNS.items():
        if {row[1] for row in db.execute(f"PRAGMA table_info({table})")} != {*columns}:
            return False
    scopes = sorted(row[0] for row in db.execute("SELECT scope FROM segments"))
    return scopes == ["METADATA", "VECTOR"] and not db.execute(_WAITING).fetchone()[0]


def _write(db: sqlite3.Connection, rows: Sequence[Renaming], ids: Set[str]) -> bool:
    """Whether the table held the same `ids`, and all that was to be replaced."""
    places = dict(db.execute("SELECT embedding_id, id FROM embeddings"))
    old, new = {row.id for row in rows}, {row.new_id for row in rows}
    if places.keys() != ids or not len(old) == len(new) == len(rows):
        return False
    if not (old <= ids and new.isdisjoint(ids)):
        return False
    named = [(row.new_id, places[row.id]) for row in rows]
    db.executemany("UPDATE embeddings SET embedding_id = ? WHERE id = ?", named)
    values = [(value, places[row.id], key) for row in rows for key, value in row.changed.items()]
    return not values or db.executemany(_CHANGE, values).rowcount == len(values)


def _beside(path: Path, data: bytes) -> Path:
    """A file with `data`, on disk, that is to take the place of `path`."""
    fresh = path.with_name(path.name + _FRESH)
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(path.stat().st_mode & 0o777)
    return fresh
