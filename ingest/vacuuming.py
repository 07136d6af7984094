"""Vacuuming: what no kept generation uses goes, and the room is given back. A story for `ingest.run`."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from index.elsewhere import cleaned, reclaim
from index.erase import compact, drop_unused
from index.history import History
from index.space import size_of
from index.state import State
from index.succession import line
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.survey import Request


def vacuum(
    pipeline: Pipeline, state: State, request: Request, *, days: int, gone: Sequence[str] = ()
) -> Report:
    """Drops generations beyond those to keep, bodies and vectors nobody uses, runs older than `days`; then compacts.

    `gone` are places elsewhere, or servers, of which a person says that nothing of ours is left there. Raises
    UsageError (2) for one that is not noted, EnvironmentFaultError (8) when the disk has no room; before it writes.
    """
    started = time.monotonic()
    compact(state.manifest, only_ask=True)
    before = size_of(state.directory)
    known = line(state.manifest)
    believed = cleaned(state.manifest, gone)
    state.retire(pipeline.limits.kept_generations)
    settled, stays = reclaim(state.manifest, state.open_store, state.generations.path)
    bodies, vectors = drop_unused(state.manifest)
    oldest = pipeline.clock() - timedelta(days=days)
    runs = History(state.manifest).drop_before(oldest.isoformat(timespec="seconds"))
    emptied = compact(state.manifest)
    after = size_of(state.directory)
    told = {
        "generations_removed": sorted({*known} - {*line(state.manifest)}),
        "removed": {"bodies": bodies, "vectors": vectors, "runs": runs},
        "bytes": {"before": before, "after": after, "freed": max(0, before - after)},
        "log_emptied": emptied,
        "reclaimed": settled,
        "believed": believed,
        "left_behind": stays,
    }
    return Report.of_state(request.command, state, started=started, told=told)


def as_text(told: Mapping[str, Any]) -> str:
    """What went, for a person."""
    gone = ", ".join(map(str, told["generations_removed"])) or "none"
    counts = ", ".join(f"{number} {name}" for name, number in told["removed"].items())
    size = told["bytes"]
    lines = [
        f"removed    {counts}; generations: {gone}",
        f"freed      {size['freed'] / 1e6:.1f} MB of {size['before'] / 1e6:.1f} MB",
    ]
    if not told["log_emptied"]:
        lines.append(
            "           a reader holds on to the manifest's log; the rest is freed when it has ended"
        )
    lines += [f"reclaimed  {place}" for place in told["reclaimed"]]
    lines += [f"believed   {place} is clean, as you say: it is named no more" for place in told["believed"]]
    for place in told["left_behind"]:
        lines.append(f"left       {place}: nobody writes there any more; delete it,")
        lines.append(f"           then: ingest vacuum --gone '{place}'")
    return "\n".join(lines)
