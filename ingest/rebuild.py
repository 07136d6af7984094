"""Builds a new generation beside the live one, has it checked, and switches."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.contents import Contents
from index.errors import GateError, UsageError
from index.heal import build_from_cache
from index.history import sizes
from index.space import require_space, size_of
from index.state import State
from ingest import settings_changed
from ingest.conclude import conclude
from ingest.logs import timed
from ingest.pipeline import Pipeline
from ingest.place import place
from ingest.report import Report
from ingest.survey import Request, look
from ingest.sync import forget


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a gate said: `reason` is why the generation may not become the live one, "" to let it pass.

    `words` are for the report of one that passed; `told` the figures, `lines` the same for a person.
    """

    reason: str
    words: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()


Gate = Callable[[State, int, int | None, int], Judgement]
"""Judges a new generation against the live one, given how many documents may leave by a person's word."""


def soundness(state: State, fresh: int, live: int | None, allowed: int) -> Judgement:
    """The least of all gates: the store is sound, as a child process sees it."""
    del live, allowed
    return Judgement(reason=state.check(state.manifest, state.generations, fresh), words="sound")


def rebuild(pipeline: Pipeline, state: State, request: Request, gate: Gate = soundness) -> Report:
    """Reads everything anew into generation n + 1; the live one serves until the switch. Raises GateError (7)."""
    started = time.monotonic()
    report = Report(command=request.command, healed=list(state.healed))
    live = state.live()
    fresh = state.next_number()
    if live:
        require_space(state.directory, 2 * size_of(state.generations.path(live)))
    state.begin(fresh, pipeline.embedder_identity, pipeline.dimension(), pipeline.clock().isoformat())
    contents = Contents(state.manifest, fresh)
    before, judged = sizes(state.manifest, live or 0), state.contents().verdicts() if live else {}
    with pipeline.engine() as engine:
        work = look(pipeline, state.manifest, contents, engine, request, live=state.contents())
        report.stages["look"] = time.monotonic() - started
        if not work.brake:
            with timed("write") as told, state.writer(fresh) as writer:
                placing = place(pipeline, state.manifest, engine, writer, work.put, work.decided)
                told.update(put=len(work.put), embedded=placing.embedded, generation=fresh)
            report.chunks.update(embedded=placing.embedded, cached=placing.cached)
            report.failures += placing.failures
    if not work.brake:
        passed = _pass(pipeline, state, fresh, gate(state, fresh, live, request.allow_delete))
        report.gate, report.judged = passed.words, passed.told
        report.stages["write"] = time.monotonic() - started - report.stages["look"]
        forget(state.manifest, work)
        settings_changed.remember(state.manifest, pipeline.settings_marks)
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


def rebuild_from_cache(pipeline: Pipeline, state: State, request: Request, gate: Gate = soundness) -> Report:
    """Writes what the live generation holds into a new one: no file is read, nothing is cleaned or embedded.

    Raises UsageError when there is no generation yet, GateError (7).
    """
    started = time.monotonic()
    live = state.live()
    built = state.embedder(live) if live else None
    if live is None or built is None:
        raise UsageError("there is no generation to build again", remedy="Run ingest sync first.")
    require_space(state.directory, 2 * size_of(state.generations.path(live)))
    fresh = state.next_number()
    state.begin(fresh, *built, pipeline.clock().isoformat())
    with state.manifest.transaction():
        Contents(state.manifest, fresh).copy_from(live)
    with timed("write") as told, state.writer(fresh) as writer:
        build_from_cache(writer)
        told.update(generation=fresh)
    passed = _pass(pipeline, state, fresh, gate(state, fresh, live, request.allow_delete))
    report = Report.of_state(request.command, state, started=started, told={})
    report.chunks["cached"] = report.chunks["total"]
    report.previous, report.gate, report.judged = live, passed.words, passed.told
    return report


def _pass(pipeline: Pipeline, state: State, fresh: int, judgement: Judgement) -> Judgement:
    """Switches to what the gate let pass, and lets go of what was pinned; else removes it. Raises GateError (7)."""
    if judgement.reason:
        state.discard(fresh)
        raise GateError(
            f"the new generation was refused: {judgement.reason}",
            remedy="The live one was not touched.",
            judged=judgement.told,
            lines=judgement.lines,
        )
    state.generations.mark_clean(fresh)
    state.switch(fresh, held=False)
    state.retire(pipeline.limits.kept_generations)
    return replace(judgement, words=f"passed: {judgement.words}")
