"""The story: scan -> load -> select -> plan -> write -> report. Who calls it decides only when."""

from __future__ import annotations

import time
from collections.abc import Sequence

from index.catalog import Catalog
from index.history import sizes
from index.manifest import Manifest
from index.state import State
from index.writer import Writer
from ingest import in_step, settings_changed
from ingest.conclude import conclude, found_in
from ingest.decided import wanted_of
from ingest.guard import remember
from ingest.logs import timed
from ingest.pipeline import Pipeline
from ingest.report import Report
from ingest.survey import Request, Work, look, within_of


def sync(pipeline: Pipeline, state: State, request: Request) -> Report:
    """Brings the live generation in step with the files. Raises KbError for trouble with the whole run."""
    started = time.monotonic()
    report = Report(command=request.command, healed=list(state.healed))
    state.require_embedder(pipeline.embedder_identity)
    with pipeline.engine() as engine:
        contents = state.contents()
        work = look(pipeline, state.manifest, contents, engine, request)
        report.stages["look"] = time.monotonic() - started
        before = sizes(state.manifest, contents.number, [*work.put, *work.drop])
        if work.put or work.drop:
            from ingest.place import place

            number = _ensure_generation(pipeline, state)
            with timed("write") as told, state.writer(number) as writer:
                if not writer.live:  # readers may look as soon as there is something to open
                    state.switch(number)
                    writer.live = True
                put, drop = _move(pipeline, state.manifest, writer, work)
                placing = place(pipeline, state.manifest, engine, writer, put, work.decided)
                writer.drop(drop)
                told.update(put=len(work.put), drop=len(work.drop), embedded=placing.embedded)
            report.chunks.update(
                embedded=placing.embedded,
                cached=placing.cached + writer.written.moved,
                relabelled=writer.written.relabelled,
                deleted=writer.written.deleted + writer.written.moved,
            )
            report.failures += placing.failures
    report.stages["write"] = time.monotonic() - started - report.stages["look"]
    if not work.brake:
        forget(state.manifest, work)
        if not work.held:
            wanted, documents = wanted_of(pipeline, Catalog(state.manifest), work.decided)
            work.held = in_step.Held(documents=documents, found=found_in(state.manifest))
            in_step.remember(state.manifest, state.contents(), pipeline.index_key, wanted, work.held)
        if not within_of(request, pipeline, work.known):
            settings_changed.remember(state.manifest, pipeline.settings_marks)
    at = pipeline.clock().isoformat(timespec="seconds")
    conclude(report, state.manifest, state.contents(), work, request, before=before, at=at)
    report.generation = state.live() or 0
    report.seconds = time.monotonic() - started
    return report


def _move(
    pipeline: Pipeline, manifest: Manifest, writer: Writer, work: Work
) -> tuple[Sequence[str], Sequence[str]]:
    """Moves rows of documents; those that are left to put, and to drop."""
    if not (work.put and work.drop):
        return work.put, work.drop
    from ingest.carry import move_rows

    wanted, _ = wanted_of(pipeline, Catalog(manifest), work.decided)
    return move_rows(manifest, writer, wanted, work.put, work.drop)


def _ensure_generation(pipeline: Pipeline, state: State) -> int:
    number = state.live()
    if number is None:
        number = 1
        state.begin(number, pipeline.embedder_identity, pipeline.dimension(), pipeline.clock().isoformat())
    return number


def forget(manifest: Manifest, work: Work) -> None:
    """Removes what left for good: sources that are gone, with their documents, and bodies nobody uses.

    What the roots stand on is from now on what they are expected to stand on.
    """
    remember(manifest, work.seen)
    left = [*work.sources.gone, *work.sources.excluded]
    if not (left or work.intake.touched or work.intake.loose or work.put or work.drop):
        return
    catalog = Catalog(manifest)
    with manifest.transaction():
        catalog.forget_sources(left)
        catalog.sweep_bodies()
