"""What workers do: read and clean a source, chunk a document, embed texts. Bytes in, bytes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.document import Document, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.choose import choose
from ingest.scan import read
from ingest.transport import (
    pack_body,
    pack_chunk,
    pack_frame,
    pack_labels,
    unpack_blocks,
    unpack_frame,
    unpack_labels,
)

if TYPE_CHECKING:
    from index.embed.embedder import Embedder
    from ingest.chunk.chunker import Chunker
    from ingest.clean.cleaner import Cleaner
    from ingest.load.loader import Loader


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparer:
    """Source -> clean documents. `keys` are the prepare keys by loader name; "" is the key of "no loader"."""

    loaders: Sequence[Loader]
    cleaner: Cleaner
    keys: Mapping[str, str]
    max_bytes: int

    def __call__(self, request: bytes) -> bytes:
        """A source as JSON -> {"sha256", "loader", "key"} with "documents", or "code", or "unchanged"."""
        asked = json.loads(request)
        answer: dict[str, Any] = {"sha256": "", "loader": "", "key": self.keys[""], "documents": []}
        bodies: list[str] = []
        source = Source(**{**asked["source"], "path": Path(asked["source"]["path"])})
        try:
            data = read(source, max_bytes=self.max_bytes)
            answer["sha256"] = hashlib.sha256(data).hexdigest()
            if not data:
                raise LoadError(Code.EMPTY_FILE)
            loader = choose(source.path, data, self.loaders)
            answer["loader"], answer["key"] = loader.name, self.keys[loader.name]
            if (answer["sha256"], answer["key"]) == (asked["sha256"], asked["key"]):
                answer["unchanged"] = True
            else:
                answer["documents"] = self._documents(loader, source, data, answer, bodies)
        except LoadError as error:
            answer.update(code=str(error.code), stage=error.stage, detail=error.detail, documents=[])
        except MemoryError:
            raise  # the engine tries once more in a fresh worker, free of what earlier items left behind
        except RecursionError:
            answer.update(code=str(Code.TOO_DEEP), stage="load", detail="", documents=[])
        except Exception as error:  # noqa: BLE001 - the one boundary: a parser's trouble is this source's, as a value
            answer.update(code=str(Code.MALFORMED), stage="load", detail=type(error).__name__, documents=[])
        return pack_frame(answer, bodies if answer["documents"] else ())

    def _documents(
        self, loader: Loader, source: Source, data: bytes, answer: dict[str, Any], bodies: list[str]
    ) -> list[dict[str, Any]]:
        documents, seen = [], set()
        for raw in loader.load(source, data):
            if code := raw.properties.get("failure"):
                answer.setdefault("parts", []).append([raw.key, code])
                continue
            document = self.cleaner.clean(raw, source.id, source.space)
            if document.id in seen:
                continue
            seen.add(document.id)
            origin = _origin(raw) if raw.key or raw.source_id != source.id else answer["sha256"][:32]
            documents.append(self._pack(document, raw.properties.get("exported", ""), origin))
            bodies.append(pack_body(document))
        if not documents and not answer.get("parts"):
            raise LoadError(Code.NO_TEXT)
        return documents

    def _pack(self, document: Document, exported: str, origin: str) -> dict[str, Any]:
        return {
            "id": document.id,
            "title": document.title,
            "section": list(document.section),
            "labels": pack_labels(document.labels),
            "digest": document.digest,
            "counts": dict(document.counts),
            "chars": len(document.body) if document.digest else 0,
            "rank": exported or document.labels.updated_at,
            "origin": origin,
            "sketch": document.sketch,
            "evidence": [[one.label, one.value, one.where, one.weight] for one in document.evidence],
            "holds": document.holds,
            "edges": document.edges,
            "links": [[link.kind, link.target, link.anchor] for link in document.links],
            "anchors": document.anchors,
        }


def _origin(raw: RawDocument) -> str:
    """What a page of a container was read from, without what an export says of itself."""
    hashed = hashlib.sha256(raw.title.encode("utf-8", "surrogatepass"))
    for block in raw.blocks:
        hashed.update(f"\0{block.kind}\0{block.text}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkTask:
    """A stored document -> its chunks and the texts to embed."""

    chunker: Chunker

    def __call__(self, request: bytes) -> bytes:
        """A frame of a document and its stored body -> a frame of chunks, without texts, and embedded strings."""
        asked, (body,) = unpack_frame(request)
        document = Document(
            id=asked["id"],
            source_id=asked["source_id"],
            title=asked["title"],
            section=tuple(asked["section"]),
            labels=unpack_labels(asked["labels"]),
            blocks=unpack_blocks(body),
            digest="",
        )
        chunks = self.chunker.chunk(document)
        return pack_frame([pack_chunk(chunk) for chunk in chunks], [chunk.embedded for chunk in chunks])


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedTask:
    """Texts -> vectors."""

    embedder: Embedder

    def __call__(self, request: bytes) -> bytes:
        """A frame of n texts -> n * dimension little-endian float32."""
        vectors = self.embedder.embed(unpack_frame(request)[1])
        return vectors.astype("<f4").tobytes()
