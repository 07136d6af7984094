"""What a steward is asked, with all that helps to answer, and the answers as decisions."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.errors import UsageError
from index.history import History
from index.records import DocumentRecord, QuestionRecord
from ingest.locate import ids_of
from ingest.pipeline import Pipeline
from ingest.review import is_day
from ingest.select.decisions import ABOUT_ONE, Action, Decision

DIFFERENCES = 12
"""Lines of a difference that are shown; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person said: `targets` are ids of questions or documents, or paths."""

    action: Action
    targets: tuple[str, ...]
    note: str = ""
    until: str = ""
    by: str = ""


def questions(
    catalog: Catalog,
    contents: Contents,
    *,
    lines: int = DIFFERENCES,
    decisions: Sequence[Decision] = (),
) -> list[dict[str, Any]]:
    """Open questions: both sides with their titles and labels, redacted differences, the system's guess.

    `answered` is the decision, of `decisions` made since the last run, that the next run will take; "" for none.

    Of a pair the differences lead from the first document to the second, which is the guess if there is one.
    """
    told = []
    fresh = _since_last_run(catalog, decisions)
    for row in contents.questions():
        ids = sorted(json.loads(row.documents), key=lambda doc_id: doc_id == row.guess)
        records = catalog.get(ids)
        sides = [_side(records[doc_id], contents) for doc_id in ids if doc_id in records]
        told.append(
            {
                "id": row.id,
                "kind": row.kind,
                "guess": row.guess,
                "evidence": json.loads(row.evidence),
                "documents": sides,
                "places": _places([records[one] for one in ids if one in records], catalog),
                "differences": _differences([records[one] for one in ids if one in records], catalog, lines),
                "since": row.at,
                "answered": next((one.id for one in reversed(fresh) if _answers(one, ids)), ""),
            }
        )
    return told


def _places(records: Sequence[DocumentRecord], catalog: Catalog) -> list[dict[str, str]]:
    """Where documents say what they are held for: the rules, the place, the redacted line."""
    told = []
    for record in records:
        for label, rules, where, _ in json.loads(record.evidence or "[]"):
            if label == "held":
                found = re.search(r"line (\d+) of", where)
                lines = catalog.text(record.body).splitlines() if found else []
                line = lines[int(found[1]) - 1 :][:1] if found else []
                told.append({"rules": rules, "where": where, "line": "".join(line)[:200]})
    return told


def _since_last_run(catalog: Catalog, decisions: Sequence[Decision]) -> list[Decision]:
    """Decisions that no run has read yet."""
    last = History(catalog.manifest).last()
    return [one for one in decisions if not last or one.at >= last[0].started]


def _answers(decision: Decision, ids: Sequence[str]) -> bool:
    """Whether a decision is about a question's documents: about two of them, if it is one about pairs."""
    about = set(decision.documents) & set(ids)
    return len(about) > 1 or (bool(about) and (decision.action in ABOUT_ONE or len(ids) == 1))


def without_subject(catalog: Catalog, decisions: Sequence[Decision]) -> list[dict[str, Any]]:
    """Decisions about documents that are gone, under any name: `decision`, `action`, `gone` (ids)."""
    named = sorted({doc_id for one in decisions for doc_id in one.documents})
    known = catalog.get(named).keys()
    prints = sorted({print_ for one in decisions for print_ in one.fingerprints if print_})
    there = {record.origin for record in catalog.of_origins(prints)}
    told = []
    for one in decisions:
        pairs = zip_longest(one.documents, one.fingerprints, fillvalue="")
        gone = [doc_id for doc_id, origin in pairs if doc_id not in known and origin not in there]
        if gone and one.action != "exclude":
            told.append({"decision": one.id, "action": one.action, "gone": gone})
    return told


def _side(record: DocumentRecord, contents: Contents) -> dict[str, Any]:
    verdict = contents.verdicts_of([record.id]).get(record.id)
    labels = json.loads(record.labels)
    shown = ("version", "version_date", "status", "effective", "updated_at", "language")
    return {
        "id": record.id,
        "title": record.title,
        "space": record.space,
        "characters": record.chars,
        "labels": {name: labels[name] for name in shown if labels.get(name)},
        "verdict": verdict.kind if verdict else "",
    }


def _differences(records: Sequence[DocumentRecord], catalog: Catalog, most: int) -> list[str]:
    """What the second document says otherwise than the first; both are redacted already."""
    if len(records) != 2 or not most:
        return []
    one, other = (catalog.text(record.body).splitlines() for record in records)
    found = [
        line
        for line in difflib.unified_diff(one, other, lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@")) and line[1:].strip()
    ]
    more = len(found) - most
    return [*(line[:200] for line in found[:most]), *([f"... and {more} more lines"] if more > 0 else [])]


def decision_of(
    answer: Answer, pipeline: Pipeline, catalog: Catalog, contents: Contents, now: datetime
) -> Decision:
    """The decision that an answer is. Raises UsageError for what names no document, or too few."""
    asked = {row.id: row for row in contents.questions()}
    ids: list[str] = []
    for target in answer.targets:
        ids += _documents(answer.action, target, asked, pipeline, catalog)
    ids = list(dict.fromkeys(ids))
    if answer.action not in ABOUT_ONE and len(ids) < 2:
        raise UsageError(
            f"{answer.action!r} is about two documents", remedy="Name both, or the question that asks."
        )
    records = catalog.get(ids)
    _check(answer, [records[doc_id] for doc_id in ids], pipeline.selecting.today())
    return Decision(
        id="",
        action=answer.action,
        documents=tuple(ids),
        fingerprints=tuple(records[doc_id].origin for doc_id in ids),
        until=answer.until,
        by=pipeline.redact(answer.by),
        at=now.isoformat(timespec="seconds"),
        note=pipeline.redact(answer.note),
    )


def _check(answer: Answer, records: Sequence[DocumentRecord], today: str) -> None:
    """Raises UsageError for a decision that could change nothing."""
    if is_day(answer.until) and answer.until < today:
        raise UsageError(
            f"--until {answer.until} is past: the decision would hold on no day",
            remedy=f"Name today ({today}) or a later day, or leave it out.",
        )
    if answer.action != "release":
        return
    for record in records:
        if not json.loads(record.holds or "[]"):
            raise UsageError(
                f"{record.id} is not held back: there is nothing to release",
                remedy="ingest why FILE tells its verdict; ingest review keep FILE makes it searchable.",
            )


def _documents(
    action: Action,
    target: str,
    asked: Mapping[str, QuestionRecord],
    pipeline: Pipeline,
    catalog: Catalog,
) -> list[str]:
    if target in asked:
        documents: list[str] = json.loads(asked[target].documents)
        if action in {"keep", "drop"} and len(documents) > 1:
            raise UsageError(
                f"{target} is about {len(documents)} documents: name the one to {action}",
                remedy="They are " + ", ".join(documents),
            )
        if action in {"same", "supersedes"} and len(documents) > 1:
            if not (guess := asked[target].guess):
                raise UsageError(
                    f"{target} has no guess which of its documents stays",
                    remedy=f"Name both, the one that stays first: {', '.join(documents)}",
                )
            documents.sort(key=lambda doc_id: doc_id != guess)
        return documents
    known = catalog.get([target])
    if not known:
        places = [target, *ids_of(Path(target), pipeline.roots, pipeline.mask_path)]
        known = {record.id: record for record in catalog.of_sources(places)}
    if not known:
        raise UsageError(
            f"{pipeline.redact(target)!r} is no open question, document or file of the index",
            remedy="ingest review lists the questions; ingest why FILE tells the ids of a file.",
        )
    return sorted(known)
