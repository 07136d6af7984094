"""What the manifest knows of containers: by what an unchanged document is known again, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple

from index.manifest import Manifest
from index.records import PartRecord


class Containers:
    """Marks and parts of the sources of a manifest."""

    def __init__(self, manifest: Manifest) -> None:
        self._db = manifest.db

    def marks(self, source_id: str) -> list[str]:
        """The marks of what a source gave the last time."""
        sql = "SELECT mark FROM document WHERE source_id = ? AND mark <> ''"
        return [row[0] for row in self._db.execute(sql, (source_id,))]

    def shared_marks(self, root: str) -> list[str]:
        """The marks of documents below `root` whose ids are not their file's: another export may give them again."""
        sql = (
            "SELECT DISTINCT mark FROM document WHERE root = ? AND mark <> ''"
            " AND substr(id, 1, length(source_id) + 1) <> source_id || '#'"
        )
        return [row[0] for row in self._db.execute(sql, (root,))]

    def parts(self) -> dict[str, list[PartRecord]]:
        """What could not be read of each source, by id."""
        found: dict[str, list[PartRecord]] = {}
        for row in self._db.execute(
            "SELECT source_id, id, code, stage, detail FROM part ORDER BY source_id, id"
        ):
            found.setdefault(row[0], []).append(_part(row))
        return found

    def parts_of(self, source_id: str) -> list[PartRecord]:
        """The same of one source."""
        sql = "SELECT source_id, id, code, stage, detail FROM part WHERE source_id = ? ORDER BY id"
        return [_part(row) for row in self._db.execute(sql, (source_id,))]

    def replace_parts(self, source_id: str, parts: Iterable[PartRecord]) -> None:
        """Sets what could not be read of a source."""
        self._db.execute("DELETE FROM part WHERE source_id = ?", (source_id,))
        self._db.executemany("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)", map(astuple, parts))


def _part(row: tuple[str, str, str, str, str]) -> PartRecord:
    source_id, id_, code, stage, detail = row
    return PartRecord(source_id=source_id, id=id_, code=code, stage=stage, detail=detail)
