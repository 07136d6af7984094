"""What may stay though a document is forgotten: names of what is left, and its own name where forgetting is told.

A line or a title that stands within one of these is no trace there: many titles are the names of their files. Columns
and keys that are not listed here may hold text, so that what stands in them is told.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.manifest import NAME, Manifest
from ingest.proof import is_database, texts_of
from ingest.recheck_columns import PATH_KEYS, PATHS, SYSTEM_KEYS, key_in
from ingest.settings import Settings

_NAMES = PATHS | {
    "source.root",
    "document.root",
    "generation.embedder",
    "tenants.id",
    "databases.name",
    "collections.name",
    "collections.config_json_str",
    "collections.schema_str",
    "embeddings_queue.topic",
    "embeddings_queue_config.config_json_str",
    "embedding_metadata.key",
    "migrations.filename",
    "migrations.sql",
    "segments.type",
}
_FACTS = "meta.value"
_KEYS = PATH_KEYS | SYSTEM_KEYS | {"forgotten"}
MANY = 200
"""More names than these are not told apart: the lines that stand in them are taken for names themselves."""


def places_of(settings: Settings) -> list[str]:
    """Folders and files that the settings name."""
    chosen = settings.state.dir, settings.audit.path, settings.decisions.path, settings.publish.dir
    paths = [*chosen, *(root.path for root in settings.roots)]
    return [text for path in paths if path for text in (str(path), path.name)]


def given_by_us(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a file's name is the program's, or Chroma's: all within a generation or a copy, and the manifest's."""
    below = next((path.relative_to(folder).parts for folder in folders if folder in path.parents), ("",))
    return below[0].startswith(("gen-", NAME))


def ids_left(manifest: Manifest) -> Iterator[str]:
    """Ids of all files and documents that a manifest knows."""
    for table in ("source", "document", "part"):
        yield from (row[0] for row in manifest.db.execute(f"SELECT id FROM {table}"))


def names_in(path: Path) -> Iterator[str]:
    """Names that stand in a file of ours as names: of documents, of tables, of what the program is made of."""
    if is_database(path):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            yield from (
                text for row in db.execute("SELECT name, sql FROM sqlite_master") for text in row if text
            )
        for place, text in texts_of(path):
            if place in _NAMES or key_in(place) in _KEYS:
                yield text
            else:
                yield from _leaves(text, everything=place == _FACTS)
    elif path.suffix == ".jsonl":
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                yield from _leaves(line)


def holding(names: Iterable[str], phrases: Sequence[str]) -> list[str]:
    """Those in which one of the phrases stands, in any case; of too many, the phrases."""
    sought = [phrase.casefold() for phrase in phrases]
    found = {name for name in names if any(phrase in name.casefold() for phrase in sought)}
    if len(found) <= MANY:
        return sorted(found)
    return [phrase for phrase in phrases if any(phrase.casefold() in name.casefold() for name in found)]


def _leaves(text: str, *, everything: bool = False) -> Iterator[str]:
    """Names in a JSON value: what stands under keys that are known to hold such."""
    if text[:1] not in {"{", "["}:
        yield from [text] if everything else []
        return
    try:
        yield from _named(json.loads(text), taken=everything)
    except ValueError:
        return


def _named(value: Any, *, taken: bool) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if taken else []
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _named(inner, taken=taken or key in _KEYS)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, taken=taken)
