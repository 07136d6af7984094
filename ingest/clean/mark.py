"""By what a document is known again: a keyed hash of all that it is made from, but not of its file."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.document import RawDocument

CHANGING = frozenset({"exported"})
"""Properties that say something of an export, not of a document, and from which nothing of a document follows."""
SIZE = 16


def mark_of(raw: RawDocument, context: str, secret: bytes) -> bytes:
    """16 bytes. `context` is what else shapes the document: who reads it, and what its file's path and space do."""
    shape = [
        context,
        raw.source_id,
        raw.key,
        raw.title,
        list(raw.section),
        sorted((name, value) for name, value in raw.properties.items() if name not in CHANGING),
        [
            [block.kind, block.text, block.level, block.page, block.hidden, *block.lines]
            for block in raw.blocks
        ],
        [link.target for link in raw.links],
        list(raw.anchors),
    ]
    said = json.dumps(shape, ensure_ascii=True, separators=(",", ":")).encode()
    return hashlib.blake2b(said, digest_size=SIZE, key=secret[:64]).digest()
