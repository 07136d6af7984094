"""Whose a row of a stored table is: the document, its file and its chunk, by the ids under which they are stored."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.manifest import NAME

_FILES: Final = frozenset({"source", "part"})
"""Tables of the manifest whose rows are files, or parts of some."""
_CHROMA, _LEXICAL = "chroma.sqlite3", "lexical.db"
_ROW_OF = {
    "embedding_metadata": "id",
    "embedding_fulltext_search": "id",
    "embedding_fulltext_search_content": "id",
}
_LINE_OF = {"label": "row", "stemmed": "id", "stemmed_content": "id"}
_CHUNK_OF = {"embeddings": "embedding_id", "embeddings_queue": "id", "chunk": "id"}
"""By table the column that tells the row in Chroma, the line in the lexical index, the chunk."""
_OF_BODY = "SELECT id FROM document WHERE body = ?1 UNION SELECT doc_id FROM chunk WHERE body = ?1 ORDER BY 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose a row is: ids as they are stored, that is masked; "" for what is not known."""

    document: str = ""
    source: str = ""
    chunk: str = ""


NOBODY: Final = Owner()


class Owners:
    """Tells whose rows are, of SQLite files that a run wrote. `manifest` knows documents by chunks and bodies."""

    def __init__(self, manifest: Path | None = None) -> None:
        self._manifest = manifest if manifest and manifest.is_file() else None

    def of(self, path: Path, table: str, cells: Mapping[str, object]) -> Owner:
        """Whose the row of `cells` (by column) is, in `table` of the file `path`."""
        if path.name == NAME:
            return self._of_manifest(table, cells)
        if not (chunk := _chunk(path, table, cells)):
            return NOBODY
        return self.document(self._told("SELECT doc_id FROM chunk WHERE id = ?", chunk), chunk)

    def _of_manifest(self, table: str, cells: Mapping[str, object]) -> Owner:
        if table in _FILES:
            return Owner(source=str(cells["id"]))
        if table == "document":
            return Owner(document=str(cells["id"]), source=str(cells["source_id"]))
        if table == "question":
            return self.document(str(json.loads(str(cells["documents"]))[0]))
        if table == "body":
            return self.document(self._told(_OF_BODY, cells["hash"]))
        chunk = str(cells["id"]) if table == "chunk" else ""
        return self.document(str(cells.get("doc_id") or ""), chunk)

    def document(self, document: str, chunk: str = "") -> Owner:
        """The document of that id as an owner, with its file; `NOBODY` for ""."""
        source = self._told("SELECT source_id FROM document WHERE id = ?", document) if document else ""
        return Owner(document=document, source=source, chunk=chunk)

    def _told(self, sql: str, value: object) -> str:
        return _one(self._manifest, sql, value) if self._manifest else ""


def _chunk(path: Path, table: str, cells: Mapping[str, object]) -> str:
    """The chunk that a row of Chroma or of the lexical index is of."""
    if path.name not in {_CHROMA, _LEXICAL}:
        return ""
    if table in _CHUNK_OF:
        return str(cells[_CHUNK_OF[table]])
    if table in _ROW_OF:
        return _one(path, "SELECT embedding_id FROM embeddings WHERE id = ?", cells[_ROW_OF[table]])
    if table in _LINE_OF:
        return _one(path, "SELECT id FROM chunk WHERE row = ?", cells[_LINE_OF[table]])
    return ""


def _one(path: Path, sql: str, value: object) -> str:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
        row = db.execute(sql, (value,)).fetchone()
    return str(row[0]) if row else ""
