"""The part of the manifest that knows which documents are alike: sketches, where their keys occur, pairs.

A sketch is opaque here: a number that names it, bytes, and the keys it is found by. Documents with equal texts share
one, so that a text in ten copies does not make its own phrases common.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.manifest import Manifest, marks, pages

_AT_ONCE = 100_000
"""Keys that are put in order, and so into few pages of their table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRecord:
    """Two sketches that were judged to be alike. `detail` is JSON."""

    small: int
    large: int
    kind: str
    detail: str


class Sketches:
    """Sketches of a manifest. Callers hold the transaction."""

    def __init__(self, manifest: Manifest) -> None:
        self._db = manifest.db

    def clear(self) -> None:
        """Removes everything."""
        for table in ("sketch", "sketched", "sketch_key", "likeness", "overlap"):
            self._db.execute(f"DELETE FROM {table}")

    def count(self) -> int:
        """How many different sketches there are."""
        return int(self._db.execute("SELECT count(*) FROM sketch").fetchone()[0])

    def data(self, number: int) -> bytes | None:
        """A sketch's bytes; None for one that is not there."""
        row = self._db.execute("SELECT data FROM sketch WHERE number = ?", (number,)).fetchone()
        return None if row is None else bytes(row[0])

    def data_of(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The bytes of some sketches."""
        for page in pages(numbers):
            yield from self._db.execute(
                f"SELECT number, data FROM sketch WHERE number IN ({marks(page)})", page
            )

    def numbers(self) -> array[int]:
        """All sketches, in order."""
        return array("q", (row[0] for row in self._db.execute("SELECT number FROM sketch ORDER BY number")))

    def strays(self) -> array[int]:
        """Sketches that no document has any more."""
        sql = "SELECT number FROM sketch s WHERE NOT EXISTS (SELECT 1 FROM sketched k WHERE k.number = s.number)"
        return array("q", (row[0] for row in self._db.execute(sql)))

    def known(self, numbers: Sequence[int]) -> set[int]:
        """Those of `numbers` that are here."""
        return {
            row[0]
            for page in pages(numbers)
            for row in self._db.execute(f"SELECT number FROM sketch WHERE number IN ({marks(page)})", page)
        }

    def put(self, sketches: Iterable[tuple[int, bytes, Iterable[int]]]) -> None:
        """Adds sketches that are not there yet: numbers, bytes, keys."""
        rows = list[tuple[int, int]]()
        for number, data, keys in sketches:
            self._db.execute("INSERT INTO sketch VALUES (?, ?)", (number, data))
            rows += [(key, number) for key in keys]
            if len(rows) > _AT_ONCE:
                self._put_keys(rows)
                rows = []
        self._put_keys(rows)

    def _put_keys(self, rows: list[tuple[int, int]]) -> None:
        self._db.executemany(
            "INSERT INTO sketch_key VALUES (?, ?)", sorted(rows)
        )  # in the order of the table

    def drop(self, number: int, keys: Iterable[int]) -> None:
        """Removes a sketch and its pairs."""
        self._db.execute("DELETE FROM sketch WHERE number = ?", (number,))
        self._db.executemany(
            "DELETE FROM sketch_key WHERE key = ? AND number = ?", [(key, number) for key in keys]
        )
        self.drop_pairs([number])

    def of_documents(self, ids: Sequence[str]) -> dict[str, int]:
        """Sketches by document."""
        found: dict[str, int] = {}
        for page in pages(ids):
            rows = self._db.execute(
                f"SELECT doc_id, number FROM sketched WHERE doc_id IN ({marks(page)})", page
            )
            found.update(dict(rows.fetchall()))
        return found

    def documents_of(self, number: int) -> list[str]:
        """Documents that have a sketch, by id."""
        rows = self._db.execute("SELECT doc_id FROM sketched WHERE number = ? ORDER BY doc_id", (number,))
        return [row[0] for row in rows]

    def assign(self, numbers: Mapping[str, int | None]) -> None:
        """Says which sketches documents have now; None: none."""
        self._db.executemany("DELETE FROM sketched WHERE doc_id = ?", [(doc_id,) for doc_id in numbers])
        rows = [(doc_id, number) for doc_id, number in numbers.items() if number is not None]
        self._db.executemany("INSERT INTO sketched VALUES (?, ?)", rows)

    def holders(self, key: int, most: int) -> list[int]:
        """Sketches that hold a key: at most so many."""
        rows = self._db.execute("SELECT number FROM sketch_key WHERE key = ? LIMIT ?", (key, most))
        return [row[0] for row in rows]

    def holding(self, key: int, most: int) -> int:
        """How many sketches hold a key: at most so many."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM sketch_key WHERE key = ? LIMIT ?)"
        return int(self._db.execute(sql, (key, most)).fetchone()[0])

    def every(self) -> Iterator[tuple[int, bytes]]:
        """All sketches with their bytes, by number."""
        yield from self._db.execute("SELECT number, data FROM sketch ORDER BY number")

    def key_pages(self) -> Iterator[list[tuple[int, int]]]:
        """All keys and who holds them, in order, some at a time."""
        rows = self._db.execute("SELECT key, number FROM sketch_key ORDER BY key, number")
        while page := rows.fetchmany(_AT_ONCE // 2):
            yield page

    def pairs_of(self, number: int) -> Iterator[PairRecord]:
        """Pairs that a sketch is in, by their sketches' numbers."""
        sql = "SELECT small, large, kind, detail FROM likeness WHERE small = ? UNION ALL"
        sql += " SELECT small, large, kind, detail FROM likeness WHERE large = ? ORDER BY 1, 2"
        for small, large, kind, detail in self._db.execute(sql, (number, number)).fetchall():
            yield PairRecord(small=small, large=large, kind=kind, detail=detail)

    def pairs(self) -> Iterator[PairRecord]:
        """All pairs, by their sketches' numbers."""
        for small, large, kind, detail in self._db.execute(
            "SELECT small, large, kind, detail FROM likeness ORDER BY small, large"
        ):
            yield PairRecord(small=small, large=large, kind=kind, detail=detail)

    def pair_numbers(self) -> Iterator[tuple[int, int]]:
        """The numbers of the sketches of all pairs."""
        yield from self._db.execute("SELECT small, large FROM likeness")

    def pairs_among(self, numbers: Sequence[int]) -> Iterator[PairRecord]:
        """Pairs of sketches of which the smaller is one of `numbers`."""
        for page in pages(numbers):
            sql = f"SELECT small, large, kind, detail FROM likeness WHERE small IN ({marks(page)})"
            for small, large, kind, detail in self._db.execute(sql, page):
                yield PairRecord(small=small, large=large, kind=kind, detail=detail)

    def drop_pairs(self, numbers: Iterable[int]) -> None:
        """Forgets the pairs that sketches are in, and what they have in common with others."""
        for number in numbers:
            for table in ("likeness", "overlap"):
                self._db.execute(f"DELETE FROM {table} WHERE small = ?", (number,))
                self._db.execute(f"DELETE FROM {table} WHERE large = ?", (number,))

    def forget_pairs(self) -> None:
        """Forgets all of that."""
        for table in ("likeness", "overlap"):
            self._db.execute(f"DELETE FROM {table}")

    def drop_pair(self, small: int, large: int) -> None:
        """Forgets one pair, if it is there."""
        self._db.execute("DELETE FROM likeness WHERE small = ? AND large = ?", (small, large))

    def put_pairs(self, pairs: Iterable[PairRecord]) -> None:
        """Adds pairs that are not there yet."""
        self._db.executemany(
            "INSERT INTO likeness VALUES (?, ?, ?, ?)",
            [(pair.small, pair.large, pair.kind, pair.detail) for pair in pairs],
        )

    def overlaps_of(self, numbers: Sequence[int]) -> dict[tuple[int, int], bytes]:
        """What sketches have in common with others, as bytes that are opaque here, by the numbers of both."""
        found: dict[tuple[int, int], bytes] = {}
        for page in pages(numbers):
            for side in ("small", "large"):
                rows = self._db.execute(
                    f"SELECT small, large, counts FROM overlap WHERE {side} IN ({marks(page)})", page
                )
                found.update(((small, large), counts) for small, large, counts in rows)
        return found

    def overlaps(self) -> dict[tuple[int, int], bytes]:
        """All of that."""
        rows = self._db.execute("SELECT small, large, counts FROM overlap")
        return {(small, large): counts for small, large, counts in rows}

    def put_overlaps(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Adds or replaces some of that."""
        self._db.executemany("INSERT OR REPLACE INTO overlap VALUES (?, ?, ?)", rows)

    def drop_overlaps(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Forgets some of that."""
        self._db.executemany("DELETE FROM overlap WHERE small = ? AND large = ?", pairs)
