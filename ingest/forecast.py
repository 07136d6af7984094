"""What a run would do, why, and what it would cost, told without doing it."""

from __future__ import annotations

import json
from typing import Any

from index.catalog import Catalog
from index.containers import Containers
from index.contents import Contents
from index.generations import Generations
from index.manifest import Manifest
from index.records import SourceRecord, VerdictRecord
from index.succession import pinned
from ingest.build import build
from ingest.errors import LISTED_ONLY, Code
from ingest.pinned import REMEDY, words
from ingest.pipeline import NoProgress, Pipeline, Progress
from ingest.place import chunked
from ingest.report import Failure
from ingest.settings import Settings
from ingest.survey import Request, Work, look


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
    parts = {
        source: found for source, found in Containers(manifest).parts().items() if source in work.sources.load
    }
    reasons += [
        {"source": part.id, "do": "list" if part.code in LISTED_ONLY else "fail", "why": part.code}
        for source in sorted(parts)
        for part in parts[source]
    ]
    loaded = sorted(work.sources.load.keys() - parts.keys())
    troubled = [rows[source] for source in loaded if rows[source].state != "ok"]
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
        "chunks": {"to_embed": to_embed},
        "reasons": reasons,
        "refused": refused,
        "remedy": remedy,
    }
