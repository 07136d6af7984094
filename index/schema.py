"""The manifest's tables, as an ordered history: one function a step, each applied once, in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from index.errors import StateError


def _m001_tables(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute(
        "CREATE TABLE source (id TEXT PRIMARY KEY, root TEXT NOT NULL, size INTEGER NOT NULL,"
        " mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL, inode INTEGER NOT NULL,"
        " sha256 TEXT NOT NULL, loader TEXT NOT NULL,"
        " prepare_key TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, stage TEXT NOT NULL,"
        " detail TEXT NOT NULL, attempts INTEGER NOT NULL, retry_after REAL NOT NULL, missing TEXT NOT NULL,"
        " at TEXT NOT NULL)"
        " WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE document (id TEXT NOT NULL, source_id TEXT NOT NULL, root TEXT NOT NULL, title TEXT NOT NULL,"
        " space TEXT NOT NULL, digest TEXT NOT NULL, chars INTEGER NOT NULL, body TEXT NOT NULL,"
        " content TEXT NOT NULL, clean_key TEXT NOT NULL, labels TEXT NOT NULL, section TEXT NOT NULL,"
        " counts TEXT NOT NULL, rank TEXT NOT NULL, PRIMARY KEY (id, source_id))"
    )
    db.execute("CREATE INDEX document_source ON document (source_id)")
    db.execute("CREATE INDEX document_digest ON document (digest)")
    db.execute("CREATE TABLE body (hash TEXT PRIMARY KEY, data BLOB NOT NULL)")
    db.execute("CREATE TABLE vector (key TEXT PRIMARY KEY, data BLOB NOT NULL)")
    db.execute(
        "CREATE TABLE generation (number INTEGER PRIMARY KEY, embedder TEXT NOT NULL, dimension INTEGER NOT NULL,"
        " created TEXT NOT NULL)"
    )
    db.execute(
        "CREATE TABLE chunk (generation INTEGER NOT NULL, id TEXT NOT NULL, doc_id TEXT NOT NULL,"
        " position INTEGER NOT NULL, body TEXT NOT NULL, prefix TEXT NOT NULL, start INTEGER NOT NULL,"
        " end INTEGER NOT NULL, vector TEXT NOT NULL, metadata TEXT NOT NULL, PRIMARY KEY (generation, id))"
    )
    db.execute("CREATE INDEX chunk_document ON chunk (generation, doc_id)")
    db.execute(
        "CREATE TABLE placed (generation INTEGER NOT NULL, doc_id TEXT NOT NULL, key TEXT NOT NULL,"
        " PRIMARY KEY (generation, doc_id)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE verdict (generation INTEGER NOT NULL, doc_id TEXT NOT NULL, kind TEXT NOT NULL,"
        " detail TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (generation, doc_id)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE op (generation INTEGER NOT NULL, doc_id TEXT NOT NULL, ids TEXT NOT NULL,"
        " PRIMARY KEY (generation, doc_id)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, command TEXT NOT NULL, started TEXT NOT NULL,"
        " finished TEXT NOT NULL, exit_code INTEGER NOT NULL, report TEXT NOT NULL)"
    )


def _m002_selecting(db: sqlite3.Connection) -> None:
    for name in ("origin", "sketch", "evidence", "holds", "edges", "handles"):
        db.execute(f"ALTER TABLE document ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX document_origin ON document (origin)")
    db.execute(
        "CREATE TABLE handle (key TEXT NOT NULL, source_id TEXT NOT NULL, doc_id TEXT NOT NULL,"
        " PRIMARY KEY (key, source_id, doc_id)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX handle_source ON handle (source_id)")
    db.execute(
        "CREATE TABLE question (generation INTEGER NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,"
        " documents TEXT NOT NULL, guess TEXT NOT NULL, evidence TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (generation, id)) WITHOUT ROWID"
    )


def _m003_sketches(db: sqlite3.Connection) -> None:
    db.execute("CREATE TABLE sketch (number INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    db.execute("CREATE TABLE sketched (doc_id TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID")
    db.execute("CREATE INDEX sketched_number ON sketched (number)")
    db.execute(
        "CREATE TABLE sketch_key (key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number))"
        " WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE likeness (small INTEGER NOT NULL, large INTEGER NOT NULL, kind TEXT NOT NULL,"
        " detail TEXT NOT NULL, PRIMARY KEY (small, large)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX likeness_large ON likeness (large)")


def _m004_effects(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE effect (run INTEGER NOT NULL, doc_id TEXT NOT NULL, kind TEXT NOT NULL, was TEXT NOT NULL,"
        " before TEXT NOT NULL, verdict TEXT NOT NULL, other TEXT NOT NULL, rule TEXT NOT NULL,"
        " chunks_before INTEGER NOT NULL, chunks INTEGER NOT NULL, chars_before INTEGER NOT NULL,"
        " chars INTEGER NOT NULL, PRIMARY KEY (run, doc_id)) WITHOUT ROWID"
    )


def _m005_tombstones(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE source ADD COLUMN missing_since REAL NOT NULL DEFAULT 0")


def _m006_containers(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE document ADD COLUMN mark TEXT NOT NULL DEFAULT ''")
    db.execute("CREATE INDEX document_mark ON document (mark)")
    db.execute(
        "CREATE TABLE part (source_id TEXT NOT NULL, id TEXT NOT NULL, code TEXT NOT NULL, stage TEXT NOT NULL,"
        " detail TEXT NOT NULL, PRIMARY KEY (source_id, id)) WITHOUT ROWID"
    )


def _m007_links(db: sqlite3.Connection) -> None:
    for name in ("links", "anchors"):
        db.execute(f"ALTER TABLE document ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")


def _m008_overlaps(db: sqlite3.Connection) -> None:
    db.execute(
        "CREATE TABLE overlap (small INTEGER NOT NULL, large INTEGER NOT NULL, counts BLOB NOT NULL,"
        " PRIMARY KEY (small, large)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX overlap_large ON overlap (large)")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    _m001_tables,
    _m002_selecting,
    _m003_sketches,
    _m004_effects,
    _m005_tombstones,
    _m006_containers,
    _m007_links,
    _m008_overlaps,
)


def known_version(db: sqlite3.Connection) -> int:
    """The schema of an open manifest. Raises StateError when it is newer than this program."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version > len(MIGRATIONS):
        raise StateError(
            f"the manifest has schema {version}; this program knows {len(MIGRATIONS)}",
            remedy="Use the newer kb-ingest that wrote it.",
        )
    return version


def migrate(db: sqlite3.Connection) -> None:
    """Brings an open manifest to the newest schema. Raises StateError when it is newer than this program."""
    version = known_version(db)
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        db.execute("BEGIN IMMEDIATE")
        try:
            step(db)
            db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise
