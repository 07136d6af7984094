"""One run of the pipeline: state opened, story told, outcome written into history and audit log."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.errors import EnvironmentFaultError
from index.generations import Generations
from index.heal import is_healthy
from index.history import History
from index.interrupt import shield
from index.manifest import Manifest
from index.records import EffectRecord, RunRecord, SourceRecord, VerdictRecord
from index.space import explained
from index.state import Check, State, open_state
from ingest.audit import AuditLog
from ingest.build import build
from ingest.effects import counted, weightiest
from ingest.ending import ending_of
from ingest.errors import Code
from ingest.pipeline import NoProgress, Pipeline, Progress
from ingest.place import chunked
from ingest.publishing import publish_after
from ingest.rebuild import rebuild
from ingest.report import Failure, Report
from ingest.select import corpus
from ingest.settings import Settings
from ingest.survey import Request, Work, look
from ingest.sync import sync
from ingest.touched import Change

Story = Callable[[Pipeline, State, Request], Report]
AUDITED = ("documents", "chunks", "verdicts", "generation", "refused", "healed", "error")
"""Parts of a report that go into the audit log: counts, never a document's text."""


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
    note = Note(command=request.command, started=_now(pipeline), scope=request.scope)
    with (
        _audited(AuditLog(settings.audit.path, pipeline.clock), pipeline, note),
        open_state(pipeline.state_dir, pipeline.open_store, check) as state,
        _remembered(pipeline, state, note),
        explained(pipeline.state_dir),
    ):
        report = story(pipeline, state, request)
        publish_after(settings.publish, state, pipeline.clock(), report)
        note.exit_code, note.told, note.changes = report.exit_code, report.as_json(), report.changes
        note.effects = report.effects
    return report


@dataclass(slots=True, kw_only=True)
class Note:
    """What history and audit log keep of a run; `number` is its row, 0 if it has none, `scope` what it was about."""

    command: str
    started: str
    exit_code: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    scope: Mapping[str, object] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    effects: Sequence[EffectRecord] = ()

    def ended(self, error: BaseException) -> None:
        """The run was left with an error."""
        ending = ending_of(error)
        self.exit_code = ending.exit_code
        self.told = {"error": ending.noted, "remedy": ending.remedy}


@contextmanager
def _audited(log: AuditLog, pipeline: Pipeline, note: Note) -> Iterator[None]:
    """One line a run, however it ends. A log that takes no line stops a run before it begins."""
    log.require_writable()
    try:
        yield
    except BaseException as error:
        note.ended(error)
        with suppress(EnvironmentFaultError), shield():  # the first trouble is the one to tell
            _audit(log, pipeline, note)
        raise
    with shield():
        _audit(log, pipeline, note)


def _audit(log: AuditLog, pipeline: Pipeline, note: Note) -> None:
    log.run = str(note.number or "")
    details = {name: note.told[name] for name in AUDITED if note.told.get(name)}
    with log:
        for change in note.changes:
            if change.before or change.kind not in {"", "keep"}:
                log.append("verdict", change.doc_id, _verdict(change))
        log.append(note.command, str(pipeline.state_dir), {**details, "exit_code": note.exit_code})


def _verdict(change: Change) -> dict[str, Any]:
    """What the log tells of a decision of the system: rules and measures, no text."""
    told = {
        "before": change.before,
        "verdict": change.kind or "gone",
        "version": corpus.VERSION,
        **json.loads(change.detail),
    }
    return {name: value for name, value in told.items() if value not in ("", [], None)}


@contextmanager
def _remembered(pipeline: Pipeline, state: State, note: Note) -> Iterator[None]:
    """One row a run."""
    try:
        yield
    except BaseException as error:
        note.ended(error)
        with suppress(sqlite3.Error), shield():
            note.number = _remember(pipeline, state, note)
        raise
    with shield():
        note.number = _remember(pipeline, state, note)


def _remember(pipeline: Pipeline, state: State, note: Note) -> int:
    listed = {name: len(note.told.get(name, ())) for name in ("unsupported", "empty", "missing")}
    history = {**note.told, **listed, **note.scope, "effects": counted(note.effects)}
    row = RunRecord(
        id=0,
        command=note.command,
        started=note.started,
        finished=_now(pipeline),
        exit_code=note.exit_code,
        report=json.dumps(history, ensure_ascii=False),
    )
    return History(state.manifest).add(row, weightiest(note.effects))


