"""The part of the manifest that knows what one generation holds; and the vector cache, which all share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from index.errors import EmbedderMismatchError
from index.manifest import Manifest, marks, pages
from index.records import ChunkRecord, QuestionRecord, VerdictRecord

if TYPE_CHECKING:
    from index.embed.embedder import Vectors

_QUESTION_NAMES = tuple(field.name for field in fields(QuestionRecord))
_QUESTION = ", ".join(_QUESTION_NAMES)
_question_values = attrgetter(*_QUESTION_NAMES)
_CHUNK = "id, doc_id, position, body, prefix, start, end, vector, metadata"


class Contents:
    """What generation `number` holds, according to the manifest."""

    def __init__(self, manifest: Manifest, number: int) -> None:
        self.number = number
        self._db = manifest.db

    def placed(self) -> dict[str, str]:
        """Document id -> key of the content it was written from."""
        return dict(self._db.execute("SELECT doc_id, key FROM placed WHERE generation = ?", (self.number,)))

    def place(self, doc_id: str, key: str, chunks: Sequence[ChunkRecord]) -> None:
        """Commits a document as written. What was there before must have been unplaced."""
        self._db.execute("INSERT INTO placed VALUES (?, ?, ?)", (self.number, doc_id, key))
        self._db.executemany(
            f"INSERT INTO chunk (generation, {_CHUNK}) VALUES ({marks(range(10))})",
            [
                (
                    self.number,
                    chunk.id,
                    chunk.doc_id,
                    chunk.position,
                    chunk.body,
                    chunk.prefix,
                    chunk.start,
                    chunk.end,
                    chunk.vector,
                    json.dumps(chunk.metadata, ensure_ascii=False, sort_keys=True),
                )
                for chunk in chunks
            ],
        )

    def require_embedder(self, identity: str) -> None:
        """Raises EmbedderMismatchError (exit 5) when this generation holds vectors of another embedder."""
        sql = "SELECT embedder FROM generation WHERE number = ?"
        row = self._db.execute(sql, (self.number,)).fetchone()
        if row and row[0] != identity:
            raise EmbedderMismatchError(
                f"the index was built with {row[0]}, the settings name {identity}",
                remedy="Run ingest rebuild to build a new generation with it, or restore the embed settings.",
            )

    def last_run(self) -> str:
        """The report of the last sync or rebuild that ended, as JSON; "" if there was none."""
        sql = "SELECT report FROM run WHERE command IN ('sync', 'rebuild') ORDER BY id DESC LIMIT 1"
        row = self._db.execute(sql).fetchone()
        return str(row[0]) if row else ""

    def unplace(self, doc_ids: Iterable[str]) -> None:
        """Commits documents as removed; their intents are done."""
        keys = [(self.number, doc_id) for doc_id in doc_ids]
        for table in ("chunk", "placed", "op"):
            self._db.executemany(f"DELETE FROM {table} WHERE generation = ? AND doc_id = ?", keys)

    def intend(self, ids: Mapping[str, Iterable[str]]) -> None:
        """Records, before the store is touched, which chunk ids of a document it may hold from now on."""
        self._db.executemany(
            "INSERT OR REPLACE INTO op VALUES (?, ?, ?)",
            [(self.number, doc_id, json.dumps(sorted(chunks))) for doc_id, chunks in ids.items()],
        )

    def intents(self) -> dict[str, list[str]]:
        """Writes that were begun and not committed: document id -> ids the store may hold."""
        rows = self._db.execute("SELECT doc_id, ids FROM op WHERE generation = ?", (self.number,))
        return {doc_id: json.loads(ids) for doc_id, ids in rows}

    def chunks(self, doc_ids: Sequence[str] | None = None) -> Iterator[ChunkRecord]:
        """Chunks of given documents, or all, by document and position."""
        if doc_ids is None:
            yield from self._chunks("", ())
            return
        for page in pages(doc_ids):
            yield from self._chunks(f"AND doc_id IN ({marks(page)})", page)

    def by_id(self, ids: Sequence[str]) -> dict[str, ChunkRecord]:
        """Chunks by chunk id."""
        return {
            chunk.id: chunk
            for page in pages(ids)
            for chunk in self._chunks(f"AND id IN ({marks(page)})", page, order="")
        }

    def _chunks(
        self, where: str, values: Sequence[str], order: str = "ORDER BY doc_id, position"
    ) -> Iterator[ChunkRecord]:
        sql = f"SELECT {_CHUNK} FROM chunk WHERE generation = ? {where} {order}"
        for row in self._db.execute(sql, (self.number, *values)):
            yield ChunkRecord(
                id=row[0],
                doc_id=row[1],
                position=row[2],
                body=row[3],
                prefix=row[4],
                start=row[5],
                end=row[6],
                vector=row[7],
                metadata=json.loads(row[8]),
            )

    def bodies(self) -> dict[str, str]:
        """For each document the body that its chunks are slices of."""
        sql = "SELECT DISTINCT doc_id, body FROM chunk WHERE generation = ?"
        return dict(self._db.execute(sql, (self.number,)).fetchall())

    def chunk_ids(self) -> list[str]:
        """Ids of all chunks, sorted."""
        rows = self._db.execute("SELECT id FROM chunk WHERE generation = ? ORDER BY id", (self.number,))
        return [row[0] for row in rows]

    def count(self) -> int:
        """Number of chunks."""
        row = self._db.execute("SELECT count(*) FROM chunk WHERE generation = ?", (self.number,)).fetchone()
        return int(row[0])

    def verdicts(self) -> dict[str, VerdictRecord]:
        """All verdicts, by document id."""
        sql = "SELECT doc_id, kind, detail, at FROM verdict WHERE generation = ?"
        rows = self._db.execute(sql, (self.number,))
        return {row[0]: VerdictRecord(doc_id=row[0], kind=row[1], detail=row[2], at=row[3]) for row in rows}

    def verdicts_of(self, doc_ids: Sequence[str]) -> dict[str, VerdictRecord]:
        """Verdicts of given documents."""
        sql = "SELECT doc_id, kind, detail, at FROM verdict WHERE generation = ? AND doc_id IN ({})"
        return {
            row[0]: VerdictRecord(doc_id=row[0], kind=row[1], detail=row[2], at=row[3])
            for page in pages(doc_ids)
            for row in self._db.execute(sql.format(marks(page)), (self.number, *page))
        }

    def set_verdicts(self, verdicts: Iterable[VerdictRecord], gone: Iterable[str] = ()) -> None:
        """Writes verdicts that changed and removes those of documents that are gone."""
        self._db.executemany(
            "DELETE FROM verdict WHERE generation = ? AND doc_id = ?",
            [(self.number, doc_id) for doc_id in gone],
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO verdict VALUES (?, ?, ?, ?, ?)",
            [(self.number, verdict.doc_id, verdict.kind, verdict.detail, verdict.at) for verdict in verdicts],
        )

    def questions(self) -> list[QuestionRecord]:
        """What people are asked, by id."""
        sql = f"SELECT {_QUESTION} FROM question WHERE generation = ? ORDER BY id"
        rows = self._db.execute(sql, (self.number,))
        return [QuestionRecord(**dict(zip(_QUESTION_NAMES, row, strict=True))) for row in rows]

    def set_questions(self, questions: Iterable[QuestionRecord], gone: Iterable[str] = ()) -> None:
        """Writes questions, and removes those of the ids `gone`; one that was there keeps its time."""
        self._db.executemany(
            "DELETE FROM question WHERE generation = ? AND id = ?", [(self.number, one) for one in gone]
        )
        self._db.executemany(
            f"INSERT INTO question (generation, {_QUESTION}) VALUES ({marks(range(7))})"
            " ON CONFLICT DO UPDATE SET guess = excluded.guess, evidence = excluded.evidence",
            [(self.number, *_question_values(question)) for question in questions],
        )

    def copy_from(self, number: int) -> None:
        """Takes over everything another generation holds; used when a store is built again from the cache."""
        self.clear()
        for table, columns in (
            ("chunk", _CHUNK),
            ("placed", "doc_id, key"),
            ("verdict", "doc_id, kind, detail, at"),
            ("question", _QUESTION),
        ):
            self._db.execute(
                f"INSERT INTO {table} (generation, {columns})"
                f" SELECT ?, {columns} FROM {table} WHERE generation = ?",
                (self.number, number),
            )

    def clear(self) -> None:
        """Removes every row of this generation."""
        for table in ("chunk", "placed", "verdict", "question", "op"):
            self._db.execute(f"DELETE FROM {table} WHERE generation = ?", (self.number,))

    def vectors(self, size: int = 2000) -> Iterator[tuple[list[str], Vectors]]:
        """All chunks with a vector, a page at a time: their ids, and vectors of shape (ids, dimension)."""
        import numpy as np

        rows = self._db.execute(
            "SELECT c.id, v.data FROM chunk c JOIN vector v ON v.key = c.vector WHERE c.generation = ?",
            (self.number,),
        )
        while page := rows.fetchmany(size):
            joined = np.frombuffer(b"".join(data for _, data in page), dtype="<f4")
            yield [chunk_id for chunk_id, _ in page], joined.reshape(len(page), -1)


class VectorCache:
    """Vectors by key; shared by all generations. What is in it is never embedded again."""

    def __init__(self, manifest: Manifest) -> None:
        self._db = manifest.db

    def known(self, keys: Sequence[str]) -> set[str]:
        """Those of `keys` that are here."""
        return {
            row[0]
            for page in pages(keys)
            for row in self._db.execute(f"SELECT key FROM vector WHERE key IN ({marks(page)})", page)
        }

    def get(self, keys: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of those of `keys` that are here, shape (dimension,) each."""
        import numpy as np

        return {
            row[0]: np.frombuffer(row[1], dtype="<f4")
            for page in pages(keys)
            for row in self._db.execute(f"SELECT key, data FROM vector WHERE key IN ({marks(page)})", page)
        }

    def put(self, vectors: Mapping[str, Vectors]) -> None:
        """Adds vectors."""
        import numpy as np

        self._db.executemany(
            "INSERT OR IGNORE INTO vector VALUES (?, ?)",
            [(key, np.ascontiguousarray(vector, dtype="<f4").tobytes()) for key, vector in vectors.items()],
        )
