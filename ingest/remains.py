"""What would show that something was not forgotten, read before it is erased; and where it stands afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.catalog import Catalog
from index.erase import Traces, packed_of, texts_of
from index.manifest import NAME, Manifest
from ingest import proof
from ingest.needles import Names, Needles
from ingest.settings import Settings
from ingest.staying import given_by_us, holding, ids_left, names_in, places_of

PHRASE, LEAST = 80, 12
"""Code points of a line that are sought, and how many it must have to say anything."""
MOST = 2000
"""Phrases, and as many pieces of bytes, that are sought; of more an even sample."""
WINDOW, STEP = 48, 1500
"""A file's pages part what is long: so many bytes of each so many are sought."""


@dataclass(slots=True, kw_only=True)
class Sought:
    """What would show that something was not forgotten: lines of texts, and pieces of what is no text.

    `phrases` say whose line each is, and which. `names` are ids that must go too, but for where forgetting is told.
    """

    phrases: dict[str, str]
    pieces: list[bytes]
    names: tuple[str, ...] = ()
    told: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Manifest, what: Traces, ids: Sequence[str] = ()) -> Sought:
        """Reads it from the manifest, before anything is erased; `ids` name it, too."""
        lines: dict[str, str] = {}
        for doc_id, kind, text in texts_of(manifest, what.documents):
            for number, line in _phrases(text):
                where = f"line {number}" if kind == "body" else f"the {kind}"
                lines.setdefault(line, f"{where} of {doc_id}")
        pieces = dict.fromkeys(
            piece for data in packed_of(manifest, what.documents) for piece in _pieces(data)
        )
        return cls(
            phrases=dict(_sample(list(lines.items()))),
            pieces=_sample(list(pieces)),
            names=(*ids, *what.documents, *what.sources),
        )

    def search(self, settings: Settings, manifest: Manifest) -> tuple[list[dict[str, str]], int]:
        """Where something of it stands, and how many lines cannot tell, since documents that stay say the same.

        Files of people, such as that of the decisions, are not searched.
        """
        lines, pieces = _own([*self.phrases], manifest), _own_pieces(self.pieces, manifest)
        shared = len(self.phrases) - len(lines)
        needles = Needles(lines)
        for piece in pieces:
            needles.add_bytes(piece)
        places = [settings.state.dir, settings.audit.path]
        places += [settings.publish.dir] if settings.publish.dir else []
        files = [file for file in proof.files_below(places) if file != settings.decisions.path]
        self.told = {
            "files": len(files),
            "bytes": proof.bytes_of(files),
            "lines": len(lines),
            "pieces": len(pieces),
        }
        if not needles.count:
            return [], shared
        common = [*places_of(settings), *ids_left(manifest)]

        def may_stay(path: Path, numbers: Iterable[int]) -> Names:
            told = [*self.names] if path == settings.audit.path else []
            told += [path.name] if given_by_us(path, places) else []
            sought = [lines[number - 1] for number in numbers if number <= len(lines)]
            return Names(holding([*common, *told, *names_in(path)], sought) if sought else ())

        leaks = proof.search(files, needles, may_stay)
        found = {(leak.file, leak.number): leak for leak in sorted(leaks, key=_telling)}
        what = [self.phrases[line] for line in lines] + ["packed text, a vector or the id of a chunk"] * len(
            pieces
        )
        finds = [
            {
                "file": file,
                "place": found[file, number].place,
                "what": what[number - 1],
                "remedy": remedy(settings, file),
            }
            for file, number in sorted(found)
        ]
        return [dict(one) for one in dict.fromkeys(tuple(find.items()) for find in finds)], shared


def remedy(settings: Settings, file: str) -> str:
    """What a person can do about a file in which something was found."""
    path = Path(file)
    if path == settings.audit.path:
        return (
            "Move the log away, to where such texts may lie; the next run begins a new one."
            " Its lines are chained: none can be taken out."
        )
    if settings.publish.dir and settings.publish.dir in path.parents:
        return "Delete that copy; ingest sync publishes another one when something changed."
    if not path.is_relative_to(settings.state.dir):
        return "Delete the file."
    first = path.relative_to(settings.state.dir).parts[0]
    if first.startswith("gen-"):
        return "Build that generation again: ingest rebuild --from-cache --set state.keep=0."
    if first.startswith(NAME):
        return "Drop reports of runs: ingest vacuum --set state.keep_days=0; then ingest verify --repair."
    return "Delete the file: no run needs it."


def _telling(leak: proof.Leak) -> tuple[bool, str]:
    """The last one of a file says best where: a line or a column, not only that it is there."""
    return leak.place != "bytes", leak.place


def _phrases(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        plain = line.strip()[:PHRASE].strip()
        if len(plain) >= LEAST:
            yield number, plain


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
    needles, others = Needles(phrases), set[int]()
    for text in _remaining(manifest):
        others |= needles.found_in_text(text)
    return [phrase for number, phrase in enumerate(phrases, start=1) if number not in others]


def _own_pieces(pieces: Sequence[bytes], manifest: Manifest) -> list[bytes]:
    """Those that nothing that stays has: equal chunks have equal vectors, short texts begin alike when packed."""
    needles, others = Needles(()), set[int]()
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
    for row in manifest.db.execute("SELECT DISTINCT title, labels, section, space FROM document").fetchall():
        yield from row
