"""Applies selecting to the manifest: for the documents a change can reach, or for all when that is safer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace

from index.catalog import VERDICTS_FOR, Catalog
from index.contents import Contents
from index.manifest import Manifest
from index.records import QuestionRecord, VerdictRecord
from index.sketches import Sketches
from ingest import in_step
from ingest.boilerplate import find_boilerplate, left_out_blocks
from ingest.document import Head
from ingest.keys import short_hash
from ingest.likeness import begin_anew, keep_in_step, likeness_holds
from ingest.plan import content_key
from ingest.reach import crowded_of, find_handles, pairs_of, reached, similarity_of
from ingest.select.corpus import select
from ingest.select.decisions import Applied
from ingest.select.lifecycle import next_turn
from ingest.select.verdict import SEARCHABLE, Question, Verdict
from ingest.selecting import Selecting
from ingest.sketch import unpack
from ingest.touched import Change, Touched
from ingest.transport import head_of

TURN = "verdicts-turn"
"""Names, in `meta`, the days between which the verdicts hold: "from until", until "" for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Documents to keep, for each the other places of what it says, and the blocks of it that are left out."""

    kept: Sequence[str]
    also_at: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[int, ...]]
    changes: Sequence[Change] = field(default_factory=list)


def verdicts_hold(manifest: Manifest, contents: Contents, selecting: Selecting) -> bool:
    """Whether the verdicts stored for a generation are those of all documents. Ask before anything is loaded."""
    if manifest.meta(VERDICTS_FOR) != _stamp(contents, selecting) or not likeness_holds(manifest):
        return False
    first, _, until = (manifest.meta(TURN) or " ").partition(" ")
    return first <= selecting.today() and (not until or selecting.today() < until)


def decide(
    manifest: Manifest, contents: Contents, selecting: Selecting, touched: Touched, *, held: bool, at: str
) -> Decided:
    """Brings the verdicts of a generation up to date.

    If the verdicts `held` before the change, only documents that it can concern are judged anew; after a crash, with
    other rules or decisions, or on a day that turns something, all are.
    """
    catalog = Catalog(manifest)
    changes: list[Change] = []
    if not held or touched:
        with manifest.transaction():
            heads = _concerned(catalog, Sketches(manifest), selecting, touched, held=held)
            changes = _judge(catalog, contents, selecting, heads, touched, held=held, at=at)
            find_boilerplate(catalog)
            in_step.forget(manifest)
            manifest.set_meta(VERDICTS_FOR, _stamp(contents, selecting))
    return as_decided(catalog, contents, changes)


def _stamp(contents: Contents, selecting: Selecting) -> str:
    return f"generation {contents.number}, {selecting.key}"


def _concerned(
    catalog: Catalog,
    store: Sketches,
    selecting: Selecting,
    touched: Touched,
    *,
    held: bool,
) -> dict[str, Head]:
    """Heads to judge; likeness is brought in step on the way."""
    if not held:
        if not likeness_holds(catalog.manifest):
            begin_anew(catalog.manifest)
        find_handles(catalog)
        heads = {record.id: head_of(record) for record in catalog.documents()}
        gone = dict.fromkeys(store.documents() - heads.keys())
        keep_in_step(store, {**gone, **{doc_id: unpack(head.sketch) for doc_id, head in heads.items()}})
        return heads
    ids = sorted(touched.changed | touched.vanished)
    records = catalog.get(ids)
    now = {doc_id: unpack(records[doc_id].sketch) if doc_id in records else None for doc_id in ids}
    alike = keep_in_step(store, now)
    named, prints = selecting.named()
    followed = {record.id for record in catalog.of_origins(sorted(prints))}
    seeds = {*ids, *alike, *named, *followed}
    return reached(catalog, store, seeds, touched.digests, touched.handles, slack=len(ids))


def _judge(
    catalog: Catalog,
    contents: Contents,
    selecting: Selecting,
    heads: Mapping[str, Head],
    touched: Touched,
    *,
    held: bool,
    at: str,
) -> list[Change]:
    manifest, as_of = catalog.manifest, selecting.today()
    named, _ = selecting.named()
    origins = {record.id: record.origin for record in catalog.get(sorted(named)).values()}
    rules = selecting.rules(
        as_of, origins, lambda origin: [record.id for record in catalog.of_origins([origin])]
    )
    selection = select(
        heads.values(),
        rules,
        pairs_of(Sketches(manifest), heads),
        similarity_of(heads),
        crowded_of(catalog, heads.values()),
    )
    _set_turn(manifest, selecting, heads, as_of, held=held)
    before = contents.verdicts()
    gone = before.keys() - heads.keys() if not held else (touched.vanished | touched.changed) - heads.keys()
    _ask(contents, selection.questions, {*heads, *gone}, everything=not held, at=at)
    return _write(contents, selection.verdicts, before, sorted(gone), rules.decided, at)


def _write(
    contents: Contents,
    verdicts: Mapping[str, Verdict],
    before: Mapping[str, VerdictRecord],
    gone: Sequence[str],
    decided: Applied,
    at: str,
) -> list[Change]:
    changes, rows = [], []
    for doc_id, verdict in sorted(verdicts.items()):
        old, detail = before.get(doc_id), _detail(verdict)
        if old is None or (old.kind, old.detail) != (verdict.kind, detail):
            rows.append(VerdictRecord(doc_id=doc_id, kind=verdict.kind, detail=detail, at=at))
            changes.append(_change(doc_id, old, verdict, detail, verdicts, gone, decided))
    contents.set_verdicts(rows, gone)
    changes += [Change(doc_id=one, before=before[one].kind, kind="") for one in gone if one in before]
    return changes


def _change(
    doc_id: str,
    old: VerdictRecord | None,
    verdict: Verdict,
    detail: str,
    verdicts: Mapping[str, Verdict],
    gone: Sequence[str],
    decided: Applied,
) -> Change:
    """A verdict that changed; of what is searchable again, what had replaced it, and what became of that."""
    change = Change(doc_id=doc_id, before=old.kind if old else "", kind=verdict.kind, detail=detail)
    if old is None or old.kind not in {"outdated", "duplicate"} or verdict.kind not in SEARCHABLE:
        return change
    told = json.loads(old.detail)
    lost = str(told.get("by") or told.get("of") or "")
    if lost in gone or lost not in verdicts:
        why = "is gone"
    elif verdicts[lost].kind in SEARCHABLE:
        why = "does not replace it any more"
        apart = decided.different.get((min(doc_id, lost), max(doc_id, lost)), "")
        if by := decided.keep.get(doc_id) or apart:
            why += f": decision {by} keeps {'both' if by == apart else 'it'}"
    else:
        why = f"is {verdicts[lost].kind} now"
    return replace(change, lost=lost, why=why)


def _detail(verdict: Verdict) -> str:
    told = {name: value for name, value in asdict(verdict).items() if value not in ((), "")}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _ask(
    contents: Contents, questions: Iterable[Question], judged: Set[str], *, everything: bool, at: str
) -> None:
    """Replaces the questions about `judged` documents; one that stays keeps its time."""
    now, before = {}, {row.id: row for row in contents.questions()}
    for question in questions:
        name = "q-" + hashlib.sha256("\0".join((question.kind, *question.ids)).encode()).hexdigest()[:8]
        row = QuestionRecord(
            id=name,
            kind=question.kind,
            documents=json.dumps(question.ids, ensure_ascii=False),
            guess=question.guess,
            evidence=json.dumps(question.evidence, ensure_ascii=False),
            at=before[name].at if name in before else at,
        )
        now[name] = row
    gone = [
        row.id
        for row in before.values()
        if row.id not in now and (everything or not judged.isdisjoint(json.loads(row.documents)))
    ]
    contents.set_questions(now.values(), gone)


def _set_turn(
    manifest: Manifest, selecting: Selecting, heads: Mapping[str, Head], as_of: str, *, held: bool
) -> None:
    """Remembers from when and until when verdicts hold; a day too early only costs a pass over all."""
    turns = [*selecting.turns(as_of), *filter(None, [next_turn(heads.values(), as_of)])]
    until = (manifest.meta(TURN) or " ").partition(" ")[2]
    if held and until:
        turns.append(until)
    manifest.set_meta(TURN, f"{as_of} {min(turns, default='')}")


def as_decided(catalog: Catalog, contents: Contents, changes: Sequence[Change] = ()) -> Decided:
    """What the verdicts that are stored mean for the index."""
    kept, places = [], dict[str, list[str]]()
    for verdict in contents.verdicts().values():
        if verdict.kind in SEARCHABLE:
            kept.append(verdict.doc_id)
        elif verdict.kind == "duplicate":
            places.setdefault(json.loads(verdict.detail)["of"], []).append(verdict.doc_id)
    return Decided(
        kept=kept,
        also_at={doc_id: tuple(sorted(places[doc_id])) for doc_id in kept if doc_id in places},
        left_out=left_out_blocks(catalog, kept),
        changes=changes,
    )


def wanted_key(held: tuple[str, int, str], index_key: str, decided: Decided, doc_id: str) -> str:
    """What a document is to be written from: its row (content, length, root) and what was decided of it."""
    content, chars, _ = held
    text, _, labels = content.partition(".")
    if places := decided.left_out.get(doc_id):
        text = short_hash(f"{text} without {places}")
    if others := decided.also_at.get(doc_id):
        labels = short_hash(f"{labels} also at {others}")
    return content_key(f"{text}.{labels}", index_key, chars)
