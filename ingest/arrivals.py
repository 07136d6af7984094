"""What arrives of containers before their last word: texts are stored at once, rows wait until all is there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.catalog import Catalog
from index.records import DocumentRecord, PartRecord
from ingest.document import Source
from ingest.exclusion import Exclusions
from ingest.transport import document_record
from ingest.work.engine import Outcome

COMMIT_EVERY = 100
COMMIT_BYTES = 16 << 20
Row = tuple[DocumentRecord, str | None]
"""A document's row and its body; None for a body that is stored already."""


@dataclass(slots=True)
class Arrived:
    """What came of one source. `lost` if a document that was to be as it was is not there any more.

    Of two documents with one id the one of the earlier step counts, whichever worker was faster.
    """

    documents: dict[str, Row] = field(default_factory=dict)
    parts: dict[str, PartRecord] = field(default_factory=dict)
    cleaned: int = 0
    lost: bool = False
    excluded: bool = False
    steps: dict[str, int] = field(default_factory=dict)
    answers: list[Mapping[str, Any]] = field(default_factory=list)

    def put(self, row: Row, step: int) -> None:
        """Takes in a document."""
        doc_id = row[0].id
        if step < self.steps.get(doc_id, step + 1):
            self.documents[doc_id], self.steps[doc_id] = row, step

    @property
    def accounted(self) -> bool:
        """Whether it is known why it may hold nothing: its parts could not be read, or may not be here."""
        return bool(self.parts) or self.excluded

    @property
    def answer(self) -> Mapping[str, Any]:
        """The last word: what is wrong with the whole, or that of the first worker."""
        return min(
            self.answers, key=lambda one: (not one.get("code"), one.get("code", ""), one.get("share", 0))
        )


class Arrivals:
    """By source. A text without a row is nobody's until its row comes; sweeping removes it."""

    def __init__(self, catalog: Catalog, clean_key: str, excluded: Exclusions) -> None:
        self._catalog, self._clean_key, self._excluded = catalog, clean_key, excluded
        self._waiting: dict[str, Arrived] = {}
        self._expected: dict[str, int] = {}

    def expect(self, source_id: str, answers: int) -> None:
        """So many workers share a source."""
        self._expected[source_id] = answers

    def add(self, source: Source, answer: Mapping[str, Any], bodies: Sequence[str]) -> int:
        """Keeps a part of a container; how many documents have come of it by now."""
        arrived = self._waiting.setdefault(source.id, Arrived())
        self._put(arrived, source, answer, bodies, store=True)
        return len(arrived.documents)

    def take(self, source: Source, answer: Mapping[str, Any], bodies: Sequence[str]) -> Arrived | None:
        """All that came of a source, when the last worker had its last word."""
        arrived = self._waiting.setdefault(source.id, Arrived())
        self._put(arrived, source, answer, bodies, store=False)
        arrived.answers.append(answer)
        if len(arrived.answers) < self._expected.get(source.id, 1):
            return None
        self._expected.pop(source.id, None)
        return self._waiting.pop(source.id)

    def _put(
        self,
        arrived: Arrived,
        source: Source,
        answer: Mapping[str, Any],
        bodies: Sequence[str],
        *,
        store: bool,
    ) -> None:
        for packed, body in zip(answer.get("documents", ()), bodies, strict=True):
            record, _ = document_record(source, packed, body, self._clean_key)
            if self._excluded.hold_document(record.id, record.origin):
                arrived.excluded = True
                continue
            if store:
                self._catalog.put_body(record.body, body)
            arrived.put((record, None if store else body), packed.get("step", 0))
        arrived.cleaned += len(bodies)
        same = {mark: (exported, step) for mark, exported, step in answer.get("same", ())}
        known = self._catalog.of_marks(sorted(same)) if same else {}
        arrived.lost |= len(known) < len(same)
        for mark, record in known.items():
            if self._excluded.hold_document(record.id, record.origin):
                arrived.excluded = True
                continue
            exported, step = same[mark]
            rank = exported or json.loads(record.labels)["updated_at"]
            arrived.put((replace(record, source_id=source.id, root=source.root, rank=rank), None), step)
        for part, code, stage, detail in answer.get("parts", ()):
            if self._excluded.hold(part):
                arrived.excluded = True
                continue
            arrived.parts[part] = PartRecord(
                source_id=source.id, id=part, code=code, stage=stage, detail=detail
            )


def batches(outcomes: Iterator[Outcome[str]]) -> Iterator[list[Outcome[str]]]:
    """What is committed together: a hundred outcomes, or 16 MB."""
    batch, size = [], 0
    for outcome in outcomes:
        batch.append(outcome)
        size += len(outcome.data)
        if len(batch) >= COMMIT_EVERY or size >= COMMIT_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def dead(outcome: Outcome[str]) -> tuple[dict[str, Any], list[str]]:
    """The answer, and no texts, for a source that killed its worker or took too long."""
    answer = {
        "sha256": "",
        "loader": "",
        "key": "",
        "code": outcome.code,
        "stage": "load",
        "detail": outcome.detail,
    }
    return answer, []
