"""The part of the manifest that knows files and clean documents, whatever a generation holds of them."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter

from index.manifest import Manifest, marks, pages
from index.records import DocumentRecord, SourceRecord

_SOURCE_NAMES = SourceRecord._fields
_NAMES = tuple(field.name for field in fields(DocumentRecord))
_SOURCE = ", ".join(_SOURCE_NAMES)
_COLUMNS = ", ".join(f"d.{name}" for name in _NAMES)
_PUT_SOURCE = f"INSERT OR REPLACE INTO source ({_SOURCE}) VALUES ({marks(_SOURCE_NAMES)})"
_PUT_DOCUMENT = f"INSERT INTO document ({', '.join(_NAMES)}) VALUES ({marks(_NAMES)})"
_document_values = attrgetter(*_NAMES)
CURRENT = (
    "NOT EXISTS (SELECT 1 FROM document o WHERE o.id = d.id AND o.source_id <> d.source_id"
    " AND (o.rank, o.source_id) > (d.rank, d.source_id)"
    " AND EXISTS (SELECT 1 FROM source s WHERE s.id = o.source_id AND s.missing = ''))"
)
"""Of documents `d` that claim one id, the one that counts."""


def body_hash(body: str) -> str:
    """The key of a body."""
    return hashlib.sha256(body.encode()).hexdigest()[:40]


VERDICTS_FOR = "verdicts-for"
"""Names, in `meta`, what the verdicts in the manifest hold for; "" from the first change to a document on."""


class Catalog:
    """Sources, documents and bodies of a manifest. Changing a document voids the verdicts until they are remade."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self._db = manifest.db

    def sources(self) -> dict[str, SourceRecord]:
        """All files ever read and not forgotten, by id."""
        rows = self._db.execute(f"SELECT {_SOURCE} FROM source")
        return {row[0]: SourceRecord._make(row) for row in rows}

    def troubled(self, ids: Iterable[str]) -> dict[str, SourceRecord]:
        """Files that gave nothing when they were read last, and those of `ids`, by id."""
        found = [*self._db.execute(f"SELECT {_SOURCE} FROM source WHERE state <> 'ok'")]
        for page in pages([*ids]):
            found += self._db.execute(f"SELECT {_SOURCE} FROM source WHERE id IN ({marks(page)})", page)
        return {row[0]: SourceRecord._make(row) for row in found}

    def put_source(self, source: SourceRecord) -> None:
        """Writes a source's row."""
        self._db.execute(_PUT_SOURCE, source)

    def put_body(self, key: str, body: str) -> None:
        """Stores a body under its hash."""
        self._db.execute(
            f"INSERT OR IGNORE INTO {self.manifest.bodies} VALUES (?, ?)",
            (key, zlib.compress(body.encode(), 1)),
        )

    def mark_missing(self, ids: Iterable[str], why: str) -> None:
        """Says that sources are "gone" or "excluded", or ("") back again. Their documents stay until dropped."""
        self._void_verdicts()
        self._db.executemany(
            "UPDATE source SET missing = ? WHERE id = ?", [(why, source_id) for source_id in ids]
        )

    def set_missing_since(self, ids: Iterable[str], since: float) -> None:
        """Sets the tombstones of sources (POSIX seconds), or takes them away (0). Their documents stay present."""
        self._db.executemany(
            "UPDATE source SET missing_since = ? WHERE id = ?", [(since, source_id) for source_id in ids]
        )

    def forget_sources(self, ids: Sequence[str]) -> None:
        """Removes sources with their documents."""
        for page in pages(ids):
            for table in ("document", "handle", "part"):
                self._db.execute(f"DELETE FROM {table} WHERE source_id IN ({marks(page)})", page)
            self._db.execute(f"DELETE FROM source WHERE id IN ({marks(page)})", page)

    def unread(self, excluded: Callable[[str, str], bool]) -> None:
        """Lets the next run read sources that give no document, or one that is `excluded` (by its id and origin)."""
        rows = self._db.execute("SELECT source_id, id, origin FROM document")
        again = {source for source, doc_id, origin in rows if excluded(doc_id, origin)}
        none = "state = 'ok' AND id NOT IN (SELECT source_id FROM document)"
        self._db.execute(f"UPDATE source SET prepare_key = '' WHERE {none}")
        self._db.executemany(
            "UPDATE source SET prepare_key = '' WHERE id = ?", [(source,) for source in sorted(again)]
        )

    def replace_documents(
        self, source_id: str, documents: Sequence[tuple[DocumentRecord, str | None]]
    ) -> None:
        """Sets what a source gives: rows with their bodies, a JSON text each, None for one that is stored."""
        self._void_verdicts()
        for table in ("document", "handle"):
            self._db.execute(f"DELETE FROM {table} WHERE source_id = ?", (source_id,))
        for record, body in documents:
            self._db.execute(_PUT_DOCUMENT, _document_values(record))
            self._put_handles(record)
            if body is not None:
                self.put_body(record.body, body)

    def set_handles(self, record: DocumentRecord) -> None:
        """Writes the handles of a document that is there."""
        where = (record.id, record.source_id)
        self._db.execute(
            "UPDATE document SET handles = ? WHERE id = ? AND source_id = ?", (record.handles, *where)
        )
        self._db.execute("DELETE FROM handle WHERE doc_id = ? AND source_id = ?", where)
        self._put_handles(record)

    def _put_handles(self, record: DocumentRecord) -> None:
        rows = [(key, record.source_id, record.id) for key in json.loads(record.handles or "[]")]
        self._db.executemany("INSERT OR IGNORE INTO handle VALUES (?, ?, ?)", rows)

    def of_sources(self, ids: Sequence[str]) -> list[DocumentRecord]:
        """Documents that given sources give, missing ones too."""
        return self._documents("d.source_id", ids, present=False)

    def of_digests(self, digests: Sequence[str]) -> list[DocumentRecord]:
        """Present documents with one of the digests."""
        return self._documents("d.digest", digests)

    def of_origins(self, origins: Sequence[str]) -> list[DocumentRecord]:
        """Present documents that were read from contents with one of the hashes."""
        return self._documents("d.origin", origins)

    def of_marks(self, marks: Sequence[str]) -> dict[str, DocumentRecord]:
        """Documents that were made from the same, by mark; of missing sources too."""
        return {record.mark: record for record in self._documents("d.mark", marks, present=False)}

    def holding(self, keys: Sequence[str]) -> set[str]:
        """Ids of present documents with one of the handles."""
        sql = (
            "SELECT h.doc_id FROM handle h JOIN source s ON s.id = h.source_id"
            " WHERE h.key IN ({}) AND s.missing = ''"
        )
        return {row[0] for page in pages(keys) for row in self._db.execute(sql.format(marks(page)), page)}

    def crowded(self, keys: Sequence[str], most: int) -> set[str]:
        """Those of the handles `keys` that more than `most` present documents have."""
        sql = (
            "SELECT h.key FROM handle h JOIN source s ON s.id = h.source_id"
            " WHERE h.key IN ({}) AND s.missing = '' GROUP BY h.key HAVING count(DISTINCT h.doc_id) > ?"
        )
        rows = (
            row for page in pages(keys) for row in self._db.execute(sql.format(marks(page)), (*page, most))
        )
        return {row[0] for row in rows}

    def frequent(self, prefix: str, least: int) -> Iterator[tuple[str, int]]:
        """Handles that begin with `prefix` and how many present documents have each, from `least` on."""
        sql = (
            "SELECT h.key, count(DISTINCT h.doc_id) n FROM handle h JOIN source s ON s.id = h.source_id"
            " WHERE h.key >= ? AND h.key < ? AND s.missing = '' GROUP BY h.key HAVING n >= ? ORDER BY h.key"
        )
        yield from self._db.execute(sql, (prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1), least))

    def edges_of(self, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
        """The `edges` of given present documents, by id."""
        for page in pages(ids):
            sql = (
                "SELECT d.id, d.edges FROM document d JOIN source ON source.id = d.source_id"
                f" WHERE d.id IN ({marks(page)}) AND source.missing = '' AND {CURRENT} ORDER BY d.id"
            )
            yield from self._db.execute(sql, page)

    def get(self, ids: Sequence[str]) -> dict[str, DocumentRecord]:
        """Present documents by id; of two that claim one id the one that counts."""
        return {record.id: record for record in self._documents("d.id", ids)}

    def documents(self) -> Iterator[DocumentRecord]:
        """All documents whose source is present, by id."""
        sql = (
            f"SELECT {_COLUMNS} FROM document d JOIN source ON source.id = d.source_id"
            f" WHERE source.missing = '' AND {CURRENT} ORDER BY d.id"
        )
        for row in self._db.execute(sql):
            yield DocumentRecord(**dict(zip(_NAMES, row, strict=True)))

    def counts_of(self) -> Iterator[tuple[str, str]]:
        """What cleaning counted in present documents, as JSON, by id; nothing for those where there was nothing."""
        sql = (
            f"SELECT d.id, d.counts FROM document d JOIN source ON source.id = d.source_id"
            f" WHERE source.missing = '' AND d.counts <> '{{}}' AND {CURRENT} ORDER BY d.id"
        )
        yield from self._db.execute(sql)

    def contents(self) -> Iterator[tuple[str, str, int, str]]:
        """Id, content key, length in code points and root of all present documents, by id."""
        yield from self._db.execute(
            "SELECT d.id, d.content, d.chars, d.root FROM document d JOIN source ON source.id = d.source_id"
            f" WHERE source.missing = '' AND {CURRENT} ORDER BY d.id"
        )

    def body(self, key: str) -> str:
        """A stored body. Raises KeyError."""
        for table in dict.fromkeys((self.manifest.bodies, "body")):
            row = self._db.execute(f"SELECT data FROM {table} WHERE hash = ?", (key,)).fetchone()
            if row:
                return zlib.decompress(row[0]).decode()
        raise KeyError(key)

    def text(self, key: str) -> str:
        """The text of a stored body: what chunks are slices of. Raises KeyError."""
        return self.body(key).partition("\n")[2]

    def sweep_bodies(self) -> None:
        """Removes bodies that neither a document nor a chunk of any generation uses."""
        self._db.execute(
            "DELETE FROM body WHERE hash NOT IN (SELECT body FROM document UNION SELECT body FROM chunk)"
        )

    def _void_verdicts(self) -> None:
        if self.manifest.meta(VERDICTS_FOR):
            self.manifest.set_meta(VERDICTS_FOR, "")

    def _documents(self, column: str, values: Sequence[str], *, present: bool = True) -> list[DocumentRecord]:
        found: list[DocumentRecord] = []
        where = f"AND source.missing = '' AND {CURRENT}" if present else ""
        for page in pages(values):
            sql = (
                f"SELECT {_COLUMNS} FROM document d JOIN source ON source.id = d.source_id"
                f" WHERE {column} IN ({marks(page)}) {where} ORDER BY d.id"
            )
            found += [
                DocumentRecord(**dict(zip(_NAMES, row, strict=True))) for row in self._db.execute(sql, page)
            ]
        return found
