"""The recognizers read once more all that is stored: documents as a whole, and whatever else is text."""

from __future__ import annotations

import json
import re
import sqlite3
import tomllib
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.manifest import NAME
from index.store.lexical import stem_line
from ingest.document import Block, Document, Head, Labels
from ingest.owners import NOBODY, Owner, Owners
from ingest.proof import is_database, owned_texts
from ingest.recheck_columns import EDGES, HANDLES, PATH_KEYS, PATHS, SYSTEM, SYSTEM_KEYS, key_in
from ingest.recheck_page import texts_of_page
from ingest.select.families import keys_of
from ingest.transport import unpack_blocks, unpack_labels

if TYPE_CHECKING:
    from ingest.clean.cleaner import Cleaner

_JOINT = re.compile(r"\s*(?:\0|\n\n| > )\s*")
"""What texts are joined by: headings to a breadcrumb, parts to a key, a table's head to its rows."""
_BODIES = """
SELECT id, source_id, title, labels, section, body FROM document
UNION SELECT d.id, d.source_id, d.title, d.labels, d.section, c.body FROM chunk c JOIN document d ON d.id = c.doc_id
"""
_ALONE = """
SELECT hash FROM body WHERE hash NOT IN (SELECT body FROM document)
AND hash NOT IN (SELECT c.body FROM chunk c JOIN document d ON d.id = c.doc_id)
"""
_TEXTS = {".json", ".txt", ".log", ".md", ".csv"}

