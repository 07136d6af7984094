"""What workers do: read and clean a source, chunk a document, embed texts. Bytes in, bytes out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from index.buggify import fires
from ingest.document import Document, Source
from ingest.errors import Code, LoadError
from ingest.load.archive import LIMITS, Limits
from ingest.load.choose import choose
from ingest.load.container import streams
from ingest.reading import HEAD, opened
from ingest.transport import (
    origin_of,
    pack_body,
    pack_chunk,
    pack_document,
    pack_frame,
    unpack_blocks,
    unpack_frame,
    unpack_labels,
    unpack_request,
)
from ingest.unpack import Unpacking, attempt

if TYPE_CHECKING:
    from index.embed.embedder import Embedder
    from ingest.chunk.chunker import Chunker
    from ingest.clean.cleaner import Cleaner
    from ingest.load.choose import AnyLoader
    from ingest.load.container import Container
    from ingest.load.loader import Loader
    from ingest.work.engine import Stream


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparer:
    """Source -> clean documents. `keys` are the prepare keys by loader name; "" is the key of "no loader".

    `max_bytes` is the size of a file of one document, `max_container` that of one of many.
    """

    loaders: Sequence[AnyLoader]
    cleaner: Cleaner
    keys: Mapping[str, str]
    max_bytes: int
    max_container: int = 1 << 40
    limits: Limits = LIMITS

    def __call__(self, request: bytes) -> bytes | Stream:
        """A source as JSON -> {"sha256", "loader", "key"} with "documents", or "code", or "unchanged".

        A container gives a stream: frames of "documents", "same" (marks of what is as it was) and "parts" (what could
        not be read), then the answer.
        """
        asked, known = unpack_request(request)
        share = asked.get("share", (0, 1))[0]
        answer: dict[str, Any] = {
            "sha256": "",
            "loader": "",
            "key": self.keys[""],
            "documents": [],
            "share": share,
        }
        bodies: list[str] = []
        source = Source(**asked["source"])
        loader, trouble = attempt(lambda: self._prepare(source, asked, answer, bodies))
        if trouble is not None:
            answer.update(code=trouble.code, stage=trouble.stage, detail=trouble.detail, documents=[])
        elif loader is not None:
            return Unpacking(
                loaders=self.loaders,
                cleaner=self.cleaner,
                keys=self.keys,
                limits=self.limits,
                source=source,
                loader=loader,
                asked=asked,
                known=known,
                answer=answer,
            )
        return pack_frame(answer, bodies if answer["documents"] else ())

    def _prepare(
        self, source: Source, asked: Mapping[str, Any], answer: dict[str, Any], bodies: list[str]
    ) -> Container | None:
        """Fills the answer, or gives the loader of a container, which is not read yet."""
        with opened(source) as file:
            whole = source.size <= HEAD
            data = file.content() if whole else file.head(HEAD)
            if not data:
                answer["sha256"] = hashlib.sha256(data).hexdigest()
                raise LoadError(Code.EMPTY_FILE)
            loader, trouble = attempt(partial(choose, source.path, data, self.loaders, file.file))
            if loader is not None and streams(loader):
                if source.size > self.max_container:
                    raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
                answer["loader"], answer["key"] = loader.name, self.keys[loader.name]
                return loader
            if source.size > self.max_bytes:
                raise LoadError(Code.TOO_LARGE, f"{source.size} bytes")
            if answer["share"]:
                return None  # it is no container, so the first worker reads it alone
            data = data if whole else file.content()
        answer["sha256"] = hashlib.sha256(data).hexdigest()
        if trouble is not None or loader is None:
            raise trouble or LoadError(Code.UNSUPPORTED)
        answer["loader"], answer["key"] = loader.name, self.keys[loader.name]
        if (answer["sha256"], answer["key"]) == (asked["sha256"], asked["key"]):
            answer["unchanged"] = True
        else:
            answer["documents"] = self._documents(cast("Loader", loader), source, data, answer, bodies)
        return None

    def _documents(
        self, loader: Loader, source: Source, data: bytes, answer: dict[str, Any], bodies: list[str]
    ) -> list[dict[str, Any]]:
        documents, seen = [], set()
        for raw in loader.load(source, data):
            if code := raw.properties.get("failure"):
                part = [self.cleaner.id_of(raw.source_id, raw.key), code, "load", ""]
                answer.setdefault("parts", []).append(part)
                continue
            document = self.cleaner.clean(raw, source.id, source.space)
            if document.id in seen:
                continue
            seen.add(document.id)
            origin = origin_of(raw) if raw.key or raw.source_id != source.id else answer["sha256"][:32]
            documents.append(pack_document(document, raw.properties.get("exported", ""), origin))
            bodies.append(pack_body(document))
        if not documents and not answer.get("parts"):
            raise LoadError(Code.NO_TEXT)
        return documents


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
        if fires("vectors"):  # a model on a broken card
            vectors = vectors * float("nan")
        return vectors.astype("<f4").tobytes()
