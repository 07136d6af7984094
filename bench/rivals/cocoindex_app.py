"""CocoIndex: files that are walked, a memo for each file and each vector, and rows of Chroma as target states.

It has no target for Chroma: this one is made as its documentation tells, a batch of rows for each file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import cocoindex as coco
import numpy as np
from cocoindex.connectors import localfs
from cocoindex.resources.file import FileLike, PatternFilePathMatcher
from numpy.typing import NDArray

from bench.rivals.counted import BATCH, SOURCE, Counted, splitter

DISTRIBUTION = "cocoindex"


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    source: str
    vector: NDArray[np.float32]


class _Rows:
    """What keeps the rows of a Chroma collection as they are declared."""

    def __init__(self) -> None:
        self.collection: Any = None
        self._sink = coco.TargetActionSink.from_fn(self._apply)

    def reconcile(self, key: Any, wanted: Any, before: Collection[bytes], maybe_missing: bool, /) -> Any:
        """Nothing to do when the row is as it was."""
        if coco.is_non_existence(wanted):
            if not before and not maybe_missing:
                return None
            return coco.TargetReconcileOutput(
                action=(key, None), sink=self._sink, tracking_record=coco.NON_EXISTENCE
            )
        mark = hashlib.blake2b(wanted.text.encode(), digest_size=16).digest()
        if before and not maybe_missing and all(one == mark for one in before):
            return None
        return coco.TargetReconcileOutput(action=(key, wanted), sink=self._sink, tracking_record=mark)

    def _apply(self, context: Any, actions: Sequence[tuple[str, _Row | None]]) -> None:
        del context
        gone = [key for key, row in actions if row is None]
        rows = [(key, row) for key, row in actions if row is not None]
        if gone:
            self.collection.delete(ids=gone)
        if rows:
            self.collection.upsert(
                ids=[key for key, _ in rows],
                documents=[row.text for _, row in rows],
                metadatas=[{SOURCE: row.source} for _, row in rows],
                embeddings=[row.vector for _, row in rows],
            )


_rows = _Rows()
_provider = coco.register_root_target_states_provider("bench/chroma", _rows)
_counted: list[Counted] = []


@coco.fn.as_async(batching=True, max_batch_size=BATCH)
def _embed_batch(texts: list[str]) -> list[NDArray[np.float32]]:
    return list(_counted[0].embed(texts))


@coco.fn(memo=True)
async def _embed(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = await _embed_batch(text)
    return vector


@coco.fn
async def _piece(numbered: tuple[str, str], source: str) -> None:
    key, text = numbered
    coco.declare_target_state(_provider.target_state(key, _Row(text, source, await _embed(text))))


@coco.fn(memo=True)
async def _file(file: FileLike, folder: Path, size: int) -> None:
    source, seen = file.file_path.path.relative_to(folder).as_posix(), Counter[str]()
    pieces = []
    for text in splitter(size).split_text(await file.read_text()):
        name = hashlib.blake2b(f"{source}\n{text}".encode(), digest_size=16).hexdigest()
        pieces.append((f"{name}-{seen[name]}", text))
        seen[name] += 1
    await coco.map(_piece, pieces, source)


@coco.fn
async def _main(folder: Path, size: int) -> None:
    matcher = PatternFilePathMatcher(included_patterns=["**/*.md"])
    walker = localfs.walk_dir(folder, recursive=True, path_matcher=matcher)
    await coco.mount_each(_file, walker.items(), folder, size)


class Tool:
    """Its stores, open."""

    def __init__(self, state: Path, counted: Counted) -> None:
        _counted[:] = [counted]
        client = chromadb.PersistentClient(str(state / "chroma"))
        _rows.collection = client.get_or_create_collection("docs")

        @coco.lifespan
        def _lifespan(builder: coco.EnvironmentBuilder) -> Iterator[None]:
            builder.settings.db_path = state / "cocoindex"
            yield

    def sync(self, documents: Path, size: int) -> None:
        """One update, without live watching."""
        coco.App(coco.AppConfig(name="bench"), _main, documents, size).update_blocking()

    def rows(self) -> Iterator[tuple[str, str]]:
        """File and piece of each row in the store."""
        found = _rows.collection.get(include=["documents", "metadatas"])
        for text, metadata in zip(found["documents"], found["metadatas"], strict=True):
            yield metadata[SOURCE], text
