"""The tables of a full-text file, and SQLite's troubles in our terms."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from index.errors import EnvironmentFaultError, StateError
from index.space import Still, open_for_reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VERSION = 1
FIELDS = ("channels", "kind", "language", "space", "status", "version")
"""Metadata fields that full text can be filtered by."""
_PATIENCE = 2_000
"""Milliseconds that a writer who closes waits for searches that go on."""
REMEDY = "Run ingest verify --repair: full text is built again from the manifest."

_TABLES = f"""
BEGIN IMMEDIATE;
CREATE TABLE chunk (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE label (row INTEGER NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (row, field, value)) WITHOUT ROWID;
CREATE VIRTUAL TABLE stemmed USING fts5(stems, tokenize = 'unicode61 remove_diacritics 0');
PRAGMA user_version = {VERSION};
COMMIT;
"""


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """Opens a full-text file, and makes a new one unless `readonly`. Raises StateError."""
    if readonly and not path.is_file():
        raise StateError(f"there is no full-text file {path}", remedy=REMEDY)
    # A reader that may not write at all would leave SQLite's `-wal` and `-shm` files behind.
    mode = "rw" if readonly else "rwc"
    if readonly and not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        # Nobody writes a copy that was published, and SQLite could not make its shared-memory file there.
        mode = "ro&immutable=1"
    with translated(path, "opened"):
        if mode == "rw":
            db = open_for_reading(path, 30)
        else:
            db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=30,
                isolation_level=None,
                check_same_thread=False,
                factory=Still if readonly else sqlite3.Connection,
            )
        try:
            _prepare(db, path, readonly=readonly)
        except (sqlite3.Error, StateError):
            db.close()
            raise
    return db


def _prepare(db: sqlite3.Connection, path: Path, *, readonly: bool) -> None:
    found = db.execute("PRAGMA user_version").fetchone()[0]
    if readonly:
        db.execute("PRAGMA query_only = ON")
    else:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        if not found and not db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            db.executescript(_TABLES)
            path.chmod(0o600)
            found = VERSION
    if found != VERSION:
        raise StateError(f"{path} is a full-text file of version {found}, not {VERSION}", remedy=REMEDY)


def settle(db: sqlite3.Connection) -> None:
    """Puts what is in the `-wal` file into the full-text file, unless a search that goes on forbids it."""
    with suppress(sqlite3.Error):  # SQLite tries once more when the last one closes
        db.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@contextmanager
def translated(path: Path, action: str) -> Iterator[None]:
    """What SQLite raises, as EnvironmentFaultError (8) for a full disk, else StateError (6)."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", None) or type(error).__name__
        if code == "SQLITE_FULL":
            raise EnvironmentFaultError(
                f"no space left for the full-text file {path}",
                remedy="Free disk space and run ingest sync: what was not written is written then.",
            ) from None
        raise StateError(f"the full-text file {path} cannot be {action} ({code})", remedy=REMEDY) from None
