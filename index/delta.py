"""What to do in the store so that it holds the wanted chunks of a document. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.records import ChunkRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """Chunks to write with their vectors, chunks whose metadata alone changed, ids to delete."""

    add: tuple[ChunkRecord, ...] = ()
    relabel: tuple[ChunkRecord, ...] = ()
    remove: tuple[str, ...] = ()
    keep: int = 0


def delta(
    wanted: Sequence[ChunkRecord], stored: Sequence[ChunkRecord], doubtful: Iterable[str] = ()
) -> Delta:
    """The difference between what a document should have and what the manifest says it has.

    `doubtful` are ids an interrupted write may have left: such a row is written whole or deleted, never trusted.
    """
    unsure = set(doubtful)
    before = {chunk.id: chunk for chunk in stored if chunk.id not in unsure}
    add, relabel, keep = [], [], 0
    for chunk in wanted:
        old = before.get(chunk.id)
        if old is None or old.vector != chunk.vector:
            add.append(chunk)
        elif old.metadata != chunk.metadata:
            relabel.append(chunk)
        else:
            keep += 1
    ids = {chunk.id for chunk in wanted}
    remove = sorted(({chunk.id for chunk in stored} | unsure) - ids)
    return Delta(add=tuple(add), relabel=tuple(relabel), remove=tuple(remove), keep=keep)


def removed_keys(new: ChunkRecord, old: ChunkRecord | None, known: Iterable[str]) -> tuple[str, ...]:
    """Metadata keys that a row may still have and must lose: those of the `old` row, and `known` ones."""
    before = {*known, *(old.metadata if old else ())}
    return tuple(sorted(before - set(new.metadata)))
