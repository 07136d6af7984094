"""Going back to an earlier generation, and letting go of it: stories for `ingest.run`."""

from __future__ import annotations

import time

from index import succession
from index.rollback import roll_back, target_of
from index.state import State
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.survey import Request


def go_back(pipeline: Pipeline, state: State, request: Request, *, number: int | None = None) -> Report:
    """Makes generation `number`, or the one before, the live one and pins it. Raises UsageError (2), exit 5."""
    started = time.monotonic()
    before = state.live() or 0
    now = roll_back(state, target_of(state, number), pipeline.embedder_identity)
    return _report(state, request, before=before, now=now, pinned=True, started=started)


def let_go(pipeline: Pipeline, state: State, request: Request) -> Report:
    """Lets syncs write into the live generation again, if it was pinned."""
    del pipeline
    started = time.monotonic()
    succession.pin(state.manifest, None)
    live = state.live() or 0
    return _report(state, request, before=live, now=live, pinned=False, started=started)


def _report(state: State, request: Request, *, before: int, now: int, pinned: bool, started: float) -> Report:
    contents = state.contents()
    report = Report(command=request.command, partial=True, healed=list(state.healed))
    report.documents["unchanged"], report.chunks["total"] = len(contents.placed()), contents.count()
    report.generation = now
    kept = succession.line(state.manifest)[:-1]
    report.told = {"previous": before, "pinned": pinned, "kept": sorted(kept)}
    report.seconds = time.monotonic() - started
    return report
