"""What a sync does while a generation is pinned: it plans, reports what it would do, and writes nothing."""

from __future__ import annotations

import time
from contextlib import closing

from index.contents import Contents
from index.errors import RefusedError
from index.manifest import Manifest
from index.state import State
from ingest.conclude import conclude
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.survey import Request, look
from ingest.touched import Effects

REMEDY = "ingest rollback --release lets syncs write into it again; ingest rebuild builds a new one from the files."


def words(number: int) -> str:
    """Why nothing is written."""
    return f"generation {number} is pinned: somebody went back to it. Nothing was written."


def sync_pinned(pipeline: Pipeline, state: State, request: Request) -> Report:
    """As `sync`, on private copies of the tables; ends with 3."""
    started = time.monotonic()
    number = state.live() or 1
    report = Report(command=request.command, healed=list(state.healed), generation=number)
    state.require_embedder(pipeline.embedder_identity)
    with closing(Manifest.overlay(pipeline.state_dir)) as overlay:
        contents = Contents(overlay, number)
        with pipeline.engine() as engine:
            work = look(pipeline, overlay, contents, engine, request)
        at = pipeline.clock().isoformat(timespec="seconds")
        conclude(report, overlay, contents, work, request, before={}, at=at)
    report.changes, report.effects = (), Effects()
    report.refused, report.remedy = words(number), REMEDY
    report.exit_code = RefusedError.exit_code
    report.seconds = time.monotonic() - started
    return report
