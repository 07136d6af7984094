"""Documents that are searchable and that no file gives any more: the brake holds their removal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.catalog import Catalog
from index.contents import Contents
from index.records import DocumentRecord
from ingest.steps import Step, step


def withheld(catalog: Catalog, placed: Mapping[str, str]) -> Mapping[str, DocumentRecord | None]:
    """Such documents by id, each with what is known of it: nothing if its file was read again without it."""
    gone = placed.keys() - catalog.get(sorted(placed)).keys()
    if not gone:
        return {}
    missing = [row.id for row in catalog.sources().values() if row.missing]
    known = {record.id: record for record in catalog.of_sources(missing)}
    return {doc_id: known.get(doc_id) for doc_id in sorted(gone)}


def tell_withheld(contents: Contents, doc_id: str, refused: str) -> Iterator[Step]:
    """Of one of which nothing is known but its chunks; `refused` is why the last run removed nothing."""
    yield step("scan", f"{doc_id}: its file was read again without it")
    yield held_step(refused)
    number = sum(1 for _ in contents.chunks([doc_id]))
    yield step("index", f"{number} chunks in generation {contents.number}")


def held_step(refused: str) -> Step:
    """That a document is in the index and should not be."""
    told = "the brake holds its removal" if refused else "the next sync removes it"
    return step("index", f"still in the index: {told}", rule=refused)