def _now(pipeline: Pipeline) -> str:
    return pipeline.clock().isoformat(timespec="seconds")


def plan(
    settings: Settings,
    request: Request,
    progress: Progress | None = None,
    *,
    pipeline: Pipeline | None = None,
) -> dict[str, Any]:
    """What `sync` would do and why, and what it would cost. Reads; writes nothing, takes no lock.

    Raises what `sync` would raise before it writes. `pipeline` as in `run`.
    """
    pipeline = pipeline or build(settings, progress or NoProgress(), writing=False)
    manifest = Manifest.overlay(pipeline.state_dir)
    try:
        pointer = Generations(pipeline.state_dir).current()
        contents = Contents(manifest, pointer.number if pointer else 1)
        contents.require_embedder(pipeline.embedder_identity)
        with pipeline.engine() as engine:
            work = look(pipeline, manifest, contents, engine, request)
            failures: list[Failure] = []
            to_embed = _to_embed(pipeline, manifest, engine, work, failures)
        return _as_json(work, to_embed, manifest, contents)
    finally:
        manifest.close()


def _words(verdict: VerdictRecord) -> str:
    """A verdict in words: "outdated by docs/b.md#", "expired on 2025-06-01", "forbidden by the rule prices"."""
    detail = json.loads(verdict.detail)
    other = next((f" {word} {detail[word]}" for word in ("of", "by", "on") if word in detail), "")
    rule = f" by the rule {detail['rule']}" if verdict.kind in {"forbidden", "held"} else ""
    return f"{verdict.kind}{other}{rule}"


def _absence(source: SourceRecord | None) -> str:
    """Why a document that has no verdict is not there any more."""
    if source is None:
        return "gone"
    return source.missing or source.code or "no longer in its source"


def _to_embed(
    pipeline: Pipeline, manifest: Manifest, engine: Any, work: Work, failures: list[Failure]
) -> int:
    from index.chunk import vector_key
    from index.contents import VectorCache

    cache, keys = VectorCache(manifest), set[str]()
    for _, _, strings, _ in chunked(pipeline, Catalog(manifest), engine, work.put, work.decided, failures):
        wanted = {vector_key(pipeline.embedder_identity, string) for string in strings}
        keys |= wanted - cache.known(sorted(wanted))
    return len(keys)


def _as_json(work: Work, to_embed: int, manifest: Manifest, contents: Contents) -> dict[str, Any]:
    reasons = [
        {"source": source, "do": "load", "why": why} for source, why in sorted(work.sources.load.items())
    ]
    rows = Catalog(manifest).sources()
    reasons += [{"source": item.id, "do": "fail", "why": item.code} for item in work.seen.scan.skipped]
    reasons += [{"source": place, "do": "fail", "why": Code.UNREADABLE} for place in work.seen.unknown]
    reasons += [
        {"source": source, "do": "wait", "why": "missing from a network file system"}
        for source in sorted(work.sources.missing)
    ]
    troubled = [rows[source] for source in sorted(work.sources.load) if rows[source].state != "ok"]
    reasons += [
        {"source": row.id, "do": "fail" if row.state == "failed" else "list", "why": row.code}
        for row in troubled
    ]
    for do, ids in (("put", work.plan.put), ("relabel", work.plan.relabel)):
        reasons += [{"document": doc_id, "do": do, "why": why} for doc_id, why in sorted(ids.items())]
    verdicts = contents.verdicts_of(work.plan.drop)
    for doc_id in work.plan.drop:
        verdict = verdicts.get(doc_id)
        why = _words(verdict) if verdict else _absence(rows.get(doc_id.split("#", 1)[0]))
        reasons.append({"document": doc_id, "do": "drop", "why": why})
    stop = work.brake
    return {
        "documents": {
            "load": len(work.sources.load),
            "put": len(work.plan.put),
            "relabel": len(work.plan.relabel),
            "drop": len(work.plan.drop),
            "keep": work.plan.keep,
        },
        "chunks": {"to_embed": to_embed},
        "reasons": reasons,
        "refused": f"{stop.leaving} of {stop.total} documents in {stop.scope} would leave" if stop else "",
        "remedy": f"If it is meant: ingest sync --allow-delete {stop.leaving}." if stop else "",
    }
