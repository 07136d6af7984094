"""The floor: a bare loop in one process that reads and parses the files, embeds and upserts the same chunks.

No cleaning, no chunking, no manifest, no full text, no crash safety: what the work costs that nobody can leave out.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.sources import source_at
from index.plugins import build_embedder
from index.store.chroma import ChromaStore
from index.store.store import Record
from ingest.errors import LoadError
from ingest.load.choose import choose, load_all

BATCH = 800


def main(documents: Path, export: Path, target: Path) -> None:
    """Reads `documents`, then writes the chunks of `export` (JSON Lines) into a new Chroma at `target`."""
    loaders = load_all()
    for path in sorted(path for path in documents.rglob("*") if path.is_file()):
        data = path.read_bytes()
        try:
            for _ in choose(path, data, loaders).load(source_at(path), data):
                pass
        except LoadError:
            continue
    embedder = build_embedder("builtin")
    store = ChromaStore(target, embedder.dimension)
    rows = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        records = [Record(id=row["id"], text=row["text"], metadata=row["metadata"]) for row in batch]
        store.upsert(records, embedder.embed([record.text for record in records]))
    store.close()


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
