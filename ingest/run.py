"""One run of the pipeline: state opened, story told, outcome written into history and audit log."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.errors import EnvironmentFaultError, KbError
from index.generations import Generations
from index.heal import is_healthy
from index.interrupt import Interrupted
from index.manifest import Manifest
from index.space import explained
from index.state import Check, State, open_state
from ingest.audit import AuditLog
from ingest.build import build
from ingest.pipeline import NoProgress, Pipeline, Progress
from ingest.place import chunked
from ingest.rebuild import rebuild
from ingest.report import Failure, Report
from ingest.settings import Settings
from ingest.survey import Request, Work, look
from ingest.sync import sync

Story = Callable[[Pipeline, State, Request], Report]


def run(
    settings: Settings,
    request: Request,
    progress: Progress | None = None,
    *,
    pipeline: Pipeline | None = None,
    check: Check = is_healthy,
) -> Report:
    """Runs `sync` or `rebuild` under the lock. Raises KbError for trouble with the whole run.

    `pipeline` and `check` replace what the settings name: for tests and for those who build on this.
    """
    pipeline = pipeline or build(settings, progress or NoProgress())
    story: Story = rebuild if request.command == "rebuild" else sync
    with open_state(pipeline.state_dir, pipeline.open_store, check) as state:
        started = pipeline.clock().isoformat(timespec="seconds")
        try:
            with explained(pipeline.state_dir):
                report = story(pipeline, state, request)
        except KbError as error:
            if not isinstance(error, EnvironmentFaultError):  # a disk that is full takes no words either
                _remember(pipeline, settings, state, request, started, error.exit_code, {"error": str(error)})
            raise
        except Interrupted as stop:
            _remember(pipeline, settings, state, request, started, stop.exit_code, {"error": "interrupted"})
            raise
        _remember(pipeline, settings, state, request, started, report.exit_code, report.as_json())
    return report


def _remember(
    pipeline: Pipeline,
    settings: Settings,
    state: State,
    request: Request,
    started: str,
    exit_code: int,
    report: dict[str, Any],
) -> None:
    """One run row and one audit line: all that a run with nothing to do writes."""
    finished = pipeline.clock().isoformat(timespec="seconds")
    history = {
        **report,
        "unsupported": len(report.get("unsupported", ())),
        "empty": len(report.get("empty", ())),
    }
    with state.manifest.transaction() as db:
        cursor = db.execute(
            "INSERT INTO run (command, started, finished, exit_code, report) VALUES (?, ?, ?, ?, ?)",
            (request.command, started, finished, exit_code, json.dumps(history, ensure_ascii=False)),
        )
    log = AuditLog(settings.audit.path, pipeline.clock)
    log.run = str(cursor.lastrowid)
    details = {
        name: report[name]
        for name in ("documents", "chunks", "verdicts", "generation", "refused", "healed", "error")
        if report.get(name)
    }
    log.append(request.command, str(pipeline.state_dir), {**details, "exit_code": exit_code})
    log.flush()


def plan(settings: Settings, request: Request, progress: Progress | None = None) -> dict[str, Any]:
    """What `sync` would do and why, and what it would cost. Reads; writes nothing, takes no lock."""
    pipeline = build(settings, progress or NoProgress(), writing=False)
    manifest = Manifest.overlay(pipeline.state_dir)
    try:
        pointer = Generations(pipeline.state_dir).current()
        contents = Contents(manifest, pointer.number if pointer else 1)
        with pipeline.engine() as engine:
            work = look(pipeline, manifest, contents, engine, request)
            failures: list[Failure] = []
            to_embed = _to_embed(pipeline, manifest, engine, work, failures)
        return _as_json(work, to_embed)
    finally:
        manifest.close()


def _to_embed(
    pipeline: Pipeline, manifest: Manifest, engine: Any, work: Work, failures: list[Failure]
) -> int:
    from index.chunk import vector_key
    from index.contents import VectorCache

    cache, keys = VectorCache(manifest), set[str]()
    for _, _, strings, _ in chunked(pipeline, Catalog(manifest), engine, work.put, failures):
        wanted = {vector_key(pipeline.embedder_identity, string) for string in strings}
        keys |= wanted - cache.known(sorted(wanted))
    return len(keys)


def _as_json(work: Work, to_embed: int) -> dict[str, Any]:
    reasons = [
        {"source": source, "do": "load", "why": why} for source, why in sorted(work.sources.load.items())
    ]
    for do, ids in (("put", work.plan.put), ("relabel", work.plan.relabel)):
        reasons += [{"document": doc_id, "do": do, "why": why} for doc_id, why in sorted(ids.items())]
    gone, excluded = set(work.sources.gone), set(work.sources.excluded)
    for doc_id in work.plan.drop:
        source = doc_id.split("#", 1)[0]
        why = "gone" if source in gone else "excluded" if source in excluded else "no longer selected"
        reasons.append({"document": doc_id, "do": "drop", "why": why})
    result: dict[str, Any] = {
        "documents": {
            "load": len(work.sources.load),
            "put": len(work.plan.put),
            "relabel": len(work.plan.relabel),
            "drop": len(work.plan.drop),
            "keep": work.plan.keep,
        },
        "chunks": {"to_embed": to_embed},
        "reasons": reasons,
    }
    if work.brake:
        result["refused"] = (
            f"{work.brake.leaving} of {work.brake.total} documents in {work.brake.scope} would leave"
        )
    return result
