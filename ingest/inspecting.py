"""What a loader and the doorway make of one file: read in a worker, nothing stored, no index touched."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import Document, Source
from ingest.errors import LoadError
from ingest.load.archive import LIMITS, Limits
from ingest.load.choose import choose
from ingest.reading import HEAD, opened
from ingest.unpack import documents_of

if TYPE_CHECKING:
    from ingest.chunk.chunker import Chunker
    from ingest.clean.cleaner import Cleaner
    from ingest.load.choose import AnyLoader

MOST = 200
"""Documents of a container that are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectTask:
    """A source -> its documents, clean and redacted: blocks, labels with their evidence, counts, chunks."""

    loaders: Sequence[AnyLoader]
    cleaner: Cleaner
    chunker: Callable[[], Chunker]
    max_bytes: int
    limits: Limits = LIMITS

    def __call__(self, request: bytes) -> bytes:
        """JSON of "source" -> "loader", "documents", "more"; or "code", "stage", "detail"."""
        asked = json.loads(request)
        source = Source(**{**asked["source"], "path": Path(asked["source"]["path"])})
        told: dict[str, Any] = {"loader": "", "documents": [], "more": 0}
        try:
            with opened(source) as file:
                loader = choose(source.path, file.head(HEAD), self.loaders, file.file)
                told["loader"] = loader.name
                for raw in documents_of(loader, self.loaders, self.limits, source, file, self.max_bytes):
                    if len(told["documents"]) == MOST:
                        told["more"] += 1
                    elif code := raw.properties.get("failure"):
                        key = self.cleaner.id_of(raw.source_id, raw.key)
                        told["documents"].append({"id": key, "failure": str(code)})
                    else:
                        told["documents"].append(
                            self._document(self.cleaner.clean(raw, source.id, source.space))
                        )
        except LoadError as error:
            told |= {"code": str(error.code), "stage": error.stage, "detail": error.detail}
        return json.dumps(told, ensure_ascii=False).encode()

    def _document(self, document: Document) -> dict[str, Any]:
        return {
            "id": document.id,
            "title": document.title,
            "section": document.section,
            "labels": {name: value for name, value in asdict(document.labels).items() if value},
            "evidence": [asdict(one) for one in document.evidence],
            "counts": dict(document.counts),
            "holds": document.holds,
            "links": len(document.links),
            "blocks": [
                {"kind": block.kind, "level": block.level, "page": block.page, "text": block.text}
                for block in document.blocks
            ],
            "chunks": [
                {
                    "tokens": chunk.tokens,
                    "section": chunk.metadata.get("section", ""),
                    "page": chunk.metadata.get("page", 0),
                    "text": chunk.text,
                }
                for chunk in self.chunker().chunk(document)
            ],
        }
