"""What arrives of containers before their last word: texts are stored at once, rows wait until all is there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from index.catalog import Catalog
from index.records import DocumentRecord, PartRecord
from ingest.document import Source
from ingest.transport import document_record

Row = tuple[DocumentRecord, str | None]
"""A document's row and its body; None for a body that is stored already."""


@dataclass(slots=True)
class Arrived:
    """What came of one source. `lost` if a document that was to be as it was is not there any more."""

    documents: dict[str, Row] = field(default_factory=dict)
    parts: dict[str, PartRecord] = field(default_factory=dict)
    cleaned: int = 0
    lost: bool = False


class Arrivals:
    """By source. A text without a row is nobody's until its row comes; sweeping removes it."""

    def __init__(self, catalog: Catalog, clean_key: str) -> None:
        self._catalog, self._clean_key = catalog, clean_key
        self._waiting: dict[str, Arrived] = {}

    def add(self, source: Source, answer: Mapping[str, Any], bodies: Sequence[str]) -> int:
        """Keeps a part of a container; how many documents have come of it by now."""
        arrived = self._waiting.setdefault(source.id, Arrived())
        self._put(arrived, source, answer, bodies, store=True)
        return len(arrived.documents)

    def take(self, source: Source, answer: Mapping[str, Any], bodies: Sequence[str]) -> Arrived:
        """All that came of a source, with its last word."""
        arrived = self._waiting.pop(source.id, Arrived())
        self._put(arrived, source, answer, bodies, store=False)
        return arrived

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
            if store:
                self._catalog.put_body(record.body, body)
            arrived.documents.setdefault(record.id, (record, None if store else body))
        arrived.cleaned += len(bodies)
        same = dict(answer.get("same", ()))
        known = self._catalog.of_marks(sorted(same)) if same else {}
        arrived.lost |= len(known) < len(same)
        for mark, record in known.items():
            rank = same[mark] or json.loads(record.labels)["updated_at"]
            moved = replace(record, source_id=source.id, root=source.root, rank=rank)
            arrived.documents.setdefault(record.id, (moved, None))
        for part, code, stage, detail in answer.get("parts", ()):
            arrived.parts[part] = PartRecord(
                source_id=source.id, id=part, code=code, stage=stage, detail=detail
            )
