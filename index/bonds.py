"""What present documents share, as the manifest tells it in order: no row becomes an object.

A document is known by the number of its row here. It stays the same while no document is written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from index.catalog import CURRENT
from index.manifest import Manifest, marks, pages

_PRESENT = f"FROM document d JOIN source ON source.id = d.source_id WHERE source.missing = '' AND {CURRENT}"
_ABSENT = (
    "NOT EXISTS (SELECT 1 FROM document d JOIN source s ON s.id = d.source_id"
    " WHERE d.id = doc_id AND s.missing = '')"
)


class Bonds:
    """Rows of documents, and what several of them have in common."""

    def __init__(self, manifest: Manifest) -> None:
        self._db = manifest.db

    def count(self) -> int:
        """How many documents there are, those that are missing too."""
        return int(self._db.execute("SELECT count(*) FROM document").fetchone()[0])

    def numbers(self) -> array[int]:
        """All present documents, sorted; of two that claim one id the one that counts."""
        rows = self._db.execute(f"SELECT d.rowid {_PRESENT} ORDER BY d.rowid")
        return array("q", (row[0] for row in rows))

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of some documents, sorted."""
        return sorted(
            row[0]
            for page in pages(numbers)
            for row in self._db.execute(f"SELECT id FROM document WHERE rowid IN ({marks(page)})", page)
        )

    def named(self, ids: Sequence[str], origins: Sequence[str]) -> Iterator[int]:
        """Documents of some ids, and those that were read from contents with one of some hashes."""
        for column, values in (("id", ids), ("origin", origins)):
            for page in pages(values):
                sql = f"SELECT rowid FROM document WHERE {column} IN ({marks(page)})"
                yield from (row[0] for row in self._db.execute(sql, page))

    def sketches(self) -> Iterator[tuple[str, str]]:
        """Ids and packed sketches of present documents, by id."""
        yield from self._db.execute(f"SELECT d.id, d.sketch {_PRESENT} ORDER BY d.id")

    def spaces(self) -> dict[str, int]:
        """Present documents by space."""
        sql = (
            "SELECT d.space, count(DISTINCT d.id) FROM document d JOIN source s ON s.id = d.source_id"
            " WHERE s.missing = '' GROUP BY d.space"
        )
        return dict(self._db.execute(sql).fetchall())

    def by_digest(self) -> Iterator[tuple[str, int]]:
        """Digests and the documents that have them, in order; the absent ones too, and those that do not count."""
        yield from self._db.execute("SELECT digest, rowid FROM document WHERE digest <> '' ORDER BY digest")

    def by_handle(self, but: str) -> Iterator[tuple[str, int]]:
        """The same by handles, but for those that begin with `but`."""
        sql = (
            "SELECT h.key, d.rowid FROM handle h JOIN document d ON d.id = h.doc_id AND d.source_id = h.source_id"
            " WHERE h.key < ? OR h.key >= ? ORDER BY h.key"
        )
        yield from self._db.execute(sql, (but, but[:-1] + chr(ord(but[-1]) + 1)))

    def by_sketch(self) -> Iterator[tuple[int, int]]:
        """The same by the numbers of their sketches."""
        sql = "SELECT k.number, d.rowid FROM sketched k JOIN document d ON d.id = k.doc_id ORDER BY k.number"
        yield from self._db.execute(sql)

    def sketched_strays(self) -> list[str]:
        """Documents that have a sketch and are not present any more."""
        return [row[0] for row in self._db.execute(f"SELECT doc_id FROM sketched WHERE {_ABSENT}")]

    def judged(self, generation: int, kinds: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Documents with a verdict of some kinds in a generation, and its detail, by id."""
        sql = f"SELECT doc_id, detail FROM verdict WHERE generation = ? AND kind IN ({marks(kinds)}) ORDER BY doc_id"
        yield from self._db.execute(sql, (generation, *kinds))

    def judged_strays(self, generation: int) -> list[str]:
        """Documents that have a verdict in a generation and are not present any more, by id."""
        sql = f"SELECT doc_id FROM verdict WHERE generation = ? AND {_ABSENT} ORDER BY doc_id"
        return [row[0] for row in self._db.execute(sql, (generation,))]
