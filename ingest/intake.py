"""The first half of a run: read and clean what changed, and put the clean documents into the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from index.catalog import Catalog
from index.containers import Containers
from index.faults import crash_point
from index.manifest import Manifest
from index.records import DocumentRecord, SourceRecord
from index.space import require_space
from ingest.arrivals import COMMIT_EVERY, Arrivals, Arrived, batches, dead
from ingest.document import Source
from ingest.errors import LISTED_ONLY, Code
from ingest.exchange import exchange, holds_still, mark_missing, with_parts, withdraw
from ingest.logs import debug, warn
from ingest.moves import moved
from ingest.pipeline import Pipeline
from ingest.plan import COSTLY, SourcePlan, delay, key_in
from ingest.reach import begin_handles, few_of
from ingest.touched import Intake
from ingest.transport import pack_request, unpack_frame
from ingest.work.engine import Engine, Outcome

SHARED_BYTES = 2 << 20
"""A container from this size on is read by all workers together."""


def take_in(
    pipeline: Pipeline,
    manifest: Manifest,
    engine: Engine,
    plan: SourcePlan,
    present: Mapping[str, Source],
    known: Mapping[str, SourceRecord],
    *,
    held: bool,
) -> Intake:
    """Loads what the plan names. Trouble with one source is written into its row; the others go on.

    `held`: the verdicts are those of the documents that are there until now.
    """
    catalog = Catalog(manifest)
    intake = Intake(
        most=few_of(catalog) if held else 0, missed=bool(plan.gone or plan.excluded or plan.missing)
    )
    if not known:
        begin_handles(catalog)
    withdraw(pipeline, catalog, plan.unseen, known, intake)
    mark_missing(catalog, plan, known, intake, pipeline.clock().timestamp())
    pipeline.progress.stage("reading", len(plan.load))
    reading = _Reading(pipeline, manifest, present, known, intake)
    reading.read(engine, reading.move(plan.load))
    again = dict.fromkeys(reading.again, "rebuild")
    reading.read(engine, again)
    engine.release()
    return intake


class _Reading:
    """Sources on their way in. `again` are those to be read without marks: what they wanted kept went meanwhile."""

    def __init__(
        self,
        pipeline: Pipeline,
        manifest: Manifest,
        present: Mapping[str, Source],
        known: Mapping[str, SourceRecord],
        intake: Intake,
    ) -> None:
        self._pipeline, self._manifest, self._intake = pipeline, manifest, intake
        self._present, self._known = present, known
        self._catalog, self._containers = Catalog(manifest), Containers(manifest)
        self._arrivals = Arrivals(self._catalog, pipeline.clean_key, pipeline.excluded())
        self._shared: dict[str, list[str]] = {}
        self.again: list[str] = []

    def move(self, load: Mapping[str, str]) -> dict[str, str]:
        """Takes in what moved, a hundred files at a time; what is left is to be read."""
        left = dict(load)
        found = moved(self._pipeline, self._catalog, load, self._present, self._known)
        while some := list(islice(found, COMMIT_EVERY)):
            with self._manifest.transaction():
                for source, answer, record in some:
                    arrived = Arrived(documents={record.id: (record, None)})
                    _record(self._pipeline, self._catalog, source, None, answer, arrived, self._intake)
                    del left[source.id]
            crash_point("taken-in")
            self._pipeline.progress.advance(len(some))
        return left

    def read(self, engine: Engine, load: Mapping[str, str]) -> None:
        """Reads what `load` names, and why. Rows are committed by the hundred, or by 16 MB."""
        pipeline, manifest = self._pipeline, self._manifest
        outcomes = engine.map("prepare", self._requests(load), timeout=pipeline.limits.timeout)
        for batch in batches(outcomes):
            if manifest.path:  # a plan writes nothing
                require_space(pipeline.state_dir, 2 * sum(len(outcome.data) for outcome in batch))
            with manifest.transaction():
                done = sum(self._take(outcome) for outcome in batch)
            crash_point("taken-in")
            pipeline.progress.advance(done)

    def _take(self, outcome: Outcome[str]) -> bool:
        """Keeps what came; whether that is all of its source."""
        source = self._present[outcome.tag]
        answer, bodies = dead(outcome) if outcome.code else unpack_frame(outcome.data)
        if outcome.part:
            self._pipeline.progress.within(source.id, self._arrivals.add(source, answer, bodies))
            return False
        arrived = self._arrivals.take(source, answer, bodies)
        if arrived is None:
            return False
        answer = arrived.answer
        self._intake.loose |= bool(answer.get("code") and arrived.documents)
        if arrived.lost and not answer.get("code"):
            self.again.append(source.id)
            return True
        _record(
            self._pipeline, self._catalog, source, self._known.get(source.id), answer, arrived, self._intake
        )
        return True

    def _requests(self, load: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        for source_id, reason in load.items():
            source, row = self._present[source_id], self._known.get(source_id)
            holds = row is not None and row.state == "ok" and reason != "rebuild"
            asked = {
                "source": source._asdict(),
                "sha256": row.sha256 if row and holds else "",
                "key": self._pipeline.prepare_keys.get(row.loader, "")
                if row and holds and holds_still(self._pipeline, row)
                else "",
            }
            if source.path.suffix.lower() not in self._pipeline.container_suffixes:
                yield source_id, pack_request(asked)
                continue
            marks = self._marks(source) if reason != "rebuild" else []
            shares = self._pipeline.limits.workers if source.size >= SHARED_BYTES else 1
            self._arrivals.expect(source_id, shares)
            for share in range(shares):
                yield source_id, pack_request({**asked, "share": (share, shares)}, marks)

    def _marks(self, source: Source) -> list[str]:
        """By what a worker knows documents that are as they were, of this container or of another export of it."""
        if source.root not in self._shared:
            self._shared[source.root] = self._containers.shared_marks(source.root)
        return [*self._containers.marks(source.id), *self._shared[source.root]]


def _record(
    pipeline: Pipeline,
    catalog: Catalog,
    source: Source,
    row: SourceRecord | None,
    answer: Mapping[str, Any],
    arrived: Arrived,
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
        prepare_key=key_in(answer["key"] or pipeline.prepare_keys[""], source.space),
        at=pipeline.clock().isoformat(timespec="seconds"),
    )
    if row is None and intake.missed:
        intake.new_sources[source.id] = fresh.sha256
    before = {} if row is None else {record.id: record for record in catalog.of_sources([source.id])}
    if answer.get("unchanged"):
        catalog.put_source(fresh)
        intake.counts["unchanged"] += len(before)
        return
    intake.cleaned += arrived.cleaned
    now_empty = not any(record.chars for record, _ in arrived.documents.values())
    if now_empty and not arrived.accounted and _was_full(before) and not _known_empty(row):
        code = answer.get("code", Code.EMPTY_FILE)
        if code in (Code.EMPTY_FILE, Code.NO_TEXT):
            intake.emptied.update({record.id: record.root for record in before.values() if record.chars})
            answer = {**answer, "code": Code.EMPTY_FILE, "stage": "load", "detail": "emptied"}
    if code := answer.get("code"):
        _fail(pipeline, catalog, fresh, row, (code, answer["stage"], answer["detail"]), before, intake)
        return
    fresh = with_parts(pipeline, catalog.manifest, fresh, row, arrived, before, intake)
    exchange(catalog, fresh, list(arrived.documents.values()), before, intake)


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
    Containers(catalog.manifest).replace_parts(fresh.id, ())
    listed = code in LISTED_ONLY and (not before or (detail != "emptied"))
    same = row is not None and row.state == "failed" and row.code == code
    attempts = row.attempts + 1 if row is not None and same else 1
    wait = delay(attempts) if code in COSTLY else 0.0
    catalog.put_source(
        fresh._replace(
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
        warn("failure", source=fresh.id, stage=stage, code=code, new=True)
    else:
        debug("listed" if listed else "failure", source=fresh.id, stage=stage, code=code)
    if listed or any(record.clean_key != pipeline.clean_key for record in before.values()):
        exchange(catalog, None, [], before, intake, source_id=fresh.id)
    elif not same and detail != "emptied":
        intake.failing.update({record.id: record.root for record in before.values() if record.chars})
