"""Counts of what the manifest holds, and the labels of chunks, as SQLite gives them: no row becomes an object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from index.manifest import Manifest, marks, pages

if TYPE_CHECKING:
    from index.chunk import Value


class Tally:
    """What generation `number` of a manifest comes to."""

    def __init__(self, manifest: Manifest, number: int) -> None:
        self.number = number
        self._db = manifest.db

    def labelled(
        self, names: Sequence[str], doc_ids: Sequence[str] | None = None
    ) -> Iterator[tuple[str, str, str, str]]:
        """Id, document, key of the vector and the labels `names` (a JSON list) of all chunks, or of some documents'."""
        sql = f"SELECT id, doc_id, vector, json_extract(metadata, {marks(names)}) FROM chunk WHERE generation = ?"
        values = [f"$.{name}" for name in names]
        if doc_ids is None:
            yield from self._db.execute(sql, (*values, self.number))
            return
        for page in pages(doc_ids):
            yield from self._db.execute(f"{sql} AND doc_id IN ({marks(page)})", (*values, self.number, *page))

    def known(self, ids: Sequence[str]) -> set[str]:
        """Those of `ids` that are chunks of this generation."""
        sql = "SELECT id FROM chunk WHERE generation = ? AND id IN ({})"
        return {
            row[0]
            for page in pages(ids)
            for row in self._db.execute(sql.format(marks(page)), (self.number, *page))
        }

    def combinations(self, names: Sequence[str]) -> Iterator[tuple[dict[str, Value], int]]:
        """Labels that occur together, and in how many chunks; `names` are at least two."""
        sql = (
            f"SELECT json_extract(metadata, {marks(names)}) labels, count(*) FROM chunk WHERE generation = ?"
            " GROUP BY labels ORDER BY labels"
        )
        for labels, count in self._db.execute(sql, (*(f"$.{name}" for name in names), self.number)):
            values = zip(names, json.loads(labels), strict=True)
            yield {name: value for name, value in values if value is not None}, count

    def values(self, name: str) -> dict[str, int]:
        """What a label of chunks holds, each of a list by itself, and in how many chunks; the most frequent first."""
        sql = (
            "SELECT each.value told, count(*) FROM chunk, json_each(metadata, ?) each WHERE generation = ?"
            " GROUP BY told ORDER BY count(*) DESC, told"
        )
        return dict(self._db.execute(sql, (f"$.{name}", self.number)).fetchall())

    def spaces_of(self, doc_ids: Sequence[str]) -> dict[str, set[str]]:
        """The spaces of documents; two sources may give one id."""
        found: dict[str, set[str]] = {}
        for page in pages(doc_ids):
            rows = self._db.execute(f"SELECT id, space FROM document WHERE id IN ({marks(page)})", page)
            for doc_id, space in rows:
                found.setdefault(doc_id, set()).add(space)
        return found

    def verdicts(self) -> dict[str, int]:
        """Documents by kind of verdict."""
        sql = "SELECT kind, count(*) FROM verdict WHERE generation = ? GROUP BY kind"
        return dict(self._db.execute(sql, (self.number,)).fetchall())

    def chunks(self) -> dict[str, int]:
        """Chunks by the kind of verdict of their documents; "" where there is none yet."""
        sql = (
            "SELECT coalesce(v.kind, ''), count(*) FROM chunk c LEFT JOIN verdict v"
            " ON v.generation = c.generation AND v.doc_id = c.doc_id WHERE c.generation = ? GROUP BY 1"
        )
        return dict(self._db.execute(sql, (self.number,)).fetchall())

    def placed(self) -> int:
        """Documents that are searchable."""
        row = self._db.execute("SELECT count(*) FROM placed WHERE generation = ?", (self.number,)).fetchone()
        return int(row[0])

    def intents(self) -> int:
        """Documents whose writing was begun and not committed."""
        row = self._db.execute("SELECT count(*) FROM op WHERE generation = ?", (self.number,)).fetchone()
        return int(row[0])

    def questions(self) -> int:
        """Questions that wait for a person."""
        row = self._db.execute(
            "SELECT count(*) FROM question WHERE generation = ?", (self.number,)
        ).fetchone()
        return int(row[0])

    def counts(self) -> Iterator[str]:
        """What cleaning counted in present documents, as JSON; nothing for those where there was nothing."""
        sql = "SELECT counts FROM document JOIN source ON source.id = source_id WHERE missing = '' AND counts <> '{}'"
        return (row[0] for row in self._db.execute(sql))

    def sources(self) -> dict[str, int]:
        """Files by state: ok, failed, listed, or missing if a tombstone stands for them."""
        state = "CASE WHEN missing_since THEN 'missing' ELSE state END"
        sql = f"SELECT {state} told, count(*) FROM source WHERE missing = '' GROUP BY told ORDER BY told"
        return dict(self._db.execute(sql).fetchall())

    def failures(self) -> dict[str, int]:
        """Files that failed by code."""
        sql = "SELECT code, count(*) FROM source WHERE missing = '' AND state = 'failed' GROUP BY code"
        return dict(self._db.execute(sql).fetchall())

    def read_times(self) -> dict[str, tuple[str, str]]:
        """By root when the file that was read longest ago was read, and the one read last: ISO times."""
        sql = "SELECT root, min(at), max(at) FROM source WHERE missing = '' AND at <> '' GROUP BY root"
        return {root: (oldest, newest) for root, oldest, newest in self._db.execute(sql)}

    def ends(self) -> Iterator[tuple[str, int, str]]:
        """By command and exit code when a run ended last, as an ISO time."""
        sql = "SELECT command, exit_code, max(finished) FROM run GROUP BY command, exit_code"
        yield from self._db.execute(sql)

    def last_run(self) -> int:
        """The number of the last run that ended, 0 before the first."""
        return int(self._db.execute("SELECT coalesce(max(id), 0) FROM run").fetchone()[0])
