"""The manifest: one SQLite file that is the truth about what was read, decided and written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from index.access import denied, is_denied
from index.buggify import fail_database
from index.errors import StateError
from index.layer import put_layer_on
from index.schema import MIGRATIONS, known_version, migrate
from index.space import open_for_reading

NAME = "manifest.db"
T = TypeVar("T")
CACHE_KB = 32_000
LOG_PAGES = 4_000
"""16 MB: rows of one document fall all over the indexes, and a page that changes often is then copied once."""
OVERLAID = ("meta", "source", "document", "part", "handle", "verdict", "question")
"""Tables that `plan` works on as private copies in memory."""
LAYERED = {
    "sketch": ("number",),
    "sketched": ("doc_id",),
    "sketch_key": ("key", "number"),
    "likeness": ("small", "large"),
    "overlap": ("small", "large"),
}
"""Tables too large to copy, with their primary keys: `plan` sees them through a layer that holds its changes."""


class Manifest:
    """An open manifest. Questions about it live in `index.catalog` and `index.contents`.

    `overlay` opens it for reading only and shadows what a plan changes by temporary tables, so that `ingest plan`
    runs the very code of `sync` and writes nothing.
    """

    def __init__(self, db: sqlite3.Connection, path: Path | None, *, bodies: str = "body") -> None:
        self.db = db
        self.path = path
        self.bodies = bodies

    @classmethod
    def open(cls, directory: Path) -> Manifest:
        """Opens or creates the manifest of a state directory, for its one writer.

        Raises StateError (exit 6), EnvironmentFaultError (exit 8) where this user may not.
        """
        path = directory / NAME
        with _readable(path):
            if not path.exists() and had_index(directory):
                raise _lost(path)
            db = sqlite3.connect(path, isolation_level=None, timeout=60)
            if not _tables(db) and had_index(directory):
                db.close()
                raise _lost(path)
            path.chmod(0o600)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
            db.execute(f"PRAGMA cache_size = -{CACHE_KB}")
            db.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
            migrate(db)
        return cls(db, path)

    @classmethod
    def read(cls, directory: Path) -> Manifest:
        """Opens an existing manifest for reading, as it is now: what a running sync commits is not seen.

        Raises StateError (exit 6), EnvironmentFaultError (exit 8) where this user may not.
        """
        manifest = cls._beside(directory)
        with _readable(directory / NAME):
            manifest.db.execute("BEGIN")
            _tables(manifest.db)
        return manifest

    @classmethod
    def _beside(cls, directory: Path) -> Manifest:
        path = directory / NAME
        with _readable(path):
            if not path.is_file() and had_index(directory):
                raise _lost(path)
            if not path.is_file():
                raise StateError(f"there is no index in {directory}", remedy="Run ingest sync first.")
            db = open_for_reading(path, 60)
            if trouble := _trouble(db, path, directory):
                db.close()
                raise trouble
        return cls(db, path)

    @classmethod
    def overlay(cls, directory: Path) -> Manifest:
        """A private view for `plan`: reads the real manifest, keeps every change in memory."""
        with _readable(directory / NAME):
            new = not (directory / NAME).is_file() and not had_index(directory)
        if new:
            return cls.memory()
        manifest = cls._beside(directory)
        manifest.db.execute("PRAGMA query_only = OFF")
        manifest.db.execute("PRAGMA temp_store = MEMORY")
        manifest.db.execute("BEGIN")
        for table in OVERLAID:
            sql = manifest.db.execute(
                "SELECT sql FROM main.sqlite_master WHERE name = ?", (table,)
            ).fetchone()[0]
            manifest.db.execute(sql.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))
            manifest.db.execute(f"INSERT INTO temp.{table} SELECT * FROM main.{table}")
        for column in ("source_id", "digest", "origin", "mark"):
            manifest.db.execute(f"CREATE INDEX temp.overlay_{column} ON document ({column})")
        for table, key in LAYERED.items():
            put_layer_on(manifest.db, table, key)
        manifest.db.execute("CREATE INDEX temp.fresh_sketched_number ON fresh_sketched (number)")
        for table in ("likeness", "overlap"):
            manifest.db.execute(f"CREATE INDEX temp.fresh_{table}_large ON fresh_{table} (large)")
        manifest.db.execute("CREATE TEMP TABLE fresh_body (hash TEXT PRIMARY KEY, data BLOB NOT NULL)")
        return cls(manifest.db, None, bodies="fresh_body")

    @classmethod
    def memory(cls) -> Manifest:
        """An empty manifest in memory."""
        db = sqlite3.connect(":memory:", isolation_level=None)
        migrate(db)
        return cls(db, None)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Nested use joins the outer transaction."""
        if self.db.in_transaction:
            yield self.db
            return
        fail_database("begin")
        self.db.execute("BEGIN IMMEDIATE" if self.path else "BEGIN")
        try:
            yield self.db
            fail_database("commit")
            self.db.execute("COMMIT")
        except BaseException:
            _roll_back(self.db)
            raise

    def meta(self, key: str) -> str | None:
        """A remembered fact, or None."""
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Remembers a fact."""
        self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def close(self) -> None:
        """Closes the file."""
        self.db.close()


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.DatabaseError, PermissionError) as error:
        if is_denied(error):
            raise denied("the manifest", path) from error
        raise StateError(
            f"the manifest {path} cannot be read ({error.__class__.__name__})",
            remedy="Restore it from a backup, or move the state directory away and run ingest sync: "
            "the documents are the truth, only time is lost.",
        ) from error


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:  # a full disk has rolled it back already
        db.execute("ROLLBACK")


def _trouble(db: sqlite3.Connection, path: Path, directory: Path) -> StateError | None:
    try:
        if not _tables(db) and had_index(directory):
            return _lost(path)
        if known_version(db) < len(MIGRATIONS):
            return StateError(
                f"the manifest {path} is of an older kb-ingest",
                remedy="Run ingest sync: it is brought up to date.",
            )
    except StateError as error:
        return error
    return None


def had_index(directory: Path) -> bool:
    """Whether a state directory holds what only a manifest can explain, so that a missing one is a loss."""
    return (directory / "CURRENT").exists() or any(directory.glob("gen-*"))


def _lost(path: Path) -> StateError:
    return StateError(
        f"{path} is missing or empty although generations exist",
        remedy="Restore it from a backup, or move the state directory away and run ingest sync.",
    )


def _tables(db: sqlite3.Connection) -> int:
    """The number of tables; reading it touches the header, so that a damaged file stops the run here."""
    return int(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def marks(values: Sequence[object]) -> str:
    """Placeholders for an IN list."""
    return ",".join("?" * len(values))


def pages(values: Sequence[T], size: int = 900) -> Iterator[Sequence[T]]:
    """Slices that fit SQLite's limit on variables."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
