"""What would show that something was not forgotten, read before it is erased; and where it stands afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.catalog import Catalog
from index.erase import Traces, packed_of, texts_of
from index.manifest import Manifest
from ingest import proof
from ingest.settings import Settings

PHRASE, LEAST = 80, 12
"""Code points of a line that are sought, and how many it must have to say anything."""
MOST = 2000
"""Phrases, and as many pieces of bytes, that are sought; of more an even sample."""
WINDOW, STEP = 48, 1500
"""A file's pages part what is long: so many bytes of each so many are sought."""


@dataclass(slots=True, kw_only=True)
class Sought:
    """What would show that something was not forgotten: lines of texts, and pieces of what is no text."""

    phrases: list[str]
    pieces: list[bytes]
    told: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Manifest, what: Traces) -> Sought:
        """Reads it from the manifest, before anything is erased."""
        lines = dict.fromkeys(line for text in texts_of(manifest, what.documents) for line in _phrases(text))
        pieces = dict.fromkeys(
            piece for data in packed_of(manifest, what.documents) for piece in _pieces(data)
        )
        return cls(phrases=_sample(list(lines)), pieces=_sample(list(pieces)))

    def search(self, settings: Settings, manifest: Manifest) -> tuple[list[dict[str, str]], int]:
        """Where something of it stands, and how many lines cannot tell, since documents that stay say the same."""
        lines, pieces = _own(self.phrases, manifest), _own_pieces(self.pieces, manifest)
        shared = len(self.phrases) - len(lines)
        needles = proof.Needles(lines)
        for piece in pieces:
            needles.add_bytes(piece)
        places = [settings.state.dir, settings.audit.path]
        places += [settings.publish.dir] if settings.publish.dir else []
        files = proof.files_below(places)
        self.told = {
            "files": len(files),
            "bytes": proof.bytes_of(files),
            "lines": len(lines),
            "pieces": len(pieces),
        }
        if not needles.count:
            return [], shared
        found = dict.fromkeys((leak.file, leak.place) for leak in proof.search(files, needles))
        return [{"file": file, "place": place} for file, place in found], shared


def _phrases(text: str) -> Iterator[str]:
    for line in text.splitlines():
        plain = line.strip()[:PHRASE].strip()
        if len(plain) >= LEAST:
            yield plain


def _pieces(data: bytes) -> Iterator[bytes]:
    """Windows that differ from those of other data: not of zeros, as most of a vector of the builtin embedder is."""
    if len(data) <= WINDOW:
        yield data
        return
    for start in range(0, len(data), STEP):
        part = data[start : start + STEP].strip(b"\0")
        if len(part) >= WINDOW // 2 and len(set(part)) >= WINDOW // 4:
            yield part[:WINDOW] if len(set(part[:WINDOW])) >= WINDOW // 2 else part


def _sample(items: list[Any]) -> list[Any]:
    return items[:: -(-len(items) // MOST)] if items else []


def _own(phrases: Sequence[str], manifest: Manifest) -> list[str]:
    """Those that no document says that stays."""
    if not phrases:
        return []
    needles, others = proof.Needles(phrases), set[int]()
    for text in _remaining(manifest):
        others |= needles.found_in_text(text)
    return [phrase for number, phrase in enumerate(phrases, start=1) if number not in others]


def _own_pieces(pieces: Sequence[bytes], manifest: Manifest) -> list[bytes]:
    """Those that nothing that stays has: equal chunks have equal vectors, short texts begin alike when packed."""
    needles, others = proof.Needles(()), set[int]()
    for piece in pieces:
        needles.add_bytes(piece)
    for table in ("body", "vector"):
        for (data,) in manifest.db.execute(f"SELECT data FROM {table}"):
            others |= needles.found(data)
    return [piece for number, piece in enumerate(pieces, start=1) if number not in others]


def _remaining(manifest: Manifest) -> Iterable[str]:
    catalog = Catalog(manifest)
    for (key,) in manifest.db.execute("SELECT hash FROM body").fetchall():
        yield catalog.text(key)
    for (title,) in manifest.db.execute("SELECT DISTINCT title FROM document").fetchall():
        yield title
