"""What a changed source changes in the manifest: documents that come, go, or wait for a share that is away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from index.catalog import Catalog
from index.containers import Containers
from index.manifest import Manifest
from index.records import DocumentRecord, SourceRecord
from ingest.absence import moved_away
from ingest.arrivals import Arrived
from ingest.errors import LISTED_ONLY, TRANSIENT
from ingest.logs import debug, warn
from ingest.pipeline import Pipeline
from ingest.plan import COSTLY, DEFAULT_SPACE, SourcePlan, delay, holds
from ingest.touched import Intake, judged_by


def mark_missing(
    catalog: Catalog, plan: SourcePlan, known: Mapping[str, SourceRecord], intake: Intake, now: float
) -> None:
    """Notes what is gone, excluded, or back, and lays tombstones (`now` in POSIX seconds) or takes them away."""
    with catalog.manifest.transaction():
        catalog.set_missing_since(plan.stamp, now)
        catalog.set_missing_since(plan.back, 0.0)
        for ids, why in ((plan.gone, "gone"), (plan.excluded, "excluded"), (plan.back, "")):
            _mark(catalog, ids, why, known, intake)


def take_away(
    manifest: Manifest, sources: SourcePlan, known: Mapping[str, SourceRecord], intake: Intake
) -> SourcePlan:
    """What moved on a network file system is not missing: its content is there under another name."""
    arrived = {one: sha for one, sha in intake.new_sources.items() if one not in intake.new_failures}
    moved = moved_away(sources.missing, known, arrived)
    if not moved:
        return sources
    with manifest.transaction():
        _mark(Catalog(manifest), moved, "gone", known, intake)
    left = {*moved}
    return replace(
        sources,
        gone=(*sources.gone, *moved),
        missing=tuple(one for one in sources.missing if one not in left),
        unseen=tuple(one for one in sources.unseen if one not in left),
    )


def _mark(
    catalog: Catalog, ids: Sequence[str], why: str, known: Mapping[str, SourceRecord], intake: Intake
) -> None:
    news = [source_id for source_id in ids if known[source_id].missing != why]
    documents = catalog.of_sources(news)
    _touch(catalog, documents, intake)
    if news:
        catalog.mark_missing(news, why)
    for document in documents:
        (intake.changed if not why else intake.vanished).add(document.id)


def withdraw(
    pipeline: Pipeline,
    catalog: Catalog,
    unseen: Sequence[str],
    known: Mapping[str, SourceRecord],
    intake: Intake,
) -> None:
    """Takes back what cannot be read now and was cleaned by rules that no longer hold; it is read when it is back."""
    with catalog.manifest.transaction():
        for source_id in unseen:
            row = known[source_id]
            if row.missing or holds_still(pipeline, row):
                continue
            before = {record.id: record for record in catalog.of_sources([source_id])}
            if any(record.clean_key != pipeline.clean_key for record in before.values()):
                exchange(catalog, None, [], before, intake, source_id=source_id)
                catalog.put_source(row._replace(prepare_key=""))


def _touch(catalog: Catalog, documents: Collection[DocumentRecord], intake: Intake) -> None:
    """Notes documents that come or go, before they do, and what other exports gave under their ids until now."""
    shared = sorted({record.id for record in documents if not record.id.endswith("#")})
    for record in (*documents, *catalog.get(shared).values()):
        intake.touch(record)


def holds_still(pipeline: Pipeline, row: SourceRecord) -> bool:
    """Whether a source was last read as it would be read now."""
    spaces = {root.name: root.space for root in pipeline.roots}
    return holds(row, pipeline.prepare_keys, spaces.get(row.root, DEFAULT_SPACE))


def exchange(
    catalog: Catalog,
    fresh: SourceRecord | None,
    documents: list[tuple[DocumentRecord, str | None]],
    before: Mapping[str, DocumentRecord],
    intake: Intake,
    *,
    source_id: str = "",
) -> None:
    """Sets what a source gives, `documents` instead of `before`; with its row, or of `source_id` alone."""
    if fresh is not None:
        catalog.put_source(fresh)
    after = {record.id: record for record, _ in documents}
    pairs = {doc_id: (before.get(doc_id), after.get(doc_id)) for doc_id in before.keys() | after.keys()}
    same = {
        doc_id for doc_id, (old, new) in pairs.items() if old and new and judged_by(old) == judged_by(new)
    }
    ranked = {doc_id for doc_id in same if before[doc_id].rank != after[doc_id].rank}  # among exports
    touched = pairs.keys() - (same - ranked)
    _touch(catalog, [record for doc_id in touched for record in pairs[doc_id] if record], intake)
    catalog.replace_documents(fresh.id if fresh else source_id, documents)
    intake.vanished |= touched - after.keys()
    intake.changed |= touched & after.keys()
    intake.counts["unchanged"] += len(same)
    intake.counts["updated"] += len(before.keys() & after.keys() - same)
    intake.counts["added"] += len(after.keys() - before.keys())
    intake.added |= after.keys() - before.keys()
    intake.updated |= before.keys() & after.keys() - same


def with_parts(
    pipeline: Pipeline,
    manifest: Manifest,
    fresh: SourceRecord,
    row: SourceRecord | None,
    arrived: Arrived,
    before: Mapping[str, DocumentRecord],
    intake: Intake,
) -> SourceRecord:
    """Writes which parts of a container could not be read; what they were stays, while the rules hold. The row for it.

    It counts as failed with the gravest of its parts: what may pass comes before what waits for a new file.
    """
    containers = Containers(manifest)
    known = {(part.id, part.code) for part in containers.parts_of(fresh.id)}
    parts = [part for part in arrived.parts.values() if part.id not in arrived.documents]
    containers.replace_parts(fresh.id, parts)
    failing = [part for part in parts if part.code not in LISTED_ONLY]
    for part in parts:
        new = part not in failing or (part.id, part.code) in known
        tell = debug if new else warn
        tell("listed" if part not in failing else "failure", source=part.id, stage=part.stage, code=part.code)
        if part not in failing:
            continue
        if (part.id, part.code) not in known:
            intake.new_failures.add(part.id)
        old = before.get(part.id)
        if old is not None and old.clean_key == pipeline.clean_key:
            arrived.documents[part.id] = (old, None)
    if not failing:
        return fresh
    worst = min(failing, key=lambda part: (part.code not in COSTLY, part.code not in TRANSIENT, part.id))
    same = row is not None and row.state == "failed" and row.code == worst.code
    attempts = row.attempts + 1 if row is not None and same else 1
    wait = delay(attempts) if worst.code in COSTLY else 0.0
    return fresh._replace(
        state="failed",
        code=worst.code,
        stage=worst.stage,
        detail=f"{len(failing)} parts",
        attempts=attempts,
        retry_after=pipeline.clock().timestamp() + wait if wait else 0.0,
    )
