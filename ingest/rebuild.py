"""Builds a new generation beside the live one, has it checked, and switches."""

from __future__ import annotations

import time
from collections.abc import Callable

from index.contents import Contents
from index.errors import GateError
from index.history import sizes
from index.space import require_space, size_of
from index.state import State
from ingest.conclude import conclude
from ingest.pipeline import Pipeline
from ingest.place import place
from ingest.report import Report
from ingest.survey import Request, look
from ingest.sync import forget

KEPT_FOR_ROLLBACK = 1

Gate = Callable[[State, int, int | None], str]
"""Judges a new generation against the live one: "" to let it pass, or why not."""


def counts_and_recall(state: State, fresh: int, live: int | None) -> str:
    """The gate without a golden set: the store is sound, finds itself, and no more documents left than may."""
    del live
    return state.check(state.manifest, state.generations, fresh)


def rebuild(pipeline: Pipeline, state: State, request: Request, gate: Gate = counts_and_recall) -> Report:
    """Reads everything anew into generation n + 1; the live one serves until the switch. Raises GateError (7)."""
    started = time.monotonic()
    report = Report(command=request.command, healed=list(state.healed))
    live = state.live()
    fresh = (live or 0) + 1
    if live:
        require_space(state.directory, 2 * size_of(state.generations.path(live)))
    state.begin(fresh, pipeline.embedder_identity, pipeline.dimension(), pipeline.clock().isoformat())
    contents = Contents(state.manifest, fresh)
    before, judged = sizes(state.manifest, live or 0), state.contents().verdicts() if live else {}
    with pipeline.engine() as engine:
        work = look(pipeline, state.manifest, contents, engine, request, live=state.contents())
        if not work.brake:
            with state.writer(fresh) as writer:
                placing = place(pipeline, state.manifest, engine, writer, work.put, work.decided)
            report.chunks.update(embedded=placing.embedded, cached=placing.cached)
            report.failures += placing.failures
    if not work.brake:
        if reason := gate(state, fresh, live):
            state.discard(fresh)
            raise GateError(
                f"the new generation was refused: {reason}", remedy="The live one was not touched."
            )
        state.generations.mark_clean(fresh)
        state.switch(fresh)
        state.retire(KEPT_FOR_ROLLBACK)
        forget(state.manifest, work)
        report.gate = "passed: sound, finds itself (no golden set was judged)"
    at = pipeline.clock().isoformat(timespec="seconds")
    conclude(
        report,
        state.manifest,
        contents,
        work,
        request,
        before={} if work.brake else before,
        at=at,
        live=judged,
    )
    if work.brake:
        state.discard(fresh)
    report.generation, report.previous = state.live() or 0, live or 0
    report.seconds = time.monotonic() - started
    return report
