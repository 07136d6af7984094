"""What a run would do, why, and what it would cost, told without doing it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.chunk import vector_key
from index.containers import Containers
from index.contents import Contents, VectorCache
from index.manifest import Manifest
from index.records import PartRecord, SourceRecord, VerdictRecord
from index.succession import live, pinned
from ingest.agreed import Agreed, documents_of, sources_of, stamp_of, write
from ingest.build import build
from ingest.decided import wanted_of
from ingest.effects import moved_documents
from ingest.errors import LISTED_ONLY, Code
from ingest.pinned import REMEDY, words
from ingest.pipeline import NoProgress, Pipeline, Progress
from ingest.place import chunked
from ingest.report import Failure
from ingest.select.kinds import SEARCHABLE
from ingest.settings import Settings
from ingest.settings_changed import READING, WRITING, changed
from ingest.survey import Request, Work, look, within_of
from ingest.textual import diffs, seconds_to_write
from ingest.work.engine import Engine


def plan(
    settings: Settings,
    request: Request,
    progress: Progress | None = None,
    *,
    pipeline: Pipeline | None = None,
    diff: bool = False,
    to: Path | None = None,
) -> dict[str, Any]:
    """What `sync` would do and why, and what it would cost. Takes no lock; writes nothing but the plan, `to` a file.

    With `diff` also how texts change, line by line. Raises what `sync` would raise before it writes. `pipeline` as in
    `run`.
    """
    started = time.monotonic()
    # A plan that is kept is marked with the secret of the state directory, which is made here before the first sync.
    pipeline = pipeline or build(settings, progress or NoProgress(), writing=to is not None)
    with closing(Manifest.overlay(pipeline.state_dir)) as manifest:
        contents = Contents(manifest, live(manifest) or 1)
        contents.require_embedder(pipeline.embedder_identity)
        stamp = stamp_of(pipeline, contents.number)
        with pipeline.engine() as engine:
            work = look(pipeline, manifest, contents, engine, request)
            looked = time.monotonic() - started
            cost = _cost(pipeline, manifest, engine, work)
        told = _as_json(pipeline, work, cost, manifest, contents)
        told["seconds"] = round(looked + seconds_to_write(manifest, cost.chunks), 1)
        if diff:
            told["diffs"] = diffs(pipeline, work, manifest, contents)
        if to:
            agreed = Agreed(
                stamp=stamp,
                sources=sources_of(work.scanned, work.seen.scan.sources),
                documents=documents_of(work.plan, wanted_of(pipeline, Catalog(manifest), work.decided)[0]),
                within=within_of(request, pipeline, work.known),
                prune=request.prune,
            )
            write(to, agreed, told)
        return told


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


@dataclass(slots=True)
class _Cost:
    """Chunks that would be written, and those of them that would be embedded, in all and by document."""

    chunks: int = 0
    to_embed: dict[str, int] = field(default_factory=dict)


def _cost(pipeline: Pipeline, manifest: Manifest, engine: Engine, work: Work) -> _Cost:
    cache, keys, cost = VectorCache(manifest), set[str](), _Cost()
    failures: list[Failure] = []
    for record, _, strings, _ in chunked(
        pipeline, Catalog(manifest), engine, work.put, work.decided, failures
    ):
        wanted = {vector_key(pipeline.embedder_identity, string) for string in strings} - keys
        new = wanted - cache.known(sorted(wanted))
        keys |= new
        cost.chunks += len(strings)
        cost.to_embed[record.id] = len(new)
    return cost


def _whys(pipeline: Pipeline, work: Work, manifest: Manifest) -> tuple[dict[str, str], dict[str, str]]:
    """Why sources would be read and documents written, with the settings that changed and where a file was before."""
    marks = pipeline.settings_marks
    reading = changed(manifest, marks, READING) or "a library, a program or a loader changed"
    writing = changed(manifest, marks, WRITING) or "how texts are cut changed"
    load = dict(work.sources.load)
    for source, why in load.items():
        if why == "settings or libraries changed":
            row = work.known[source]
            load[source] = reading if row.prepare_key else "to be read again"
            if row.prepare_key.partition(" ")[0] == pipeline.prepare_keys.get(
                row.loader
            ):  # see `plan.key_in`
                load[source] = "the space of its root changed"
    put = {}
    back = {one.doc_id: f"back because {one.lost} {one.why}" for one in work.decided.changes if one.lost}
    were = {one.doc_id: one.before for one in work.decided.changes if one.before not in {"", *SEARCHABLE}}
    moved = moved_documents(work)
    for doc_id, why in work.plan.put.items():
        of = load.get(doc_id.split("#", 1)[0], "")
        if doc_id in back:
            put[doc_id] = back[doc_id]
        elif why == "new" and doc_id in were:
            put[doc_id] = f"no longer {were[doc_id]}"
        elif doc_id in moved:
            put[doc_id] = f"moved from {moved[doc_id]}"
        elif why == "settings changed":
            put[doc_id] = writing
        else:
            put[doc_id] = f"{why} ({reading})" if why == "changed text" and of == reading else why
    return load, put


def _as_json(
    pipeline: Pipeline, work: Work, cost: _Cost, manifest: Manifest, contents: Contents
) -> dict[str, Any]:
    load, put = _whys(pipeline, work, manifest)
    rows = Catalog(manifest).sources()
    stop, held = work.brake, pinned(manifest)
    refused = f"{stop.leaving} of {stop.total} documents in {stop.scope} would leave" if stop else ""
    remedy = f"If it is meant: ingest sync --allow-delete {stop.leaving}." if stop else ""
    if held:
        refused, remedy = words(held), REMEDY
    return {
        "documents": {
            "load": len(work.sources.load),
            "put": len(work.plan.put),
            "relabel": len(work.plan.relabel),
            "drop": len(work.plan.drop),
            "keep": work.plan.keep,
        },
        "chunks": {"to_embed": sum(cost.to_embed.values()), "to_write": cost.chunks},
        "reasons": [
            *_of_sources(work, load, rows, Containers(manifest).parts()),
            *_of_documents(work, put, cost, rows, contents),
        ],
        "refused": refused,
        "remedy": remedy,
    }


def _of_sources(
    work: Work,
    load: Mapping[str, str],
    rows: Mapping[str, SourceRecord],
    parts: Mapping[str, Sequence[PartRecord]],
) -> Iterator[dict[str, Any]]:
    """What would be read and why, and what cannot be read or is waited for; of a container each part in trouble."""
    for source, why in sorted(load.items()):
        yield {"source": source, "do": "load", "why": why}
    for item in work.seen.scan.skipped:
        yield {"source": item.id, "do": "fail", "why": item.code}
    for place in work.seen.unknown:
        yield {"source": place, "do": "fail", "why": Code.UNREADABLE}
    for source in sorted(work.sources.missing):
        yield {"source": source, "do": "wait", "why": "missing from a network file system"}
    loaded = work.sources.load.keys()
    for part in (part for source in sorted(parts.keys() & loaded) for part in parts[source]):
        yield {"source": part.id, "do": "list" if part.code in LISTED_ONLY else "fail", "why": part.code}
    for row in (rows[source] for source in sorted(loaded - parts.keys())):
        if row.state != "ok":
            yield {"source": row.id, "do": "fail" if row.state == "failed" else "list", "why": row.code}


def _of_documents(
    work: Work, put: Mapping[str, str], cost: _Cost, rows: Mapping[str, SourceRecord], contents: Contents
) -> Iterator[dict[str, Any]]:
    """What would be written, relabelled and removed, each with why."""
    for doc_id, why in sorted(put.items()):
        yield {"document": doc_id, "do": "put", "why": why, "embed": cost.to_embed.get(doc_id, 0)}
    for doc_id, why in sorted(work.plan.relabel.items()):
        yield {"document": doc_id, "do": "relabel", "why": why}
    went = {was: now for now, was in moved_documents(work).items()}
    verdicts = contents.verdicts_of(work.plan.drop)
    for doc_id in work.plan.drop:
        verdict = verdicts.get(doc_id)
        why = _words(verdict) if verdict else _absence(rows.get(doc_id.split("#", 1)[0]))
        yield {
            "document": doc_id,
            "do": "drop",
            "why": f"moved to {went[doc_id]}" if doc_id in went else why,
        }
