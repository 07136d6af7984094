"""Files that moved or have another name: known again by size and content, neither parsed nor cleaned anew.

What a document is made of beside the bytes of its file is what its path does in rules (`Cleaner.context`), and who
reads it, which the suffix tells. Where all that is the same, the document is the same under another id.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from index.catalog import Catalog
from index.containers import Containers
from index.records import DocumentRecord, SourceRecord
from ingest.document import Source, document_id
from ingest.errors import LoadError
from ingest.load.wiki.recognize import part_of_wiki
from ingest.pipeline import Pipeline
from ingest.plan import key_in
from ingest.reading import read
from ingest.transport import with_handles

NAMED = frozenset({"html"})
"""Loaders to which a file's name is more than its suffix: a page of Confluence has its number from it."""
NEW = "new"
"""The reason for which `plan_sources` loads a file that was never read."""


class Moves:
    """Knows files again among all that were read. The manifest must be as it was when `known` was read."""

    def __init__(self, pipeline: Pipeline, catalog: Catalog, known: Mapping[str, SourceRecord]) -> None:
        self._pipeline, self._catalog, self._excluded = pipeline, catalog, pipeline.excluded()
        self._parts = Containers(catalog.manifest).parts().keys()
        self._known: dict[tuple[str, str, int], list[SourceRecord]] = {}
        for row in known.values():
            if row.state == "ok" and row.loader in pipeline.placeless:
                self._known.setdefault((row.root, _suffix(row.id), row.size), []).append(row)

    def find(self, source: Source) -> tuple[dict[str, Any], DocumentRecord] | None:
        """What a worker would answer about a file that was never read, and its document; None if it has to be read."""
        alike = self._known.get((source.root, _suffix(source.id), source.size), ())
        if not alike or part_of_wiki(source.path):
            return None
        try:
            sha256 = hashlib.sha256(read(source)).hexdigest()
        except LoadError:
            return None  # a worker says what is wrong
        for row in alike:
            if row.sha256 != sha256 or not self._holds(row, source):
                continue
            if (record := self._document(row, source)) is not None:
                key = self._pipeline.prepare_keys[row.loader]
                return {"sha256": sha256, "loader": row.loader, "key": key}, record
        return None

    def _holds(self, row: SourceRecord, source: Source) -> bool:
        """Whether `source` would be read as the file of `row` was, by the same rules."""
        if _name(row.id) != _name(source.id) and (row.loader in NAMED or not _suffix(source.id)):
            return False
        key = self._pipeline.prepare_keys[row.loader]
        context = self._pipeline.context
        return row.prepare_key == key_in(key, source.space) and (
            context(row.id, source.space, key) == context(source.id, source.space, key)
        )

    def _document(self, row: SourceRecord, source: Source) -> DocumentRecord | None:
        found = self._catalog.of_sources([row.id])
        if row.id in self._parts or [one.id for one in found] != [document_id(row.id, "")]:
            return None
        record = replace(found[0], id=document_id(source.id, ""), source_id=source.id)
        if record.clean_key != self._pipeline.clean_key or self._excluded.hold_document(
            record.id, record.origin
        ):
            return None
        return with_handles(record)


def moved(
    pipeline: Pipeline,
    catalog: Catalog,
    load: Mapping[str, str],
    present: Mapping[str, Source],
    known: Mapping[str, SourceRecord],
) -> Iterator[tuple[Source, dict[str, Any], DocumentRecord]]:
    """Those of the sources to load, by why, that are known again, with answer and document each."""
    new = [source_id for source_id, reason in load.items() if reason == NEW]
    if not (new and known):
        return
    moves = Moves(pipeline, catalog, known)
    for source_id in new:
        if found := moves.find(present[source_id]):
            yield (present[source_id], *found)


def _name(source_id: str) -> str:
    return source_id.rpartition("/")[2]


def _suffix(source_id: str) -> str:
    return PurePosixPath(source_id).suffix.lower()
