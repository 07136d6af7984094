"""Is what the manifest keeps for a generation whole: texts with their hashes, vectors? And what to do if not."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Sequence

from index.catalog import VERDICTS_FOR, Catalog
from index.contents import Contents
from index.manifest import Manifest, marks, pages
from index.records import ChunkRecord


def lost(manifest: Manifest, number: int, dimension: int, *, deep: bool = False) -> list[str]:
    """Ids of chunks whose text or vector is not there, or not what it was; with `deep` vectors are read, too."""
    contents = Contents(manifest, number)
    found = {chunk.id for chunk in _torn(contents, Catalog(manifest))}
    sql = "SELECT c.id FROM chunk c LEFT JOIN vector v ON v.key = c.vector WHERE c.generation = ?"
    rows = manifest.db.execute(f"{sql} AND (v.key IS NULL OR length(v.data) <> ?)", (number, 4 * dimension))
    found.update(row[0] for row in rows.fetchall())
    if deep and not found:
        found.update(_unsound(contents))
    return sorted(found)


def _torn(contents: Contents, catalog: Catalog) -> Iterator[ChunkRecord]:
    key, body = "", None
    for chunk in contents.chunks():
        if chunk.body != key:
            key, body = chunk.body, _body(catalog, chunk.body)
        sha = chunk.metadata.get("text_sha")
        if body is None or (sha and _hash(chunk.text(body)) != sha):
            yield chunk


def _body(catalog: Catalog, key: str) -> str | None:
    try:
        return catalog.text(key)
    except (KeyError, zlib.error, UnicodeDecodeError):
        return None


def _hash(text: str) -> str:
    """As the chunker makes it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _unsound(contents: Contents) -> Iterator[str]:
    import numpy as np

    for ids, rows in contents.vectors():
        with np.errstate(all="ignore"):
            bad = ~(np.abs(np.linalg.norm(rows, axis=1) - 1) < 1e-3)
        yield from (ids[place] for place in np.flatnonzero(bad))


def give_up(manifest: Manifest, number: int, chunks: Sequence[str]) -> list[str]:
    """Lets the next sync read and write anew the documents of chunks that are lost; their ids.

    They are not searchable until then. Their texts and vectors leave the cache, since they cannot be relied on.
    """
    with manifest.transaction() as db:
        documents = {chunk.doc_id for chunk in Contents(manifest, number).by_id(chunks).values()}
        for page in pages(sorted(documents)):
            where = f"doc_id IN ({marks(page)})"
            for table, column, used in (("vector", "key", "vector"), ("body", "hash", "body")):
                keys = f"SELECT {used} FROM chunk WHERE {where}"
                db.execute(f"DELETE FROM {table} WHERE {column} IN ({keys})", page)
            db.execute(
                "UPDATE source SET prepare_key = '' WHERE id IN"
                f" (SELECT source_id FROM document WHERE id IN ({marks(page)}))",
                page,
            )
            # A copy with the same text has lost it, too.
            db.execute(
                "UPDATE source SET prepare_key = '' WHERE id IN"
                " (SELECT source_id FROM document WHERE body NOT IN (SELECT hash FROM body))"
            )
        Contents(manifest, number).unplace(sorted(documents))
        manifest.set_meta(VERDICTS_FOR, "")
    return sorted(documents)
