"""How `ingest why` puts chunks, counts and labels into words."""

from __future__ import annotations

from collections.abc import Mapping

from index.records import ChunkRecord


def described(chunk: ChunkRecord) -> str:
    """A chunk in words, without its text."""
    section = f", section {chunk.metadata['section']}" if chunk.metadata.get("section") else ""
    page = f", page {chunk.metadata['page']}" if "page" in chunk.metadata else ""
    return f"{chunk.id}: position {chunk.position}, {chunk.metadata['tokens']} tokens{page}{section}"


def masked_in(counts: Mapping[str, int]) -> str:
    """What cleaning found, from its counts."""
    words = {"pii": "{} masked", "left": "{} left on purpose", "hold": "sign of {}"}
    words |= {"policy": "found by the policy's rule '{}'"}
    told = []
    for name, number in sorted(counts.items()):
        if name.endswith("_left_out"):
            continue
        head, _, kind = name.partition(".")
        told.append(f"{number} {words[head].format(kind) if head in words else name.replace('_', ' ')}")
    return ", ".join(told) or "nothing to mask"


def plain(value: object) -> str:
    """A label's value."""
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)
