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
    roll_back(state, target_of(state, number), pipeline.embedder_identity)
    return _report(state, request, before=before, pinned=True, started=started)


def let_go(pipeline: Pipeline, state: State, request: Request) -> Report:
    """Lets syncs write into the live generation again, if it was pinned."""
    del pipeline
    started = time.monotonic()
    succession.pin(state.manifest, None)
    return _report(state, request, before=state.live() or 0, pinned=False, started=started)


def _report(state: State, request: Request, *, before: int, pinned: bool, started: float) -> Report:
    kept = sorted(succession.line(state.manifest)[:-1])
    told = {"previous": before, "pinned": pinned, "kept": kept}
    return Report.of_state(request.command, state, started=started, told=told)
