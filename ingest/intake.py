"""The first half of a run: read and clean what changed, and put the clean documents into the manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from index.catalog import Catalog
from index.faults import crash_point
from index.manifest import Manifest
from index.records import DocumentRecord, SourceRecord
from index.space import require_space
from ingest.document import Source
from ingest.errors import LISTED_ONLY, Code
from ingest.exchange import exchange, holds_still, mark_missing, withdraw
from ingest.pipeline import Pipeline
from ingest.plan import COSTLY, SourcePlan, delay
from ingest.touched import Intake
from ingest.transport import document_record, unpack_frame
from ingest.work.engine import Engine, Outcome

COMMIT_EVERY = 100


def take_in(
    pipeline: Pipeline,
    manifest: Manifest,
    engine: Engine,
    plan: SourcePlan,
    present: Mapping[str, Source],
    known: Mapping[str, SourceRecord],
) -> Intake:
    """Loads what the plan names. Trouble with one source is written into its row; the others go on."""
    intake = Intake()
    catalog = Catalog(manifest)
    withdraw(pipeline, catalog, plan.unseen, known, intake)
    mark_missing(catalog, plan, known, intake, pipeline.clock().timestamp())
    pipeline.progress.stage("reading", len(plan.load))
    outcomes = engine.map(
        "prepare", _requests(pipeline, plan, present, known), timeout=pipeline.limits.timeout
    )
    for batch in _batches(outcomes):
        if manifest.path:  # a plan writes nothing
            require_space(pipeline.state_dir, 2 * sum(len(outcome.data) for outcome in batch))
        with manifest.transaction():
            for outcome in batch:
                answer, bodies = _death(outcome) if outcome.code else unpack_frame(outcome.data)
                answer["bodies"] = bodies
                _record(pipeline, catalog, present[outcome.tag], known.get(outcome.tag), answer, intake)
        crash_point("taken-in")
        pipeline.progress.advance(len(batch))
    return intake


def _batches(outcomes: Iterator[Outcome[str]]) -> Iterator[list[Outcome[str]]]:
    batch = []
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) >= COMMIT_EVERY:
            yield batch
            batch = []
    if batch:
        yield batch


def _requests(
    pipeline: Pipeline, plan: SourcePlan, present: Mapping[str, Source], known: Mapping[str, SourceRecord]
) -> Iterator[tuple[str, bytes]]:
    for source_id, reason in plan.load.items():
        source, row = present[source_id], known.get(source_id)
        holds = row is not None and row.state == "ok" and reason != "rebuild"
        request = {
            "source": {
                "id": source.id,
                "root": source.root,
                "path": str(source.path),
                "size": source.size,
                "mtime_ns": source.mtime_ns,
                "ctime_ns": source.ctime_ns,
                "inode": source.inode,
                "space": source.space,
            },
            "sha256": row.sha256 if row and holds else "",
            "key": pipeline.prepare_keys.get(row.loader, "")
            if row and holds and holds_still(pipeline, row)
            else "",
        }
        yield source_id, json.dumps(request).encode()


def _death(outcome: Outcome[str]) -> tuple[dict[str, Any], list[str]]:
    answer = {
        "sha256": "",
        "loader": "",
        "key": "",
        "code": outcome.code,
        "stage": "load",
        "detail": outcome.detail,
    }
    return answer, []


def _record(
    pipeline: Pipeline,
    catalog: Catalog,
    source: Source,
    row: SourceRecord | None,
    answer: Mapping[str, Any],
    intake: Intake,
) -> None:
    fresh = SourceRecord(
        id=source.id,
        root=source.root,
        size=source.size,
        mtime_ns=source.mtime_ns,
        ctime_ns=source.ctime_ns,
        inode=source.inode,
        sha256=answer["sha256"],
        loader=answer["loader"],
        prepare_key=answer["key"] or pipeline.prepare_keys[""],
        at=pipeline.clock().isoformat(timespec="seconds"),
    )
    if row is None:
        intake.new_sources[source.id] = fresh.sha256
    before = {} if row is None else {record.id: record for record in catalog.of_sources([source.id])}
    if answer.get("unchanged"):
        catalog.put_source(fresh)
        intake.counts["unchanged"] += len(before)
        return
    documents = [
        document_record(source, packed, body, pipeline.clean_key)
        for packed, body in zip(answer.get("documents", ()), answer["bodies"], strict=True)
    ]
    now_empty = not any(record.chars for record, _ in documents)
    if now_empty and _was_full(before) and not _known_empty(row):
        code = answer.get("code", Code.EMPTY_FILE)
        if code in (Code.EMPTY_FILE, Code.NO_TEXT):
            intake.emptied.update({record.id: record.root for record in before.values() if record.chars})
            answer = {**answer, "code": Code.EMPTY_FILE, "stage": "load", "detail": "emptied"}
    if code := answer.get("code"):
        _fail(pipeline, catalog, fresh, row, (code, answer["stage"], answer["detail"]), before, intake)
        return
    exchange(catalog, fresh, documents, before, intake)
    for key, code in answer.get("parts", ()):
        catalog.put_source(
            replace(fresh, state="failed", code=code, stage="load", detail=f"part {key}", attempts=1)
        )


def _was_full(before: Mapping[str, DocumentRecord]) -> bool:
    return any(record.chars for record in before.values())


def _known_empty(row: SourceRecord | None) -> bool:
    """It was empty at the scan before too, so it is meant."""
    return row is not None and row.state == "failed" and row.code == Code.EMPTY_FILE


def _fail(
    pipeline: Pipeline,
    catalog: Catalog,
    fresh: SourceRecord,
    row: SourceRecord | None,
    trouble: tuple[str, str, str],
    before: Mapping[str, DocumentRecord],
    intake: Intake,
) -> None:
    """Writes the failure; last good documents stay, unless they were cleaned by rules that no longer hold."""
    code, stage, detail = trouble
    listed = code in LISTED_ONLY and (not before or (detail != "emptied"))
    same = row is not None and row.state == "failed" and row.code == code
    attempts = row.attempts + 1 if row is not None and same else 1
    wait = delay(attempts) if code in COSTLY else 0.0
    catalog.put_source(
        replace(
            fresh,
            state="listed" if listed else "failed",
            code=code,
            stage=stage,
            detail=detail,
            attempts=attempts,
            retry_after=pipeline.clock().timestamp() + wait if wait else 0.0,
        )
    )
    if not listed and not same:
        intake.new_failures.add(fresh.id)
    if listed or any(record.clean_key != pipeline.clean_key for record in before.values()):
        exchange(catalog, None, [], before, intake, source_id=fresh.id)
    elif not same and detail != "emptied":
        intake.failing.update({record.id: record.root for record in before.values() if record.chars})
