"""Erases documents and sources from a state directory: rows of all tables, other generations, what files still hold."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index import succession
from index.catalog import VERDICTS_FOR, Catalog
from index.faults import crash_point
from index.manifest import Manifest, marks, pages
from index.sketches import Sketches
from index.space import require_space
from index.state import State

Holds = Callable[[str, str], bool]
"""Says of an id, and of the hash of what it was read from ("" if that is not known), whether it is to be erased."""
PATIENCE = 10.0
"""Seconds for readers to let go of the manifest's log."""
_WITH_DOCUMENTS = ("chunk", "placed", "verdict", "op", "effect", "handle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Ids of what is to be erased: documents, also those that only an older generation holds, and whole sources."""

    documents: tuple[str, ...]
    sources: tuple[str, ...]
    origins: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.documents or self.sources)


def traces(manifest: Manifest, holds: Holds) -> Traces:
    """What a manifest knows of what `holds` names. Contents that are equal to one of these are among them."""
    db = manifest.db
    rows = db.execute("SELECT id, source_id, origin FROM document").fetchall()
    sources = {row[0] for row in db.execute("SELECT id FROM source") if holds(row[0], "")}
    origins = {
        origin for doc_id, source, origin in rows if origin and (source in sources or holds(doc_id, origin))
    }
    found = {
        doc_id
        for doc_id, source, origin in rows
        if source in sources or origin in origins or holds(doc_id, origin)
    }
    for table in _WITH_DOCUMENTS:
        ids = db.execute(f"SELECT DISTINCT doc_id FROM {table}")
        found |= {row[0] for row in ids if holds(row[0], "")}
    found |= {row[0] for row in db.execute("SELECT id FROM part") if holds(row[0], "")}
    return Traces(
        documents=tuple(sorted(found)), sources=tuple(sorted(sources)), origins=tuple(sorted(origins))
    )


