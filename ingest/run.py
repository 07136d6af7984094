"""One run of the pipeline: state opened, story told, outcome written into history and audit log."""

from __future__ import annotations

import gc
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import EnvironmentFaultError
from index.heal import is_healthy
from index.history import History
from index.interrupt import shield
from index.records import RunRecord
from index.space import explained
from index.state import Check, State, open_state
from index.succession import pinned
from ingest.audit import AuditLog
from ingest.beginning import begin
from ingest.build import build
from ingest.ending import ending_of
from ingest.locate import ids_of
from ingest.pinned import sync_pinned
from ingest.pipeline import NoProgress, Pipeline, Progress
from ingest.publishing import publish_after
from ingest.report import Report
from ingest.select.rules import VERSIONS
from ingest.settings import Settings
from ingest.survey import Request
from ingest.sync import sync
from ingest.touched import Change, Effects

Story = Callable[[Pipeline, State, Request], Report]
AUDITED = (
    "documents",
    "chunks",
    "verdicts",
    "generation",
    "previous",
    "pinned",
    "forgotten",
    "decision",
    "removed",
    "refused",
    "healed",
    "error",
)
"""Parts of a report that go into the audit log: counts, never a document's text."""

UNREMEMBERED = frozenset({"forgotten", "also", "proof"})
"""Parts of a report that history does not keep: the names of what is to be forgotten."""


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rows of all documents are many objects that stay, and no cycles: the collector need not look so often."""
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def run(
    settings: Settings,
    request: Request,
    progress: Progress | None = None,
    *,
    pipeline: Pipeline | None = None,
    check: Check = is_healthy,
    story: Story | None = None,
) -> Report:
    """Runs a story under the lock: `sync`, `rebuild`, or the one given. Raises KbError for trouble with the run.

    `pipeline` and `check` replace what the settings name: for tests and for those who build on this.
    """
    pipeline = pipeline or build(settings, progress or NoProgress())
    if request.from_cache:
        pipeline = _taking_over(pipeline)
    if story is None:
        story = (
            _rebuilding(settings, pipeline, request) if request.command.startswith("rebuild") else _syncing
        )
    note = Note(command=request.command, started=_now(pipeline), scope=request.scope)
    with (
        _few_collections(),
        _audited(AuditLog(settings.audit.path, pipeline.clock), pipeline, note),
        open_state(pipeline.state_dir, pipeline.open_store, check) as state,
        _remembered(pipeline, state, note),
        explained(pipeline.state_dir),
    ):
        report = story(pipeline, state, request)
        report.run = note.run
        publish_after(settings.publish, state, pipeline.clock(), report)
        report.log()
        note.exit_code, note.told, note.changes = report.exit_code, report.as_json(), report.changes
        note.effects = report.effects
    return report


def _taking_over(pipeline: Pipeline) -> Pipeline:
    """What is written from the cache takes the place of what a server holds under our name."""
    from index.remote import ServerPlace

    place = pipeline.open_store
    return (
        replace(pipeline, open_store=replace(place, takes_over=True))
        if isinstance(place, ServerPlace)
        else pipeline
    )


def _syncing(pipeline: Pipeline, state: State, request: Request) -> Report:
    held = pinned(state.manifest) is not None
    return (sync_pinned if held else sync)(pipeline, state, request)


def _rebuilding(settings: Settings, pipeline: Pipeline, request: Request) -> Story:
    """`rebuild` with the gate of the settings: a golden set that cannot be read stops it before it begins."""
    from ingest.evaluate.gate import gate_of
    from ingest.rebuild import rebuild, rebuild_from_cache

    def resolve(path: str) -> Sequence[str]:
        return ids_of(Path(path), pipeline.roots, pipeline.mask_path)

    how = rebuild_from_cache if request.from_cache else rebuild
    return partial(how, gate=gate_of(settings, pipeline.embedder, resolve))


@dataclass(slots=True, kw_only=True)
class Note:
    """What history and audit log keep of a run; `number` is its row, `run` its id, once it has the lock."""

    command: str
    started: str
    run: str = ""
    exit_code: int = 0
    told: dict[str, Any] = field(default_factory=dict)
    number: int = 0
    scope: Mapping[str, object] = field(default_factory=dict)
    changes: Sequence[Change] = ()
    effects: Effects = field(default_factory=Effects)

    def ended(self, error: BaseException) -> None:
        """The run was left with an error."""
        ending = ending_of(error)
        self.exit_code = ending.exit_code
        self.told = {"error": ending.noted, "remedy": ending.remedy, **ending.told}


@contextmanager
def _audited(lines: AuditLog, pipeline: Pipeline, note: Note) -> Iterator[None]:
    """One line a run, however it ends. A log that takes no line stops a run before it begins."""
    lines.require_writable()
    try:
        yield
    except BaseException as error:
        note.ended(error)
        with suppress(EnvironmentFaultError), shield():  # the first trouble is the one to tell
            _audit(lines, pipeline, note)
        raise
    with shield():
        _audit(lines, pipeline, note)


def _audit(lines: AuditLog, pipeline: Pipeline, note: Note) -> None:
    lines.run = note.run
    details = {name: note.told[name] for name in AUDITED if note.told.get(name)}
    with lines:
        for change in note.changes:
            if change.before or change.kind not in {"", "keep"}:
                lines.append("verdict", change.doc_id, _verdict(change))
        lines.append(note.command, str(pipeline.state_dir), {**details, "exit_code": note.exit_code})


def _verdict(change: Change) -> dict[str, Any]:
    """What the log tells of a decision of the system: rules and measures, no text."""
    told = {
        "before": change.before,
        "verdict": change.kind or "gone",
        "version": VERSIONS["corpus"],
        **json.loads(change.detail),
    }
    return {name: value for name, value in told.items() if value not in ("", [], None)}


@contextmanager
def _remembered(pipeline: Pipeline, state: State, note: Note) -> Iterator[None]:
    """One row a run."""
    note.number, note.run = begin(state.manifest, note.started, state.healed)
    try:
        yield
    except BaseException as error:
        note.ended(error)
        with suppress(sqlite3.Error), shield():
            _remember(pipeline, state, note)
        raise
    with shield():
        _remember(pipeline, state, note)


def _remember(pipeline: Pipeline, state: State, note: Note) -> None:
    listed = {name: len(note.told.get(name, ())) for name in ("unsupported", "empty", "missing")}
    told = {name: value for name, value in note.told.items() if name not in UNREMEMBERED}
    history = {**told, **listed, **note.scope, "effects": dict(note.effects.counts), "run": note.run}
    row = RunRecord(
        id=note.number,
        command=note.command,
        started=note.started,
        finished=_now(pipeline),
        exit_code=note.exit_code,
        report=json.dumps(history, ensure_ascii=False),
    )
    History(state.manifest).add(row, note.effects.kept)


def _now(pipeline: Pipeline) -> str:
    return pipeline.clock().isoformat(timespec="seconds")