Found = tuple[str, Counter[str], Owner]
"""A place, what is found there (types, and how often), and whose it is."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Find:
    """In `file`, at `place` (a document, a table's column, a line), `count` values of `type` stand.

    In what is of the document `document` of the file `source`; "" where nobody knows.
    """

    file: str
    place: str
    type: str
    count: int
    document: str = ""
    source: str = ""


class Recheck:
    """Reads a state directory, the audit log and the decisions with the recognizers and lists of a cleaner.

    A document is read as a whole, as it was cleaned. What is a part of one is known, and not read alone: out of its
    context a name looks like a word, and a word like a name. `documents` and `texts` count what was read.
    """

    def __init__(self, cleaner: Cleaner, owners: Owners) -> None:
        self._cleaner, self._owners = cleaner, owners
        self._known: set[bytes] = set()
        self._unclean: set[str] = set()
        self.documents = 0
        self.texts = 0

    def read(self, files: Iterable[Path]) -> Iterator[Find]:
        """All finds; the manifest comes first. Raises LoadError when a recognizer fails."""
        for path in sorted(files, key=lambda path: (path.name != NAME, path)):
            found: Counter[tuple[str, str, str, str]] = Counter()
            for place, types, of in self._places(path):
                found.update({(place, kind, of.document, of.source): types[kind] for kind in types})
            for (place, kind, document, source), count in sorted(found.items()):
                yield Find(
                    file=str(path), place=place, type=kind, count=count, document=document, source=source
                )

    def _places(self, path: Path) -> Iterator[Found]:
        if is_database(path):
            if path.name == NAME:
                with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
                    yield from self._documents(db)
                    yield from self._chunks(db)
            yield from self._columns(path)
        elif path.suffix == ".jsonl":
            with path.open(encoding="utf-8", errors="replace") as file:
                for number, line in enumerate(file, start=1):
                    yield f"line {number}", self._value(line), NOBODY
        elif path.suffix == ".toml":
            text = path.read_text(encoding="utf-8", errors="replace")
            for number, line in enumerate(text.splitlines(), start=1):
                if line.lstrip().startswith("#"):
                    yield f"line {number}", self._text(line), NOBODY
            yield "entries", self._leaves(tomllib.loads(text)), NOBODY
        elif path.suffix == ".html":
            for text, is_name in texts_of_page(path.read_text(encoding="utf-8", errors="replace")):
                yield "text", self._path(text) if is_name else self._text(text), NOBODY
        elif path.suffix in _TEXTS:
            yield "text", self._value(path.read_text(encoding="utf-8", errors="replace")), NOBODY

    def _documents(self, db: sqlite3.Connection) -> Iterator[Found]:
        """Documents, once for each body they have: as cleaned, and without boilerplate. Then bodies that nobody has."""
        for doc_id, source_id, title, labels, section, key in db.execute(_BODIES):
            document = Document(
                id=doc_id,
                source_id=source_id,
                title=title,
                labels=unpack_labels(labels),
                blocks=unpack_blocks(_body(db, key)),
                digest="",
                section=tuple(json.loads(section)),
            )
            owner = Owner(document=doc_id, source=source_id)
            yield f"document {doc_id}", self._whole(document, key), owner
        for (key,) in db.execute(_ALONE):
            yield f"body {key}", self._whole(_bare(*unpack_blocks(_body(db, key))), key), NOBODY

    def _whole(self, document: Document, key: str) -> Counter[str]:
        """What is clean as a whole is known from here on; `key` is the document's body."""
        self.documents += 1
        if found := self._cleaner.remaining(document):
            self._unclean.add(key)
            return found
        texts = [document.title, *document.section, *document.labels.channels]
        texts += [value for value in asdict(document.labels).values() if isinstance(value, str)]
        texts += [block.text for block in document.blocks if block.kind == "heading"]
        for text in texts:
            self._know(text)
        for handle in _handles_of(document):
            self._know(handle)
        return found

    def _chunks(self, db: sqlite3.Connection) -> Iterator[Found]:
        """What chunks add to their bodies. Their texts, and the stems of these, are known from here on."""
        key, text = "", ""
        for body, prefix, start, end, metadata, doc_id in db.execute(
            "SELECT body, prefix, start, end, metadata, doc_id FROM chunk ORDER BY body"
        ):
            if body != key:
                key, text = body, _body(db, body).partition("\n")[2]
            chunk = prefix + text[start:end]
            if body in self._unclean:
                if not self._text(chunk):
                    self._know(stem_line(chunk, json.loads(metadata)))  # stems alone have lost their signs
                continue
            if prefix.strip() in text:
                self._know(prefix)
            else:
                yield "chunk.prefix", self._text(prefix), self._owners.document(doc_id)
            self._know(chunk)
            self._know(stem_line(chunk, json.loads(metadata)))

    def _columns(self, path: Path) -> Iterator[Found]:
        for place, stored, ask in owned_texts(path, self._owners):
            text = EDGES.sub(r"\1", stored) if place in HANDLES else stored
            if place in PATHS:
                yield place, self._path(text), NOBODY
            elif place not in SYSTEM and (found := self._value(text, key_in(place))):
                owner = ask()
                name = owner.document or owner.source
                named = name and not self._path(name)
                yield f"{place} of {name}" if named else place, found, owner if named else NOBODY

    def _value(self, text: str, key: str = "") -> Counter[str]:
        """Of JSON every leaf is read, by its key."""
        if text[:1] in {"{", "["}:
            try:
                return self._leaves(json.loads(text), key)
            except ValueError:
                pass
        return self._leaves(text, key)

    def _leaves(self, value: Any, key: str = "") -> Counter[str]:
        if key in SYSTEM_KEYS:
            return Counter()
        if isinstance(value, str):
            return self._path(value) if key in PATH_KEYS else self._text(value)
        found: Counter[str] = Counter()
        if isinstance(value, dict):
            for name, inner in value.items():
                found += self._leaves(inner, str(name))
        elif isinstance(value, list):
            for inner in value:
                found += self._leaves(inner, key)
        return found

    def _text(self, text: str) -> Counter[str]:
        """Of a text that stands alone; nothing when it is known, or put together of what is."""
        if self._is_known(text) or all(map(self._is_known, _JOINT.split(text))):
            return Counter()
        self.texts += 1
        found = self._cleaner.remaining(_bare(Block(kind="text", text=text)))
        if not found:
            self._know(text)
        return found

    def _path(self, text: str) -> Counter[str]:
        if self._is_known(text):
            return Counter()
        self.texts += 1
        found: Counter[str] = Counter()
        for part in text.split("\0"):
            found += self._cleaner.remaining_in_path(part)
        if not found:
            self._know(text)
        return found

    def _know(self, text: str) -> None:
        self._known.add(_key(text))

    def _is_known(self, text: str) -> bool:
        return not text.strip() or _key(text) in self._known


def _handles_of(document: Document) -> tuple[str, ...]:
    """What it is found by: its name and title, folded. There a name looks like one that the settings keep no more."""
    head = Head(
        id=document.id,
        source_id=document.source_id,
        title=document.title,
        labels=document.labels,
        digest="",
        chars=0,
    )
    return keys_of(head)


def _key(text: str) -> bytes:
    """16 bytes for a text, whatever its blanks."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _body(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT data FROM body WHERE hash = ?", (key,)).fetchone()
    return zlib.decompress(row[0]).decode() if row else "[]\n"


def _bare(*blocks: Block) -> Document:
    return Document(id="", source_id="", title="", labels=Labels(), blocks=blocks, digest="")
