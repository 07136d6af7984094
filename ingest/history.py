"""The history of runs: one row for each that had the lock. What the schedule has missed is told by it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import StateError
from index.manifest import Manifest
from ingest.logs import concern, log, run_id, warn

IN_STEP = "exit_code IN (0, 1)"
WHOLE = "json_extract(report, '$.paths') IS NULL"
"""Of a sync: it was not limited to some paths."""
EFFECTIVE = {
    "sync": f"(command = 'sync' AND {IN_STEP} AND {WHOLE}) OR (command = 'rebuild' AND {IN_STEP})",
    "audit": f"command = 'sync' AND {IN_STEP} AND {WHOLE} AND json_extract(report, '$.reread') IS NOT NULL",
    "rebuild": "command = 'rebuild' AND exit_code IN (0, 1, 3, 7)",
    "verify": f"command = 'verify' AND {IN_STEP}",
}
"""Which rows count as a job done. One that refused its result (3, 7) would refuse it again an hour later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that was done; `reread` is the part of all files that it read whatever their times say, "3/7"."""

    started: datetime
    reread: str = ""


def begin(manifest: Manifest, started: str, healed: Sequence[str] = ()) -> tuple[int, str]:
    """The number that the row of a run will have, and the run's id; only who holds the lock may ask."""
    number = int(manifest.db.execute("SELECT coalesce(max(id), 0) + 1 FROM run").fetchone()[0])
    run = run_id(number, started)
    concern(run=run)
    log("begin")
    for reason in healed:
        warn("healed", reason=reason)
    return number, run


def remember(
    manifest: Manifest,
    command: str,
    started: str,
    finished: str,
    exit_code: int,
    told: Mapping[str, Any],
    number: int | None = None,
) -> int:
    """Adds a row, under the number that it was given when it began; times are ISO. Returns its number."""
    with manifest.transaction() as db:
        cursor = db.execute(
            "INSERT INTO run (id, command, started, finished, exit_code, report) VALUES (?, ?, ?, ?, ?, ?)",
            (number, command, started, finished, exit_code, json.dumps(told, ensure_ascii=False)),
        )
    return cursor.lastrowid or 0


class History:
    """Reads the rows beside whoever writes. What cannot be read counts as empty: the next run says what is wrong."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def last(self, job: str) -> Ran | None:
        """The last run that did what `job` asks for (a key of `EFFECTIVE`), None if there was none."""
        row = self._first(
            "SELECT started, json_extract(report, '$.reread') FROM run "
            f"WHERE {EFFECTIVE[job]} ORDER BY id DESC LIMIT 1"
        )
        return Ran(started=_moment(row[0]), reread=row[1] or "") if row else None

    def began(self) -> datetime | None:
        """When the first run of all began."""
        row = self._first("SELECT started FROM run ORDER BY id LIMIT 1")
        return _moment(row[0]) if row else None

    def _first(self, query: str) -> tuple[Any, ...] | None:
        try:
            manifest = Manifest.read(self._directory)
        except StateError:
            return None
        with closing(manifest):
            row: tuple[Any, ...] | None = manifest.db.execute(query).fetchone()
            return row


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
