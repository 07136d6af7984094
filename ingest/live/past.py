"""What was done before, by the rows that runs leave in the manifest: what the schedule has missed is told by them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import KbError
from index.manifest import Manifest

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


class Recorded:
    """The past as the manifest has it: reads the rows beside whoever writes.

    What cannot be read counts as empty: the next run says what is wrong.
    """

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
            with closing(Manifest.read(self._directory)) as manifest:
                row: tuple[Any, ...] | None = manifest.db.execute(query).fetchone()
                return row
        except (KbError, sqlite3.Error):
            return None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
