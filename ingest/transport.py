"""Documents and chunks as JSON: the form they have in pipes and in the manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from index.catalog import body_hash
from index.chunk import Chunk
from index.records import DocumentRecord
from ingest.document import Block, Document, Head, Labels, RawDocument, Source, render
from ingest.select.families import keys_of
from ingest.sketch import brief


def pack_body(document: Document) -> str:
    """The stored body: a line that tells each block's kind, level, page and length, then the text.

    Of a table that goes on over pages it tells its lines on each of them, too.
    """
    rendered = [render(block) for block in document.blocks]
    blocks = [
        [block.kind, block.level, block.page, len(text), *([block.lines] if block.lines else [])]
        for block, text in zip(document.blocks, rendered, strict=True)
    ]
    return json.dumps(blocks, separators=(",", ":")) + "\n" + "\n\n".join(rendered)


def unpack_blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a stored body."""
    head, _, text = body.partition("\n")
    blocks, start = [], 0
    for kind, level, page, length, *more in json.loads(head):
        blocks.append(
            Block(
                kind=kind,
                text=_plain(kind, text[start : start + length]),
                level=level,
                page=page,
                lines=tuple(more[0]) if more else (),
            )
        )
        start += length + 2
    return tuple(blocks)


def without_blocks(body: str, places: Collection[int]) -> str:
    """A stored body without some of its blocks, by number; as it is if but headings would be left."""
    head, _, text = body.partition("\n")
    kept, parts, start = [], [], 0
    for place, block in enumerate(json.loads(head)):
        if place not in places:
            kept.append(block)
            parts.append(text[start : start + block[3]])
        start += block[3] + 2
    if all(kind == "heading" for kind, *_ in kept):
        return body
    return json.dumps(kept, separators=(",", ":")) + "\n" + "\n\n".join(parts)


def _plain(kind: str, rendered: str) -> str:
    """Undoes `render`."""
    if kind == "heading":
        return rendered.split(" ", 1)[1]
    if kind == "code":
        return rendered.split("\n", 1)[1].rpartition("\n")[0]
    return rendered


def pack_document(document: Document, exported: str, origin: str, mark: str = "") -> dict[str, Any]:
    """A document without its body. `exported` is the day of the export it was read from."""
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
        "mark": mark,
    }


def origin_of(raw: RawDocument) -> str:
    """What a document of a container was read from, without what an export says of itself."""
    hashed = hashlib.sha256(raw.title.encode("utf-8", "surrogatepass"))
    for block in raw.blocks:
        hashed.update(f"\0{block.kind}\0{block.text}".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()[:32]


def pack_labels(labels: Labels) -> str:
    """Labels as canonical JSON."""
    return json.dumps(asdict(labels), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@lru_cache(maxsize=1_000)
def unpack_labels(text: str) -> Labels:
    """Undoes `pack_labels`. Most documents have those of others, and share them."""
    values = json.loads(text)
    return Labels(**{**values, "channels": tuple(values["channels"])})


def pack_chunk(chunk: Chunk) -> dict[str, Any]:
    """A chunk without its text, which is `prefix` and a slice of the body."""
    return {
        "id": chunk.id,
        "prefix": chunk.prefix,
        "metadata": dict(chunk.metadata),
    }


def pack_frame(head: Any, parts: Sequence[str]) -> bytes:
    """A JSON head and texts, which need no escaping this way."""
    texts = [part.encode() for part in parts]
    line = json.dumps({"head": head, "sizes": [len(text) for text in texts]}, ensure_ascii=True)
    return b"".join([line.encode(), b"\n", *texts])


def unpack_frame(data: bytes) -> tuple[Any, list[str]]:
    """Undoes `pack_frame`."""
    start = data.index(b"\n") + 1
    line = json.loads(data[:start])
    parts = []
    for size in line["sizes"]:
        parts.append(data[start : start + size].decode())
        start += size
    return line["head"], parts


def pack_request(asked: Mapping[str, Any], marks: Sequence[str] = ()) -> bytes:
    """What a worker is asked to read, with the marks (hex digits) of documents that it need not clean again."""
    return json.dumps(asked).encode() + b"\n" + bytes.fromhex("".join(marks))


def unpack_request(data: bytes) -> tuple[dict[str, Any], frozenset[bytes]]:
    """Undoes `pack_request`; the marks are of 16 bytes each."""
    line, _, blob = data.partition(b"\n")
    return json.loads(line), frozenset(blob[at : at + 16] for at in range(0, len(blob), 16))


def document_record(
    source: Source, packed: Mapping[str, Any], body: str, clean_key: str
) -> tuple[DocumentRecord, str]:
    """The manifest's row, and the stored body, of a document as a worker sent it."""
    labels = packed["labels"]
    section = json.dumps(packed["section"], ensure_ascii=False)
    key = body_hash(body)
    text_key = _short(key, packed["title"], section)
    record = DocumentRecord(
        id=packed["id"],
        source_id=source.id,
        root=source.root,
        title=packed["title"],
        space=json.loads(labels)["space"],
        digest=packed["digest"],
        chars=packed["chars"],
        body=key,
        content=f"{text_key}.{_short(labels)}",
        clean_key=clean_key,
        labels=labels,
        section=section,
        counts=json.dumps(packed["counts"], sort_keys=True),
        rank=packed["rank"],
        origin=packed["origin"],
        sketch=packed["sketch"],
        evidence=_json(packed["evidence"]),
        holds=_json(packed["holds"]),
        edges=_json(packed["edges"]),
        links=_json(packed["links"]),
        anchors=_json(packed["anchors"]),
        mark=packed["mark"],
    )
    return with_handles(record), body


def with_handles(record: DocumentRecord) -> DocumentRecord:
    """A row with the handles by which others find it: keys of its family, blocks near its ends."""
    edges = [edge_key(record.space, digest) for digest, _ in json.loads(record.edges or "[]")]
    return replace(record, handles=_json([*keys_of(head_of(record)), *edges]))


EDGE = "edge "
"""Begins the handles of blocks near a document's ends."""


def edge_key(space: str, digest: str) -> str:
    """The handle of a block near a document's end."""
    return f"{EDGE}{space} {digest}"


def _json(values: Sequence[Any]) -> str:
    """Compact JSON; "" for nothing, which most documents have."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else ""


def _short(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def head_of(record: DocumentRecord) -> Head:
    """What selecting sees of a row."""
    sketch, words = brief(record.sketch) if record.sketch else (None, None)
    return Head(
        id=record.id,
        source_id=record.source_id,
        title=record.title,
        labels=unpack_labels(record.labels),
        digest=record.digest,
        chars=record.chars,
        origin=record.origin,
        sketch=sketch,
        words=words,
        holds=tuple(json.loads(record.holds or "[]")),
        emptied=() if record.chars else _emptied(record),
    )


def _emptied(record: DocumentRecord) -> tuple[str, ...]:
    counts = sorted(json.loads(record.counts or "{}"))
    return tuple(name.removeprefix("policy.") for name in counts if name.startswith("policy."))
