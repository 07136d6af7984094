"""Why something is, or is not, in the index: the whole chain from file to chunk."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.records import DocumentRecord, SourceRecord
from ingest.errors import REMEDY, Code
from ingest.pipeline import Pipeline
from ingest.scan import encode_name

Step = dict[str, Any]
CHUNK_ID = re.compile(r"[0-9a-f]{32}(-\d+)?")
MOST = 5


def why(pipeline: Pipeline, manifest: Manifest, contents: Contents, target: str) -> list[Step]:
    """Steps for a path, a source or document id, a chunk id, or a phrase; the phrase is redacted first."""
    catalog = Catalog(manifest)
    if CHUNK_ID.fullmatch(target):
        chunks = contents.by_id([target])
        if chunks:
            record = catalog.get([chunks[target].doc_id])[chunks[target].doc_id]
            rows = catalog.sources()
            return [*_source_steps(rows[record.source_id]), *_document_steps(contents, record, pipeline)]
        return [step("index", "no chunk of the live generation has this id")]
    for source_id in _as_sources(pipeline, target):
        if steps := _of_source(pipeline, catalog, contents, source_id):
            return steps
    if _names_file(pipeline, target):
        return _not_taken(pipeline, target)
    return list(_of_phrase(pipeline, catalog, contents, pipeline.redact(target)))


def step(stage: str, decision: str, *, rule: str = "", score: float | None = None, at: str = "") -> Step:
    """One link of the chain."""
    return {"stage": stage, "decision": decision, "rule": rule, "score": score, "at": at}


def _as_sources(pipeline: Pipeline, target: str) -> Iterator[str]:
    """Source ids that a target may mean: itself, or a path below a root."""
    yield target.split("#", 1)[0]
    path = Path(target).absolute()
    for root in pipeline.roots:
        if path.is_relative_to(root.path.absolute()):
            inner = path.relative_to(root.path.absolute()).parts
            yield "/".join([root.name, *(encode_name(part) for part in inner)])
        yield f"{root.name}/{target}"


def _of_source(pipeline: Pipeline, catalog: Catalog, contents: Contents, source_id: str) -> list[Step]:
    row = catalog.sources().get(source_id)
    if row is None:
        return []
    steps = list(_source_steps(row))
    records = catalog.of_sources([source_id])
    for record in records[:MOST]:
        steps += _document_steps(contents, record, pipeline)
    if len(records) > MOST:
        steps.append(step("load", f"and {len(records) - MOST} more documents from this source"))
    return steps


def _source_steps(row: SourceRecord) -> Iterator[Step]:
    place = {"": "found", "gone": "gone from its root", "excluded": "left out by the patterns"}[row.missing]
    yield step("scan", f"{row.id}: {place}, {row.size} bytes", rule="include and exclude of the root")
    if row.state == "ok":
        yield step("load", f"read by {row.loader}", rule=f"loader {row.loader}", at=row.at)
    else:
        remedy = REMEDY[Code(row.code)]
        kept = "" if row.state == "listed" else f" (attempt {row.attempts}; its last good documents stay)"
        yield step(row.stage or "load", f"{row.state}: {row.code}{kept}. {remedy}", rule=row.code, at=row.at)


def _document_steps(contents: Contents, record: DocumentRecord, pipeline: Pipeline) -> Iterator[Step]:
    counts = json.loads(record.counts)
    found = (
        ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items()) if number)
        or "nothing to mask"
    )
    yield step("clean", f"{record.id}: {record.chars} characters; {found}")
    labels = {name: value for name, value in json.loads(record.labels).items() if value}
    yield step("label", ", ".join(f"{name}={value}" for name, value in sorted(labels.items())))
    verdict = contents.verdicts().get(record.id)
    if verdict is None:
        yield step("select", "no verdict yet: run ingest sync")
    else:
        detail = json.loads(verdict.detail)
        other = f" of {detail['of']}" if "of" in detail else ""
        yield step(
            "select",
            verdict.kind + other,
            rule=detail.get("rule", ""),
            score=detail.get("score"),
            at=verdict.at,
        )
    placed = contents.placed().get(record.id)
    chunks = list(contents.chunks([record.id]))
    if placed is None:
        yield step("index", "not in the index")
        return
    state = "in step" if placed.startswith(record.content + ".") else "an older state; run ingest sync"
    sizes = ", ".join(str(chunk.metadata["tokens"]) for chunk in chunks[:8])
    yield step("index", f"{len(chunks)} chunks in generation {contents.number}, {state}; tokens {sizes}")
    del pipeline


def _names_file(pipeline: Pipeline, target: str) -> bool:
    return Path(target).exists() or any(target.startswith(root.name + "/") for root in pipeline.roots)


def _not_taken(pipeline: Pipeline, target: str) -> list[Step]:
    """A file the manifest does not know: excluded, outside every root, or not seen yet."""
    found = pipeline.scan()
    for source_id in _as_sources(pipeline, target):
        if any(
            source_id == prefix or source_id.startswith(prefix.rstrip("/") + "/") for prefix in found.excluded
        ):
            return [
                step("scan", f"{source_id}: left out by the patterns", rule="include and exclude of the root")
            ]
        if source_id in found.sources:
            return [step("scan", f"{source_id}: found, not read yet", rule="run ingest sync")]
        for item in found.skipped:
            if item.id == source_id:
                return [
                    step("scan", f"{source_id}: skipped, {item.code}. {REMEDY[item.code]}", rule=item.code)
                ]
    return [step("scan", f"{target}: lies in no root, or is not there", rule="[[roots]] in ingest.toml")]


def _of_phrase(pipeline: Pipeline, catalog: Catalog, contents: Contents, phrase: str) -> Iterator[Step]:
    wanted = _folded(phrase)
    hits = [
        record
        for record in catalog.documents()
        if wanted in _folded(record.title) or _holds(catalog, record, wanted)
    ]
    if not hits:
        yield step("search", "no clean document holds this phrase; masked values are not searchable")
        return
    yield step("search", f"{len(hits)} documents hold this phrase")
    rows = catalog.sources()
    for record in hits[:MOST]:
        yield from _source_steps(rows[record.source_id])
        yield from _document_steps(contents, record, pipeline)


def _holds(catalog: Catalog, record: DocumentRecord, wanted: str) -> bool:
    return wanted in _folded(catalog.text(record.body))


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def as_text(steps: Sequence[Step]) -> str:
    """Steps for a person."""
    lines = []
    for item in steps:
        extra = [
            item["rule"] and f"rule: {item['rule']}",
            item["score"] is not None and f"score: {item['score']}",
        ]
        note = "; ".join(str(part) for part in extra if part)
        lines.append(f"{item['stage']:<7} {item['decision']}" + (f"  [{note}]" if note else ""))
    return "\n".join(lines)
