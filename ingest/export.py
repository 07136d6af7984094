"""What the index holds, as rows for JSON Lines; read from the manifest, so it works beside a running sync."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.contents import Contents
from index.errors import StateError
from index.heal import chunk_texts
from index.history import History
from index.manifest import Manifest
from index.records import ChunkRecord
from index.succession import live


def live_contents(manifest: Manifest, directory: Path) -> Contents:
    """What the live generation holds. Raises StateError when there is none."""
    number = live(manifest)
    if number is None:
        raise StateError(f"there is no index in {directory}", remedy="Run ingest sync first.")
    return Contents(manifest, number)


def decided(manifest: Manifest, directory: Path) -> Contents:
    """What the last run decided: of the live generation; of what is to be the first, while nothing is searchable.

    Raises StateError before the first run.
    """
    if live(manifest) is None and History(manifest).last():
        return Contents(manifest, 1)
    return live_contents(manifest, directory)


def chunks(manifest: Manifest, directory: Path) -> Iterator[dict[str, Any]]:
    """All chunks: id, text, metadata; by document and position."""
    catalog = Catalog(manifest)
    page: list[ChunkRecord] = []
    for chunk in live_contents(manifest, directory).chunks():
        if page and (len(page) >= 500 and chunk.doc_id != page[-1].doc_id):
            yield from _texts(page, catalog)
            page = []
        page.append(chunk)
    yield from _texts(page, catalog)


def _texts(page: list[ChunkRecord], catalog: Catalog) -> Iterator[dict[str, Any]]:
    for chunk, text in zip(page, chunk_texts(page, catalog), strict=True):
        yield {"id": chunk.id, "text": text, "metadata": dict(chunk.metadata)}


def documents_of(manifest: Manifest, directory: Path) -> Iterator[dict[str, Any]]:
    """All clean documents: id, text, labels, verdict; by id.

    The text of one that is in the index is what its chunks are slices of: without boilerplate.
    """
    catalog = Catalog(manifest)
    contents = decided(manifest, directory)
    verdicts, indexed = contents.verdicts(), contents.bodies()
    for record in catalog.documents():
        verdict = verdicts.get(record.id)
        yield {
            "id": record.id,
            "source": record.source_id,
            "title": record.title,
            "text": catalog.text(indexed.get(record.id, record.body)),
            "labels": json.loads(record.labels),
            "verdict": {"kind": verdict.kind, **json.loads(verdict.detail)} if verdict else None,
        }
