"""What a loader and the doorway make of one file: read in a worker, nothing stored, no index touched.

For a page to look at, also its pictures, what was left out and why; on request its text as it was before any mask.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from ingest.clean.trace import Trace
from ingest.document import PAGE_MARKS, Document, RawDocument, Source, render
from ingest.errors import Code, LoadError
from ingest.load.archive import LIMITS, Limits
from ingest.load.choose import choose
from ingest.load.pdf import PdfLoader
from ingest.page_views import PageViews, numbered
from ingest.reading import HEAD, opened
from ingest.unpack import documents_of

if TYPE_CHECKING:
    from ingest.chunk.chunker import Chunker
    from ingest.clean.cleaner import Cleaner
    from ingest.document import Block
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
        """JSON of "source" -> "loader", "documents", "more"; or "code", "stage", "detail".

        With "pictures" each document also has "gone", that of a PDF "pages" and "of" (how many there
        are); of those "page" asks for one. With "raw" nothing is masked, and "raw" are the blocks as they were read.
        """
        asked = json.loads(request)
        source = Source(**asked["source"])
        told: dict[str, Any] = {"loader": "", "documents": [], "more": 0}
        try:
            with opened(source) as file:
                loader = choose(source.path, file.head(HEAD), self.loaders, file.file)
                told["loader"] = loader.name
                if asked.get("pictures") and isinstance(loader, PdfLoader):
                    told["documents"].append(self._pictured(loader, source, file.content(), asked))
                    return json.dumps(told, ensure_ascii=False).encode()
                for raw in documents_of(loader, self.loaders, self.limits, source, file, self.max_bytes):
                    if len(told["documents"]) == MOST:
                        told["more"] += 1
                    elif code := raw.properties.get("failure"):
                        key = self.cleaner.id_of(raw.source_id, raw.key)
                        told["documents"].append({"id": key, "failure": str(code)})
                    else:
                        told["documents"].append(self._told(raw, source, asked)[0])
        except LoadError as error:
            told |= {"code": str(error.code), "stage": error.stage, "detail": error.detail}
        return json.dumps(told, ensure_ascii=False).encode()

    def _pictured(
        self, loader: PdfLoader, source: Source, data: bytes, asked: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The document of a PDF, with its pages as pictures."""
        if source.size > self.max_bytes:
            raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
        seen = loader.seen(source, data)
        told, trace = self._told(seen.document, source, asked)
        drawn = PageViews(
            loader=loader, source=source, data=data, seen=seen, trace=None if asked.get("raw") else trace
        )
        page = asked.get("page")
        told["pages"] = list(drawn.views(page))
        told["of"] = len(seen.pages)
        return told

    def _told(
        self, raw: RawDocument, source: Source, asked: Mapping[str, Any]
    ) -> tuple[dict[str, Any], Trace]:
        raw, trace = numbered(raw), Trace()
        told = self._document(self.cleaner.clean(raw, source.id, source.space, trace))
        if asked.get("pictures"):
            told["gone"] = _gone(raw, trace)
        if asked.get("raw"):
            told["raw"] = [
                {**_block(block), "hidden": block.hidden, "place": block.place} for block in raw.blocks
            ]
        return told, trace

    def _document(self, document: Document) -> dict[str, Any]:
        starts = list(accumulate((len(render(block)) + 2 for block in document.blocks), initial=0))
        return {
            "id": document.id,
            "title": document.title,
            "section": document.section,
            "labels": {name: value for name, value in asdict(document.labels).items() if value},
            "evidence": [asdict(one) for one in document.evidence],
            "counts": dict(document.counts),
            "holds": document.holds,
            "links": len(document.links),
            "blocks": [{**_block(block), "place": block.place} for block in document.blocks],
            "chunks": [
                {
                    "tokens": chunk.tokens,
                    "section": chunk.metadata.get("section", ""),
                    "page": chunk.metadata.get("page", 0),
                    "text": chunk.text,
                    "first": _block_at(starts, int(str(chunk.metadata.get("char_start", 0)))),
                    "last": _block_at(starts, int(str(chunk.metadata.get("char_end", 1))) - 1),
                }
                for chunk in self.chunker().chunk(document)
            ],
        }


def _block(block: Block) -> dict[str, Any]:
    return {"kind": block.kind, "level": block.level, "page": block.page, "text": block.text}


def _block_at(starts: Sequence[int], place: int) -> int:
    """The number of the block that a letter of the body belongs to, from 0."""
    return max(0, min(bisect_right(starts, place), len(starts) - 1) - 1)


def _gone(raw: RawDocument, trace: Trace) -> list[dict[str, Any]]:
    """What is not in the document, without a word of it: "what" (kind of block), "page", "why", "count"."""
    read = {block.place: block.text for block in trace.read}
    left = {block.place: block.text for block in trace.left}
    found: Counter[tuple[int, str, str]] = Counter()
    for block in raw.blocks:
        if block.hidden:
            why = "hidden from readers"
        elif block.place not in read:
            why = "empty"
        elif block.place not in left:
            why = "dropped by a rule"
        elif left[block.place] != read[block.place]:
            why = "in part dropped by a rule"
        else:
            continue
        found[block.page, block.kind, why] += 1
    edges = raw.properties.get(PAGE_MARKS, "")
    if edges:
        found[0, "line", "running header, footer or page number"] = edges.count("\n") + 1
    return [
        {"page": page, "what": what, "why": why, "count": count}
        for (page, what, why), count in sorted(found.items())
    ]