def texts_of(manifest: Manifest, documents: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What documents say in all generations: whose it is, what ("body" or "title"), and the text."""
    catalog = Catalog(manifest)
    for key, doc_id in _bodies(manifest, documents).items():
        yield doc_id, "body", catalog.text(key)
    for page in pages(documents):
        rows = manifest.db.execute(f"SELECT id, title FROM document WHERE id IN ({marks(page)})", page)
        yield from ((doc_id, "title", title) for doc_id, title in rows)


def packed_of(manifest: Manifest, documents: Sequence[str]) -> Iterator[bytes]:
    """What stands on disk for documents that is no text: packed bodies, vectors, ids of chunks."""
    db = manifest.db
    for page in pages([*_bodies(manifest, documents)]):
        yield from (
            row[0] for row in db.execute(f"SELECT data FROM body WHERE hash IN ({marks(page)})", page)
        )
    for page in pages(documents):
        where = f"WHERE c.doc_id IN ({marks(page)})"
        yield from (row[0].encode() for row in db.execute(f"SELECT DISTINCT c.id FROM chunk c {where}", page))
        sql = f"SELECT v.data FROM vector v WHERE v.key IN (SELECT c.vector FROM chunk c {where})"
        yield from (row[0] for row in db.execute(sql, page))


def _bodies(manifest: Manifest, documents: Sequence[str]) -> dict[str, str]:
    """Keys of stored bodies, each with a document that has it."""
    found: dict[str, str] = {}
    for page in pages(documents):
        for table, column in (("document", "id"), ("chunk", "doc_id")):
            sql = f"SELECT body, min({column}) FROM {table} WHERE {column} IN ({marks(page)}) GROUP BY body"
            found.update(manifest.db.execute(sql, page).fetchall())
    stored = {row[0] for row in manifest.db.execute("SELECT hash FROM body")}
    return {key: found[key] for key in sorted(found.keys() & stored)}


def erase(state: State, what: Traces, why: str) -> list[int]:
    """Erases `what`; gives the generations that went with it, since their files held it.

    The live generation is built again from the cache. `why` is told to those who want to go back to one that went.
    """
    live = state.live()
    others = [number for number in succession.line(state.manifest) if number != live]
    succession.remember_removed(state.manifest, [*others, *([live] if live else [])], why)
    for number in others:
        state.discard(number)
    if live:
        state.generations.mark_dirty(live)  # killed from here on, the next run builds it again
    crash_point("erasing")
    with state.manifest.transaction():
        _erase_rows(state.manifest, what)
    crash_point("erased")
    if live:
        state.rebuild_store(live)
    return [*others, *([live] if live else [])]


def _erase_rows(manifest: Manifest, what: Traces) -> None:
    db = manifest.db
    for page in pages(what.documents):
        gives = f"SELECT source_id FROM document WHERE id IN ({marks(page)})"
        db.execute(f"UPDATE source SET prepare_key = '' WHERE id IN ({gives})", page)
        for table in _WITH_DOCUMENTS:
            db.execute(f"DELETE FROM {table} WHERE doc_id IN ({marks(page)})", page)
        for table in ("document", "part"):
            db.execute(f"DELETE FROM {table} WHERE id IN ({marks(page)})", page)
        db.execute(
            f"DELETE FROM effect WHERE was IN ({marks(page)}) OR other IN ({marks(page)})", (*page, *page)
        )
    catalog = Catalog(manifest)
    catalog.forget_sources(what.sources)
    _unname(manifest, {*what.documents, *what.sources})
    drop_unused(manifest)
    Sketches(manifest).clear()
    for fact in (VERDICTS_FOR, "likeness-for"):  # both are made anew, from what is left
        manifest.set_meta(fact, "")


def _unname(manifest: Manifest, names: set[str]) -> None:
    """Takes names out of what the manifest tells of others: reports of runs, reasons of verdicts, questions."""
    db, quoted = manifest.db, [json.dumps(name, ensure_ascii=False) for name in sorted(names)]
    for number, report in db.execute("SELECT id, report FROM run").fetchall():
        told = report
        for name in quoted:
            told = told.replace(name, '"(forgotten)"')
        if told != report:
            db.execute("UPDATE run SET report = ? WHERE id = ?", (told, number))
    for table, column, change in (
        ("verdict", "detail", "UPDATE verdict SET detail = '{}'"),
        ("question", "documents", "DELETE FROM question"),
    ):
        key = "doc_id" if table == "verdict" else "id"
        rows = db.execute(f"SELECT generation, {key}, {column} FROM {table}").fetchall()
        about = [(generation, one) for generation, one, told in rows if _texts_in(json.loads(told)) & names]
        db.executemany(f"{change} WHERE generation = ? AND {key} = ?", about)


def _texts_in(told: object) -> set[str]:
    if isinstance(told, str):
        return {told}
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return {text for one in inner for text in _texts_in(one)}


def drop_unused(manifest: Manifest) -> tuple[int, int]:
    """Removes bodies and vectors that no document and no generation uses; how many of each."""
    with manifest.transaction() as db:
        bodies = db.execute(
            "DELETE FROM body WHERE hash NOT IN (SELECT body FROM document UNION SELECT body FROM chunk)"
        ).rowcount
        vectors = db.execute("DELETE FROM vector WHERE key NOT IN (SELECT vector FROM chunk)").rowcount
    return bodies, vectors


def compact(manifest: Manifest, *, only_ask: bool = False) -> bool:
    """Writes the manifest anew without its gaps, and empties its log. False while a reader holds on to the log.

    Raises EnvironmentFaultError (8) when the disk has no room for it; to know that one may `only_ask`.
    """
    if manifest.path is None:
        return True
    size = sum(path.stat().st_size for path in manifest.path.parent.glob(f"{manifest.path.name}*"))
    require_space(manifest.path.parent, 3 * size)
    if only_ask:
        return True
    manifest.db.execute("VACUUM")
    crash_point("compacted")
    until = time.monotonic() + PATIENCE
    while manifest.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
