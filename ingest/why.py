"""Why something is, or is not, in the index: the whole chain from file to chunk."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from index.catalog import Catalog
from index.containers import Containers
from index.contents import Contents
from index.errors import UsageError
from index.history import History
from index.manifest import Manifest
from index.records import DocumentRecord, PartRecord, SourceRecord
from ingest.decide import as_decided
from ingest.decided import Decided, wanted_key
from ingest.errors import REMEDY, Code, remedy_of
from ingest.locate import ids_of, is_below
from ingest.pipeline import Pipeline
from ingest.select.kinds import SEARCHABLE
from ingest.steps import Step, as_text, step
from ingest.why_decided import Made
from ingest.why_path import Present, left_out, like_path, tell_missing
from ingest.why_phrase import Rank, holders
from ingest.why_words import described, masked_in, plain
from ingest.withheld import held_step, tell_withheld, withheld

__all__ = ["as_text", "why"]

CHUNK_ID = re.compile(r"[0-9a-f]{32}(-\d+)?")
MOST = 5
"""Documents told one by one; of more there is a number."""


def why(
    pipeline: Pipeline, manifest: Manifest, contents: Contents, target: str, rank: Rank | None = None
) -> list[Step]:
    """Steps for a path, a source or document id, a chunk id, or a phrase, which is redacted first.

    `rank` tells where search puts chunks for a phrase. Raises UsageError for an empty target.
    """
    if not target.strip():
        raise UsageError(
            "nothing is asked", remedy='Name a path, an id, or a phrase in quotes: "factory reset".'
        )
    return _Asked(pipeline, manifest, contents).answer(target, rank)


class _Asked:
    """What is known when a question comes."""

    def __init__(self, pipeline: Pipeline, manifest: Manifest, contents: Contents) -> None:
        self.pipeline, self.contents = pipeline, contents
        self.catalog, self.parts = Catalog(manifest), Containers(manifest).parts()
        self.sources = self.catalog.sources()
        self.verdicts, self.placed = contents.verdicts(), contents.placed()
        self.present = Present(pipeline, History(manifest).last_failures())
        self.questions, self.made = contents.questions(), Made(pipeline, self.catalog)

    @cached_property
    def decided(self) -> Decided:
        return as_decided(self.catalog, self.contents)

    @cached_property
    def withheld(self) -> Mapping[str, DocumentRecord | None]:
        return withheld(self.catalog, self.placed)

    @cached_property
    def refused(self) -> str:
        """Why the last run removed nothing; "" if it did what it should."""
        run = self.contents.last_run()
        return json.loads(run).get("refused", "") if run else ""

    def answer(self, target: str, rank: Rank | None) -> list[Step]:
        if CHUNK_ID.fullmatch(target):
            return list(self._chunk(target))
        if steps := list(self._known(target)):
            return steps
        for source_id, parts in self.parts.items():
            if any(part.id == target for part in parts):
                source = self.sources[source_id]
                return [*self._source(source), *self._part(target, source)]
        ids = [target, *ids_of(Path(target), self.pipeline.roots, self.pipeline.mask_path)]
        ids += [f"{root.name}/{target}" for root in self.pipeline.roots]
        for source_id in ids:
            if steps := self._file(source_id):
                return steps
        if steps := [step for name in dict.fromkeys(ids) for step in self._folder(name.rstrip("/"))]:
            return steps
        phrase = self.pipeline.redact(target)
        if Path(target).exists() or target.startswith(tuple(root.name + "/" for root in self.pipeline.roots)):
            return tell_missing(self.present, target, phrase, ids[1:])
        steps = list(self._phrase(phrase, rank, masked=phrase != target))
        if len(steps) == 1 and phrase == target and like_path(target):
            steps += tell_missing(self.present, target, phrase, ids[1:])
        return steps

    def _file(self, source_id: str) -> list[Step]:
        row = self.sources.get(source_id)
        if row is None:
            return []
        steps = list(self._source(row))
        records = self.catalog.of_sources([source_id])
        for record in records[:MOST]:
            steps += self._document(record)
        if len(records) > MOST:
            steps.append(step("load", f"and {len(records) - MOST} more documents from this source"))
        return steps

    def _folder(self, prefix: str) -> list[Step]:
        """A summary of all that lies below a folder, or of a wiki's export."""
        rows = [row for row in self.sources.values() if is_below(row.id, prefix)]
        records = {record.id: record for record in self.catalog.of_sources([row.id for row in rows])}
        records |= {record.id: record for record in self.catalog.documents() if is_below(record.id, prefix)}
        if not rows and not records:
            return []
        states = Counter(row.missing or ("missing" if row.missing_since else row.state) for row in rows)
        steps = [step("scan", f"{prefix}: {len(rows)} files known, {_counts(states)}")] if rows else []
        steps += self.present.news(prefix, self.sources)
        for code, number in Counter(row.code for row in rows if row.code and not row.missing).most_common():
            steps.append(step("load", f"{number} x {code}. {REMEDY[Code(code)]}", rule=code))
        kinds = Counter(self.verdicts[doc_id].kind for doc_id in records if doc_id in self.verdicts)
        steps.append(step("select", f"{len(records)} documents, {_counts(kinds) or 'no verdict yet'}"))
        within = sorted(records.keys() & self.placed.keys())
        chunks = sum(1 for _ in self.contents.chunks(within))
        told = f"{len(within)} documents, {chunks} chunks in generation {self.contents.number}"
        return [*steps, step("index", told)]

    def _chunk(self, chunk_id: str) -> Iterator[Step]:
        chunk = self.contents.by_id([chunk_id]).get(chunk_id)
        if chunk is None:
            yield step("index", "no chunk of the live generation has this id")
            return
        yield from self._known(chunk.doc_id)
        yield step("chunk", described(chunk))

    def _known(self, doc_id: str) -> Iterator[Step]:
        """A document that is there, or still in the index; nothing of any other."""
        record = self.catalog.get([doc_id]).get(doc_id)
        if record is None and doc_id in self.placed:
            record = self.withheld.get(doc_id)
            if record is None:
                yield from tell_withheld(self.contents, doc_id, self.refused)
        if record is not None:
            source = self.sources[record.source_id]
            yield from (*self._source(source), *self._part(doc_id, source), *self._document(record))

    def _source(self, row: SourceRecord) -> Iterator[Step]:
        yield self.present.of(row)
        parts = self.parts.get(row.id, ())
        if row.state == "ok" or parts:
            yield step("load", f"read by {row.loader}", rule=f"loader {row.loader}", at=row.at)
            for code, number in Counter(part.code for part in parts).most_common():
                first = next(part for part in parts if part.code == code)
                told = f"{number} of its parts {code}, e.g. {first.id}. {remedy_of(code, first.detail)}"
                yield step("load", told, rule=code, at=row.at)
            return
        remedy = remedy_of(row.code, row.detail)
        detail = f" ({row.detail})" if row.detail else ""
        if row.state == "listed":
            yield step(
                row.stage or "load", f"listed as {row.code}{detail}. {remedy}", rule=row.code, at=row.at
            )
            return
        kept = len(self.catalog.of_sources([row.id]))
        stays = f"; its last {kept} good documents stay" if kept else ""
        told = f"failed: {row.code}{detail}, attempt {row.attempts}{stays}. {remedy}"
        yield step(row.stage or "load", told, rule=row.code, at=row.at)

    def _part(self, part_id: str, row: SourceRecord) -> Iterator[Step]:
        """Why a document of a container could not be read, if it could not."""
        found: PartRecord | None = next(
            (one for one in self.parts.get(row.id, ()) if one.id == part_id), None
        )
        if found is not None:
            stays = "; its last good text stays" if self.catalog.get([part_id]) else ""
            detail = f" ({found.detail})" if found.detail else ""
            told = f"{part_id}: {found.code}{detail}{stays}. {remedy_of(found.code, found.detail)}"
            yield step(found.stage, told, rule=found.code, at=row.at)

    def _document(self, record: DocumentRecord) -> Iterator[Step]:
        yield step("clean", f"{record.id}: {record.chars} characters; {masked_in(json.loads(record.counts))}")
        if left := left_out(json.loads(record.counts)):
            yield step("load", left, rule="load.let_in")
        labels = {name: value for name, value in json.loads(record.labels).items() if value}
        yield step("label", ", ".join(f"{name}={plain(value)}" for name, value in sorted(labels.items())))
        for label, value, where, weight in json.loads(record.evidence or "[]"):
            rule = "[[labels]] of the settings" if where == "rule" else where
            yield step("label", f"{label} {value}".rstrip(), rule=rule, score=weight)
        verdict = self.verdicts.get(record.id)
        if verdict is None:
            gone = record.id in self.placed and record.id in self.withheld
            yield step(
                "select", "no verdict: no file gives it" if gone else "no verdict yet: run ingest sync"
            )
        else:
            detail = json.loads(verdict.detail)
            other = "".join(f" {word} {detail[word]}" for word in ("of", "by", "on") if word in detail)
            told = "; ".join([verdict.kind + other, *detail.get("evidence", ())])
            told += "; ingest review asks what to do" if verdict.kind in {"held", "forbidden"} else ""
            yield step("select", told, rule=detail.get("rule", ""), score=detail.get("score"), at=verdict.at)
        yield from self.made.of(record.id)
        for row in (one for one in self.questions if record.id in json.loads(one.documents)):
            yield step("review", f"{row.id} asks: {row.kind}; ingest review tells it whole", at=row.at)
        placed = self.placed.get(record.id)
        if placed is None:
            yield step("index", "not in the index")
            return
        if verdict is None or verdict.kind not in SEARCHABLE:
            yield held_step(self.refused)
        chunks = list(self.contents.chunks([record.id]))
        wanted = wanted_key(
            (record.content, record.chars, record.root), self.pipeline.index_key, self.decided, record.id
        )
        state = "in step" if placed == wanted else "an older state; run ingest sync"
        if places := self.decided.left_out.get(record.id):
            yield step("select", f"{len(places)} blocks left out", rule="boilerplate")
        sizes = ", ".join(str(chunk.metadata["tokens"]) for chunk in chunks[:8])
        more = ", ..." if len(chunks) > 8 else ""
        told = f"{len(chunks)} chunks in generation {self.contents.number}, {state}; tokens {sizes}{more}"
        yield step("index", told)

    def _phrase(self, phrase: str, rank: Rank | None, *, masked: bool) -> Iterator[Step]:
        found = holders(self.catalog, self.contents, phrase, tuple(self.withheld), masked=masked, rank=rank)
        if not found.ids:
            unread = sum(row.state == "failed" and not row.missing for row in self.sources.values())
            beside = f"; {unread} sources that cannot be read may hold it" if unread else ""
            yield step("search", found.decision + beside, rule=found.rule)
            return
        yield step("search", found.decision, rule=found.rule)
        for doc_id in found.ids[:MOST]:
            yield from self._known(doc_id)
            for chunk, place in found.chunks.get(doc_id, ()):
                yield step("chunk", f"{described(chunk)}{place}")


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.most_common())
