"""A view over a table in which changes stay in memory: what `plan` works on where a copy would cost too much.

A temporary view of the table's name shows its rows but for those that were replaced or deleted, and what was put
since; triggers lead inserts and deletes there. So the code of `sync` runs on it as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence


def put_layer_on(db: sqlite3.Connection, table: str, key: Sequence[str]) -> None:
    """Shadows `table`, whose primary key is `key`. Through it INSERT replaces; there is no UPDATE."""
    sql = db.execute("SELECT sql FROM main.sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    types = {row[1]: row[2] for row in db.execute(f"PRAGMA main.table_info({table})")}
    columns = list(types)
    names, keys = ", ".join(columns), ", ".join(key)
    same = " AND ".join(f"g.{name} = m.{name}" for name in key)
    db.execute(sql.replace(f"CREATE TABLE {table}", f"CREATE TEMP TABLE fresh_{table}", 1))
    typed = ", ".join(f"{name} {types[name]}" for name in key)  # without its type an index is not used
    db.execute(f"CREATE TEMP TABLE gone_{table} ({typed}, PRIMARY KEY ({keys})) WITHOUT ROWID")
    db.execute(
        f"CREATE TEMP VIEW {table} AS SELECT {names} FROM main.{table} m"
        f" WHERE NOT EXISTS (SELECT 1 FROM temp.gone_{table} g WHERE {same})"
        f" UNION ALL SELECT {names} FROM temp.fresh_{table}"
    )
    old, new = (", ".join(f"{which}.{name}" for name in key) for which in ("old", "new"))
    values = ", ".join(f"new.{name}" for name in columns)
    db.execute(
        f"CREATE TEMP TRIGGER put_{table} INSTEAD OF INSERT ON temp.{table} BEGIN"
        f" INSERT OR IGNORE INTO gone_{table} VALUES ({new});"
        f" INSERT OR REPLACE INTO fresh_{table} VALUES ({values}); END"
    )
    where = " AND ".join(f"{name} = old.{name}" for name in key)
    db.execute(
        f"CREATE TEMP TRIGGER drop_{table} INSTEAD OF DELETE ON temp.{table} BEGIN"
        f" DELETE FROM fresh_{table} WHERE {where};"
        f" INSERT OR IGNORE INTO gone_{table} VALUES ({old}); END"
    )
