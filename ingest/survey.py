"""Scan, load, select, plan: everything a run does before it touches the index; `ingest plan` ends here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.contents import Contents
from index.errors import RefusedError
from index.faults import crash_point
from index.manifest import Manifest
from index.records import SourceRecord
from ingest.decide import Decided, decide, verdicts_hold, wanted_key
from ingest.intake import take_in
from ingest.locate import prefixes
from ingest.pipeline import Pipeline
from ingest.plan import Brake, Plan, SourcePlan, brake, plan_documents, plan_sources
from ingest.scan import Scan
from ingest.touched import Intake
from ingest.work.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller may ask of a run. `paths` limit it to the sources there and below.

    `ignore_missing`: a path where nothing is and nothing was is no error.
    """

    command: str = "sync"
    paths: tuple[Path, ...] = ()
    allow_delete: int = 0
    new_failures_only: bool = False
    everything: bool = False
    ignore_missing: bool = False


@dataclass(slots=True, kw_only=True)
class Work:
    """What a run found out: the world as scanned, what loading brought, and what is to be done."""

    scan: Scan
    known: Mapping[str, SourceRecord]
    sources: SourcePlan
    intake: Intake
    plan: Plan
    decided: Decided
    documents: int
    brake: Brake | None

    @property
    def put(self) -> list[str]:
        """Documents to write: all of the plan's but, under the brake, those that lost nearly all their text."""
        held = set(self.plan.shrunk) if self.brake else set()
        return sorted((self.plan.put.keys() | self.plan.relabel.keys()) - held)

    @property
    def drop(self) -> tuple[str, ...]:
        """Documents to remove: none under the brake."""
        return () if self.brake else self.plan.drop


def look(
    pipeline: Pipeline,
    manifest: Manifest,
    contents: Contents,
    engine: Engine,
    request: Request,
    *,
    live: Contents | None = None,
) -> Work:
    """Scans, loads what changed, selects and plans: everything a run does before it touches the index.

    `contents` is the generation to bring in step; `live`, if it is another one, is what the brake compares with.
    """
    catalog = Catalog(manifest)
    known = catalog.sources()
    found = pipeline.scan()
    _refuse_empty_roots(pipeline, found, known, request)
    sources = plan_sources(
        found.sources,
        known,
        pipeline.prepare_keys,
        now=pipeline.clock().timestamp(),
        unknown=found.unknown,
        excluded=found.excluded,
        within=_within(pipeline, request, known),
        everything=request.everything,
    )
    held = verdicts_hold(manifest, contents, pipeline.selecting)
    intake = take_in(pipeline, manifest, engine, sources, found.sources, known)
    decided = decide(
        manifest,
        contents,
        pipeline.selecting,
        intake.touched,
        held=held,
        at=pipeline.clock().isoformat(timespec="seconds"),
    )
    crash_point("decided")
    texts = catalog.contents()
    wanted = {
        doc_id: wanted_key(texts[doc_id], pipeline.index_key, decided, doc_id) for doc_id in decided.kept
    }
    plan = plan_documents(wanted, contents.placed(), set(contents.intents()))
    before = (live or contents).placed()
    compared = plan_documents(wanted, before) if live else plan
    return Work(
        scan=found,
        known=known,
        sources=sources,
        intake=intake,
        plan=plan,
        decided=decided,
        documents=len(texts),
        brake=_brake(pipeline, compared, before, intake, request),
    )


def _within(pipeline: Pipeline, request: Request, known: Mapping[str, SourceRecord]) -> tuple[str, ...]:
    roots, mask, lenient = pipeline.roots, pipeline.mask_path, request.ignore_missing
    return prefixes(request.paths, roots, mask, known, ignore_missing=lenient)


def _refuse_empty_roots(
    pipeline: Pipeline, found: Scan, known: Mapping[str, SourceRecord], request: Request
) -> None:
    """A root that had documents and now shows no file at all is taken for one that is away."""
    present = {source.root for source in found.sources.values()}
    for root in pipeline.roots:
        had = sum(row.root == root.name and row.state == "ok" and not row.missing for row in known.values())
        hidden = any(prefix.split("/", 1)[0] == root.name for prefix in (*found.unknown, *found.excluded))
        if had > request.allow_delete and root.name not in present and not hidden:
            raise RefusedError(
                f"root {root.name!r} ({root.path}) shows no file, and {had} were there: nothing was changed",
                remedy=f"Check that the share is mounted. If it is meant: --allow-delete {had}.",
            )


def _brake(
    pipeline: Pipeline, plan: Plan, placed: Mapping[str, str], intake: Intake, request: Request
) -> Brake | None:
    searchable = {doc_id: doc_id.split("/", 1)[0] for doc_id in placed}
    leaving = {doc_id: searchable[doc_id] for doc_id in plan.drop if doc_id in placed}
    leaving.update({doc_id: searchable[doc_id] for doc_id in plan.shrunk})
    troubled = {**intake.emptied, **intake.failing}
    leaving.update({doc_id: root for doc_id, root in troubled.items() if doc_id in placed})
    limits = pipeline.limits
    return brake(
        leaving,
        searchable,
        documents=limits.brake_documents,
        percent=limits.brake_percent,
        allow=request.allow_delete,
    )
