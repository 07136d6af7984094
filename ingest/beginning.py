"""How a run begins: under a number and an id that log, history, audit and messages share."""

from __future__ import annotations

from collections.abc import Sequence

from index.manifest import Manifest
from ingest.logs import concern, log, run_id, warn


def begin(manifest: Manifest, started: str, healed: Sequence[str] = ()) -> tuple[int, str]:
    """The number that the row of a run will have, and the run's id; only who holds the lock may ask."""
    number = int(manifest.db.execute("SELECT coalesce(max(id), 0) + 1 FROM run").fetchone()[0])
    run = run_id(number, started)
    concern(run=run)
    log("begin")
    for reason in healed:
        warn("healed", reason=reason)
    return number, run
