"""Full text of a generation: stems in an SQLite FTS5 file. One process writes, others read meanwhile."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import UsageError
from index.space import Still
from index.stem import stems
from index.store.filters import alternatives
from index.store.lexical_schema import FIELDS, connect, settle, translated
from index.store.store import Hit, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from index.chunk import Metadata

MAX_TERMS = 64
"""Distinct stems of a query that are looked for; SQLite limits the size of an expression."""
_SELECT = """
SELECT chunk.id, bm25(stemmed) AS cost FROM stemmed JOIN chunk ON chunk.row = stemmed.rowid
WHERE stemmed MATCH ?
"""
_FILTER = """
AND EXISTS (SELECT 1 FROM label WHERE label.row = stemmed.rowid AND label.field = ?
    AND label.value IN (SELECT value FROM json_each(?)))
"""
_ORDER = "ORDER BY cost, chunk.id LIMIT ?"


class LexicalStore:
    """Which chunks hold which words. Raises StateError (6), EnvironmentFaultError (8) for a full disk.

    Kept are stems, ids and the labels in `FIELDS`, not the text. `readonly` makes no store where there is
    none; SQLite's own `-wal` and `-shm` files are there while it is open. Every call that writes is one transaction.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path, self._readonly = path, readonly
        self._db = connect(path, readonly=readonly)

    @property
    def still(self) -> bool:
        """Whether it was opened as a file that does not change, so that a later search has to open it again."""
        return isinstance(self._db, Still)

    def upsert(self, rows: Sequence[tuple[str, str, Metadata]], gone: Sequence[str] = ()) -> None:
        """Writes chunks (id, text, metadata) anew, and removes those that are `gone`.

        Indexed are title, section and text; unknown ids are fine.
        """
        if not (rows or gone):
            return
        made = [(chunk_id, stem_line(text, metadata), metadata) for chunk_id, text, metadata in rows]
        with self._transaction():
            self._remove([*(chunk_id for chunk_id, _, _ in rows), *gone])
            for chunk_id, line, metadata in made:
                row = self._db.execute("INSERT INTO chunk (id) VALUES (?)", (chunk_id,)).lastrowid
                self._db.execute("INSERT INTO stemmed (rowid, stems) VALUES (?, ?)", (row, line))
                self._db.executemany(
                    "INSERT INTO label VALUES (?, ?, ?)",
                    [(row, field, value) for field, value in _labels(metadata)],
                )

    def rename(self, names: Mapping[str, str]) -> None:
        """Gives chunks other ids, which none has; their stems and labels stay. Those that are unknown are left out."""
        if not names:
            return
        with self._transaction():
            self._db.executemany(
                "UPDATE chunk SET id = ? WHERE id = ?", [(new, old) for old, new in names.items()]
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Removes chunks; unknown ids are fine."""
        if not ids:
            return
        with self._transaction():
            self._remove(ids)

    def query(self, text: str, top: int, where: Where | None = None) -> list[Hit]:
        """The `top` chunks by BM25 that hold any word of `text`, best first; no text is a syntax error.

        A score is the negated `bm25()` of SQLite: more is better, and only scores of one call compare.
        Raises UsageError for a filter on a field that is not in `FIELDS`.
        """
        match = _match(text)
        conditions = _conditions(where)
        if not match or top < 1:
            return []
        with translated(self.path, "searched"):
            query = _SELECT + _FILTER * len(conditions) + _ORDER
            values = [part for condition in conditions for part in condition]
            found = self._db.execute(query, (match, *values, top)).fetchall()
        return [Hit(id=chunk_id, score=-cost) for chunk_id, cost in found]

    def ids(self) -> list[str]:
        """All ids."""
        with translated(self.path, "read"):
            return [chunk_id for (chunk_id,) in self._db.execute("SELECT id FROM chunk")]

    def lines(self) -> Iterator[tuple[str, str]]:
        """All ids with the stems that are kept of each."""
        with translated(self.path, "read"):
            yield from self._db.execute(
                "SELECT chunk.id, stemmed.stems FROM chunk JOIN stemmed ON stemmed.rowid = chunk.row"
            )

    def count(self) -> int:
        """How many chunks there are."""
        with translated(self.path, "read"):
            return int(self._db.execute("SELECT count(*) FROM chunk").fetchone()[0])

    def check(self) -> str:
        """What is wrong with the file; empty if it is sound. Reads it whole."""
        with translated(self.path, "read"):
            found = self._db.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                return "the full-text file is damaged"
            stemmed = self._db.execute("SELECT count(*) FROM stemmed_docsize").fetchone()[0]
        return "" if stemmed == self.count() else "the full-text index and its ids differ"

    def close(self) -> None:
        """Closes; the last one to close leaves a single file, and who wrote leaves readers nothing to put into it."""
        if not self._readonly:
            settle(self._db)
        with translated(self.path, "closed"):
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with translated(self.path, "written"):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.rollback()
                raise
            self._db.execute("COMMIT")

    def _remove(self, ids: Sequence[str]) -> None:
        for chunk_id in ids:
            found = self._db.execute("SELECT row FROM chunk WHERE id = ?", (chunk_id,)).fetchone()
            if found:
                self._db.execute("DELETE FROM stemmed WHERE rowid = ?", found)
                self._db.execute("DELETE FROM label WHERE row = ?", found)
                self._db.execute("DELETE FROM chunk WHERE row = ?", found)


def stem_line(text: str, metadata: Metadata) -> str:
    """What is kept of a chunk: the stems of its title, section and text."""
    title, section = metadata.get("title", ""), metadata.get("section", "")
    return " ".join(stems(f"{title}\n{section}\n{text}"))


def _labels(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for field in FIELDS:
        value = metadata.get(field)
        for one in dict.fromkeys(value) if isinstance(value, list) else (value,):
            if isinstance(one, str):
                yield field, one


def _match(text: str) -> str:
    """An FTS5 expression: quoted stems, any of which will do; "" when there is no word to look for."""
    terms = dict.fromkeys(stems(text))
    return " OR ".join(f'"{term}"' for term in list(terms)[:MAX_TERMS])


def _conditions(where: Where | None) -> list[tuple[str, str]]:
    """Fields and the values any of which will do, as JSON."""
    conditions = alternatives(where)
    for field, _ in conditions:
        if field not in FIELDS:
            raise UsageError(f"full text cannot be filtered by {field!r}; fields: {', '.join(FIELDS)}")
    return [(field, json.dumps(values)) for field, values in conditions]
