"""Writes what selecting found into the manifest, a portion of documents at a time, and tells what changed by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, replace

from index.contents import Contents
from index.records import QuestionRecord, VerdictRecord
from ingest.select.corpus import Selection
from ingest.select.decisions import Applied
from ingest.select.kinds import SEARCHABLE
from ingest.select.verdict import Question, Verdict
from ingest.touched import Change

NOTHING = "{}"
"""The detail of most verdicts, as JSON."""


class Rulings:
    """Verdicts and questions of a generation on their way. `at`: the time that new ones get."""

    def __init__(self, contents: Contents, at: str) -> None:
        self._contents, self._at = contents, at
        self._changes: list[Change] = []
        self._replaced: dict[str, str] = {}
        self._before = {row.id: row for row in contents.questions()}
        self._asked: set[str] = set()

    def write(self, selection: Selection) -> None:
        """Writes what is not as it was. All documents that a question is about are in one selection."""
        before, rows = self._contents.verdicts_of([*selection.verdicts]), []
        for doc_id, verdict in selection.verdicts.items():
            old, detail = before.get(doc_id), detail_of(verdict)
            if old is not None and (old.kind, old.detail) == (verdict.kind, detail):
                continue
            rows.append(VerdictRecord(doc_id=doc_id, kind=verdict.kind, detail=detail, at=self._at))
            was = old.kind if old else ""
            self._changes.append(Change(doc_id=doc_id, before=was, kind=verdict.kind, detail=detail))
            if old and was in {"outdated", "duplicate"} and verdict.kind in SEARCHABLE:
                told = json.loads(old.detail)
                self._replaced[doc_id] = str(told.get("by") or told.get("of") or "")
        self._contents.set_verdicts(rows)
        self._ask(selection.questions)

    def finish(self, gone: Sequence[str], decided: Applied, judged: Set[str] | None = None) -> list[Change]:
        """Removes verdicts of what is `gone`, and questions that are not asked any more; what changed, by id.

        `judged` are the documents whose questions were looked for, None for all.
        """
        before = self._contents.verdicts_of(gone)
        self._contents.set_verdicts((), gone)
        lapsed = [
            row.id
            for row in self._before.values()
            if row.id not in self._asked
            and (judged is None or not judged.isdisjoint(json.loads(row.documents)))
        ]
        self._contents.set_questions((), lapsed)
        kinds = self._contents.verdicts_of(sorted({*self._replaced.values()}))
        changes = [self._told(change, kinds, decided) for change in self._changes]
        changes.sort(key=lambda change: change.doc_id)
        left = [Change(doc_id=one, before=before[one].kind, kind="") for one in gone if one in before]
        return changes + left

    def _told(self, change: Change, kinds: Mapping[str, VerdictRecord], decided: Applied) -> Change:
        """A verdict that changed; of what is searchable again, what had replaced it, and what became of that."""
        doc_id, lost = change.doc_id, self._replaced.get(change.doc_id)
        if lost is None:
            return change
        if lost not in kinds:
            why = "is gone"
        elif kinds[lost].kind in SEARCHABLE:
            why = "does not replace it any more"
            apart = decided.different.get((min(doc_id, lost), max(doc_id, lost)), "")
            if by := decided.keep.get(doc_id) or apart:
                why += f": decision {by} keeps {'both' if by == apart else 'it'}"
        else:
            why = f"is {kinds[lost].kind} now"
        return replace(change, lost=lost, why=why)

    def _ask(self, questions: Iterable[Question]) -> None:
        """Writes questions; one that stays keeps its time."""
        rows = [
            QuestionRecord(
                id=(name := _name(question)),
                kind=question.kind,
                documents=json.dumps(question.ids, ensure_ascii=False),
                guess=question.guess,
                evidence=json.dumps(question.evidence, ensure_ascii=False),
                at=self._before[name].at if name in self._before else self._at,
            )
            for question in questions
        ]
        self._asked |= {row.id for row in rows}
        self._contents.set_questions(rows)


def detail_of(verdict: Verdict) -> str:
    """What a verdict says beside its kind, as JSON."""
    told = {name: value for name, value in asdict(verdict).items() if value not in ((), "")}
    return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else NOTHING


def _name(question: Question) -> str:
    return "q-" + hashlib.sha256("\0".join((question.kind, *question.ids)).encode()).hexdigest()[:8]
