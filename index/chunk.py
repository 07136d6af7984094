"""The chunk: what is embedded, stored and found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Value = str | int | float | bool | list[str]
"""What a metadata field may hold; a list is never empty. What has no value is absent."""
Metadata = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A piece of a document. `id` comes from document and text; where it stands is metadata.

    `text` is `prefix + body[char_start:char_end]` (both offsets are in `metadata`, in code points of the
    document's body); `prefix` is "" but for a repeated table header or an overlap. `embedded` is the exact string
    an embedder gets: breadcrumb, the embedder's passage prompt and the text. `tokens` counts `embedded`.
    """

    id: str
    doc_id: str
    text: str
    prefix: str
    embedded: str
    tokens: int
    metadata: Metadata


def chunk_ids(doc_id: str, texts: Iterable[str]) -> list[str]:
    """Ids of the chunks of one document, in order: equal texts are told apart by a counter."""
    seen: dict[str, int] = {}
    ids = []
    for text in texts:
        stem = hashlib.sha256(f"{doc_id}\0{text}".encode()).hexdigest()[:32]
        nth = seen.get(stem, 0)
        seen[stem] = nth + 1
        ids.append(f"{stem}-{nth}" if nth else stem)
    return ids


def vector_key(identity: str, embedded: str) -> str:
    """The key of a vector in the cache: the embedder's identity and the exact string."""
    return hashlib.sha256(f"{identity}\0{embedded}".encode()).hexdigest()[:40]
