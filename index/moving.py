"""Documents whose rows a generation has under other ids, as of a folder that moved: intent -> rename -> commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.buggify import fail_store
from index.contents import Contents
from index.faults import crash_point
from index.records import ChunkRecord
from index.space import require_space
from index.store.store import Renaming
from index.writer import Writer

ROW_BYTES = 16_384
"""What a row may cost on disk: pages in SQLite's journals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A document that is placed as `old_id`: of `chunks` each is the row of `old` at the same place, under another id.

    It is neither placed nor has an intent, nor has that of `old_id` one.
    """

    doc_id: str
    key: str
    chunks: Sequence[ChunkRecord]
    old_id: str
    old: Sequence[ChunkRecord]


def move(writer: Writer, moved: Sequence[Moved]) -> bool:
    """Makes rows of documents those of others. False where the store cannot; then put the ones and drop the others.

    A kill before the commit leaves intents of both: the next run writes the ones whole and deletes the rest.
    """
    pairs = [pair for document in moved for pair in zip(document.old, document.chunks, strict=True)]
    require_space(writer.generations.directory, ROW_BYTES * len(pairs))
    contents = Contents(writer.manifest, writer.number)
    with writer.batch():
        with writer.manifest.transaction():
            contents.intend({document.doc_id: [row.id for row in document.chunks] for document in moved})
            contents.intend({document.old_id: [row.id for row in document.old] for document in moved})
        crash_point("move-intent")
        fail_store("store")
        if not writer.store.rename([_renaming(old, new) for old, new in pairs]):
            return False
        crash_point("renamed")
        fail_store("lexical")
        writer.lexical.rename({old.id: new.id for old, new in pairs})
        crash_point("moved")
        with writer.manifest.transaction():
            contents.unplace([one for document in moved for one in (document.old_id, document.doc_id)])
            for document in moved:
                contents.place(document.doc_id, document.key, document.chunks)
        writer.committed()
        writer.written.moved += len(pairs)
    return True


def _renaming(old: ChunkRecord, new: ChunkRecord) -> Renaming:
    changed = {key: value for key, value in new.metadata.items() if old.metadata.get(key) != value}
    strings = {key: value for key, value in changed.items() if isinstance(value, str)}
    if old.metadata.keys() != new.metadata.keys() or changed.keys() != strings.keys():
        raise ValueError("a document that moved differs from what it was by more than names")
    return Renaming(id=old.id, new_id=new.id, changed=strings)
