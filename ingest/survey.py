"""Scan, load, select, plan: everything a run does before it touches the index; `ingest plan` ends here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from index.catalog import Catalog
from index.contents import Contents
from index.faults import crash_point
from index.manifest import Manifest
from index.records import SourceRecord
from ingest import in_step
from ingest.absence import Patience
from ingest.agreed import Agreed, documents_of, sources_of, stamp_of
from ingest.braking import brake_of, moved_of
from ingest.decided import Decided, verdicts_hold, wanted_of
from ingest.document import Source
from ingest.exclusion import Exclusions
from ingest.guard import Seen, look_at
from ingest.locate import prefixes
from ingest.logs import timed
from ingest.pipeline import Pipeline
from ingest.plan import Brake, Part, Plan, SourcePlan, plan_documents, plan_sources
from ingest.scan import Scan
from ingest.touched import Intake
from ingest.work.engine import Engine

EXCLUDED_FOR = "excluded-for"
"""Names, in `meta`, what was excluded at the last run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a caller may ask of a run.

    `paths` limit it to the sources there and below; `prune` believes at once that what is missing is gone.
    `ignore_missing`: a path where nothing is and nothing was is no error.
    `reread`: a part of the sources whose files are read although their size and times are as before. `from_cache`: a
    rebuild writes what the live generation holds, and looks at no file. `agreed`: a plan that is kept to the letter.
    """

    command: str = "sync"
    paths: tuple[Path, ...] = ()
    allow_delete: int = 0
    new_failures_only: bool = False
    everything: bool = False
    prune: bool = False
    ignore_missing: bool = False
    reread: Part | None = None
    from_cache: bool = False
    agreed: Agreed | None = None

    @property
    def scope(self) -> dict[str, object]:
        """What the history keeps of it: whether it was about all sources, and which were read in any case."""
        limits = {"paths": len(self.paths) or None, "reread": str(self.reread) if self.reread else None}
        return {name: value for name, value in limits.items() if value is not None}


@dataclass(slots=True, kw_only=True)
class Work:
    """What a run found out: the world as scanned, what loading brought, and what is to be done.

    `scanned` is the plan for sources before anything was read, `documents` how many there are.
    When nothing came and all was in step, `held` is what the run that brought it there found out.
    """

    seen: Seen
    known: Mapping[str, SourceRecord]
    scanned: SourcePlan
    sources: SourcePlan
    intake: Intake
    plan: Plan
    decided: Decided
    documents: int
    held: in_step.Held | None
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
    catalog, agreed = Catalog(manifest), request.agreed
    if agreed:
        agreed.require_stamp(stamp_of(pipeline, contents.number))
    _exclude(catalog, pipeline.excluded())
    known = catalog.sources()
    with timed("scan") as told:
        found = pipeline.present()
        told.update(files=len(found.sources), skipped=len(found.skipped), unknown=len(found.unknown))
    seen = _see(pipeline, found, catalog, live or contents, known, request)
    sources = _plan(pipeline, seen, known, request)
    if agreed:
        agreed.require_sources(sources_of(sources, found.sources))
    promised = sources
    held = verdicts_hold(manifest, contents, pipeline.selecting)
    with timed("load") as told:
        intake, sources = _take_in(pipeline, manifest, engine, sources, found.sources, known, held=held)
        told.update(intake.counts, new_failures=len(intake.new_failures), cleaned=intake.cleaned)
        told.update(files=len(sources.load), gone=len(sources.gone))
    placed = contents.placed()
    with timed("select") as told:
        decided, wanted, documents, kept = _decide(pipeline, manifest, contents, intake, placed, held=held)
        told.update(kept=len(decided.kept), changed=len(decided.changes))
    crash_point("decided")
    plan = plan_documents(wanted, placed, set(contents.intents()))
    if agreed:
        agreed.require_documents(documents_of(plan, wanted))
    placed = live.placed() if live else placed
    compared = plan_documents(wanted, placed) if live else plan
    return Work(
        seen=seen,
        known=known,
        scanned=promised,
        sources=sources,
        intake=intake,
        plan=plan,
        decided=decided,
        held=kept if promised.idle else None,
        documents=documents,
        brake=brake_of(
            pipeline.limits,
            compared,
            placed,
            intake,
            moved_of(sources, known, intake, decided),
            request.allow_delete,
        ),
    )


def _see(
    pipeline: Pipeline,
    found: Scan,
    catalog: Catalog,
    live: Contents,
    known: Mapping[str, SourceRecord],
    request: Request,
) -> Seen:
    """What was found, if the roots are what they were; a refusal tells how many searchable documents are at stake."""
    return look_at(
        found,
        catalog.manifest,
        pipeline.roots,
        known,
        allow=request.allow_delete,
        prune=request.prune,
        documents=lambda lost: len(live.placed().keys() & {one.id for one in catalog.of_sources(lost)}),
    )


def _take_in(
    pipeline: Pipeline,
    manifest: Manifest,
    engine: Engine,
    plan: SourcePlan,
    present: Mapping[str, Source],
    known: Mapping[str, SourceRecord],
    *,
    held: bool,
) -> tuple[Intake, SourcePlan]:
    """What loading brings, and the plan without what has only moved."""
    if plan.idle:
        return Intake(), plan
    from ingest.exchange import take_away
    from ingest.intake import take_in

    intake = take_in(pipeline, manifest, engine, plan, present, known, held=held)
    return intake, take_away(manifest, plan, known, intake)


def _decide(
    pipeline: Pipeline,
    manifest: Manifest,
    contents: Contents,
    intake: Intake,
    placed: Mapping[str, str],
    *,
    held: bool,
) -> tuple[Decided, Mapping[str, str], int, in_step.Held | None]:
    """What is decided and follows for each document that should be searchable; how many there are; what is held."""
    may_be = held and not intake.touched
    known = in_step.recall(manifest, contents, pipeline.index_key, placed) if may_be else None
    if known is not None:
        return Decided(kept=tuple(placed), also_at={}, left_out={}), placed, known.documents, known
    from ingest.decide import decide

    at = pipeline.clock().isoformat(timespec="seconds")
    decided = decide(manifest, contents, pipeline.selecting, intake.touched, held=held, at=at)
    return decided, *wanted_of(pipeline, Catalog(manifest), decided), None


def _exclude(catalog: Catalog, excluded: Exclusions) -> None:
    """When something else is excluded than at the last run: what holds it, or held it, is read once more."""
    if excluded.key == (catalog.manifest.meta(EXCLUDED_FOR) or ""):
        return
    with catalog.manifest.transaction():
        catalog.unread(excluded.hold_document)
        catalog.manifest.set_meta(EXCLUDED_FOR, excluded.key)


def _plan(pipeline: Pipeline, seen: Seen, known: Mapping[str, SourceRecord], request: Request) -> SourcePlan:
    return plan_sources(
        seen.scan.sources,
        known,
        pipeline.prepare_keys,
        now=pipeline.clock().timestamp(),
        unknown=seen.unknown,
        excluded=seen.scan.excluded,
        within=within_of(request, pipeline, known),
        everything=request.everything,
        reread=request.reread,
        patience=Patience(
            network=seen.network,
            seconds=pipeline.limits.tombstone_seconds,
            prune=request.prune,
        ),
    )


def within_of(request: Request, pipeline: Pipeline, known: Mapping[str, SourceRecord]) -> tuple[str, ...]:
    """Prefixes of the ids that a run is limited to; none for all. Raises UsageError for a path that is unknown."""
    if request.agreed:
        return request.agreed.within
    missing = request.ignore_missing
    return prefixes(request.paths, pipeline.roots, pipeline.mask_path, known, ignore_missing=missing)
