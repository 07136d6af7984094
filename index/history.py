"""Runs as the manifest remembers them: when, how they ended, their reports, and what each did to which document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any

from index.manifest import Manifest, marks, pages
from index.records import EffectRecord, RunRecord

KEPT_EFFECTS = 50_000
"""Rows of effects that are kept in all, about 10 MB; older runs lose theirs first, as a whole."""
KEPT_RUNS = 100
"""The last so many stay whatever their age."""
_RUN = "id, command, started, finished, exit_code, report"
_OF_DOCUMENTS = "command IN ('sync', 'rebuild')"
"""Other runs, a `verify`, change no document and report on none."""
_EFFECT_NAMES = tuple(field.name for field in fields(EffectRecord))
_EFFECT = ", ".join(_EFFECT_NAMES)
_effect_values = attrgetter(*_EFFECT_NAMES)
_DAYS_WITHIN = 20_000
"""Runs that are looked through for the last one of each day."""


class History:
    """The tables `run` and `effect`. Reports are JSON that `ingest` writes and reads."""

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._db = manifest.db

    def add(self, run: RunRecord, effects: Sequence[EffectRecord] = ()) -> int:
        """Remembers a run, whatever its `id`, with its effects; gives its number. Old effects make room."""
        with self._manifest.transaction() as db:
            number = db.execute(
                "INSERT INTO run (command, started, finished, exit_code, report) VALUES (?, ?, ?, ?, ?)",
                (run.command, run.started, run.finished, run.exit_code, run.report),
            ).lastrowid
            db.executemany(
                f"INSERT INTO effect (run, {_EFFECT}) VALUES ({marks(range(len(_EFFECT_NAMES) + 1))})",
                [(number, *_effect_values(effect)) for effect in effects],
            )
            if effects:
                db.execute(
                    "DELETE FROM effect WHERE run <="
                    " (SELECT run FROM effect ORDER BY run DESC, doc_id DESC LIMIT 1 OFFSET ?)",
                    (KEPT_EFFECTS,),
                )
        return number or 0

    def drop_before(self, moment: str) -> int:
        """Removes runs that ended before the ISO time `moment`, but the last 100; how many. Their effects go too."""
        with self._manifest.transaction() as db:
            gone = db.execute(
                "DELETE FROM run WHERE finished < ? AND id NOT IN"
                " (SELECT id FROM run ORDER BY id DESC LIMIT ?)"
                " AND id NOT IN (SELECT max(id) FROM run WHERE json_type(report, '$.failures') = 'array')",
                (moment, KEPT_RUNS),
            ).rowcount
            db.execute("DELETE FROM effect WHERE run NOT IN (SELECT id FROM run)")
        return gone

    def run(self, number: int) -> RunRecord | None:
        """The run with a number."""
        return next(iter(self._runs("WHERE id = ?", (number,))), None)

    def last(self, number: int = 1, until: int | None = None) -> list[RunRecord]:
        """The last so many runs up to the run `until`, oldest first."""
        where = "" if until is None else "WHERE id <= ?"
        values = () if until is None else (until,)
        return self._runs(f"{where} ORDER BY id DESC LIMIT ?", (*values, number))[::-1]

    def since(self, moment: str) -> list[RunRecord]:
        """Runs that ended at the ISO time `moment` or later, oldest first."""
        return self._runs("WHERE finished >= ? ORDER BY id", (moment,))

    def last_of_days(self, number: int, until: int) -> list[RunRecord]:
        """Of each of the last days the last good run and the last refused one, at most so many in all.

        Up to the run `until`, oldest first.
        """
        return self._runs(
            f"WHERE id IN (SELECT max(id) FROM run WHERE {_OF_DOCUMENTS} AND id <= ? AND id > ?"
            " AND exit_code IN (0, 1, 3)"
            " GROUP BY substr(finished, 1, 10), exit_code = 3) ORDER BY id DESC LIMIT ?",
            (until, until - _DAYS_WITHIN, number),
        )[::-1]

    def last_good(self, until: int) -> RunRecord | None:
        """The last run, up to the run `until`, that was neither refused nor stopped by an error."""
        return next(
            iter(self._runs("WHERE id <= ? AND exit_code < 2 ORDER BY id DESC LIMIT 1", (until,))), None
        )

    def last_told(self, until: int) -> RunRecord | None:
        """The last run, up to the run `until`, that came to an end and has a whole report."""
        where = "WHERE id <= ? AND json_type(report, '$.failures') = 'array' ORDER BY id DESC LIMIT 1"
        return next(iter(self._runs(where, (until,))), None)

    def last_failures(self) -> list[dict[str, Any]]:
        """The failures that the last report lists, whatever runs came to nothing since."""
        row = self._db.execute(
            "SELECT json_extract(report, '$.failures') FROM run"
            " WHERE json_type(report, '$.failures') = 'array' ORDER BY id DESC LIMIT 1"
        ).fetchone()
        return json.loads(row[0]) if row else []

    def effects(self, runs: Sequence[int]) -> list[list[EffectRecord]]:
        """What each of the runs did to documents, those with any effect in their order."""
        sql = f"SELECT run, {_EFFECT} FROM effect WHERE run IN ({{}}) ORDER BY run, doc_id"
        found: dict[int, list[EffectRecord]] = {}
        for page in pages([str(number) for number in sorted(runs)]):
            for run, *row in self._db.execute(sql.format(marks(page)), [int(number) for number in page]):
                effect = EffectRecord(**dict(zip(_EFFECT_NAMES, row, strict=True)))
                found.setdefault(run, []).append(effect)
        return list(found.values())

    def _runs(self, where: str, values: Sequence[object]) -> list[RunRecord]:
        rows = self._db.execute(
            f"SELECT {_RUN} FROM (SELECT * FROM run WHERE {_OF_DOCUMENTS}) {where}", values
        )
        return [
            RunRecord(
                id=row[0], command=row[1], started=row[2], finished=row[3], exit_code=row[4], report=row[5]
            )
            for row in rows
        ]


def sizes(
    manifest: Manifest, generation: int, doc_ids: Sequence[str] | None = None
) -> dict[str, tuple[int, str]]:
    """Number of chunks, and the key it was written from, of given documents of a generation, or of all."""
    sql = (
        "SELECT p.doc_id, (SELECT count(*) FROM chunk c WHERE c.generation = p.generation AND c.doc_id = p.doc_id),"
        " p.key FROM placed p WHERE p.generation = ?"
    )
    if doc_ids is None:
        rows = manifest.db.execute(sql, (generation,))
        return {row[0]: (row[1], row[2]) for row in rows}
    return {
        row[0]: (row[1], row[2])
        for page in pages(doc_ids)
        for row in manifest.db.execute(f"{sql} AND p.doc_id IN ({marks(page)})", (generation, *page))
    }
