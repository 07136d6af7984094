"""Rows of the manifest as values. JSON fields are opaque to state: `ingest` writes and reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from index.chunk import Metadata

SourceState = Literal["ok", "failed", "listed"]


class SourceRecord(NamedTuple):
    """A file as it was last read. `missing` says why it is not taken any more: "", "gone" or "excluded".

    `missing_since` (POSIX seconds, 0 for none) is a tombstone: since then it is not where it was on a network file
    system; it counts as present until a later scan believes it.

    `state`: ok (it gave documents), failed (`code` says why; its last good documents stay), listed (nothing to
    take: unsupported or empty). `retry_after` is a POSIX time in seconds, 0 for "with the next run"; `at` says
    when it was read last. A named tuple: a run makes one of each file, and it takes a quarter of the time.
    """

    id: str
    root: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    sha256: str = ""
    loader: str = ""
    prepare_key: str = ""
    state: SourceState = "ok"
    code: str = ""
    stage: str = ""
    detail: str = ""
    attempts: int = 0
    retry_after: float = 0.0
    missing: str = ""
    at: str = ""
    missing_since: float = 0.0

    @property
    def signature(self) -> tuple[int, int, int, int]:
        """What a scan compares."""
        return (self.size, self.mtime_ns, self.ctime_ns, self.inode)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A clean document without its body, which lies in table `body` under the hash `body`.

    `content` is a hash of all that shapes its chunks; `clean_key` of all that shaped its cleaning. Of two sources
    that give one id (two exports of a wiki space) the one with the higher `rank`, a date, counts. `origin` is a
    hash of what it was read from; `handles` are the keys, as JSON, under which documents that may concern each other
    find each other; `sketch`, `evidence`, `holds`, `edges`, `links` and `anchors` are those of the document, all but
    the first as JSON. `mark` is a keyed hash of all that it was made from but its file, where a container may give
    it again; else "".
    """

    id: str
    source_id: str
    root: str
    title: str
    space: str
    digest: str
    chars: int
    body: str
    content: str
    clean_key: str
    labels: str
    section: str
    counts: str
    rank: str = ""
    origin: str = ""
    sketch: str = ""
    evidence: str = ""
    holds: str = ""
    edges: str = ""
    handles: str = ""
    links: str = ""
    anchors: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    """A document of a container that could not be read. `id` is the one it would have."""

    source_id: str
    id: str
    code: str
    stage: str = "load"
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkRecord:
    """A chunk of one generation. Its text is `prefix` and a slice of the body; `vector` is a key of the cache."""

    id: str
    doc_id: str
    position: int
    body: str
    prefix: str
    start: int
    end: int
    vector: str
    metadata: Metadata

    def text(self, body: str) -> str:
        """The chunk's text, given its document's body."""
        return self.prefix + body[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictRecord:
    """What selecting decided about a document, with its evidence as JSON, and when."""

    doc_id: str
    kind: str
    detail: str = "{}"
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """What a person is asked to decide about documents; `documents` and `evidence` are JSON lists."""

    id: str
    kind: str
    documents: str
    guess: str
    evidence: str = "[]"
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run as history keeps it; `report` is JSON without document text."""

    id: int
    command: str
    started: str
    finished: str
    exit_code: int
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRecord:
    """What a run did to a document.

    `kind`: added, updated, removed, moved (from the id `was`), relabelled, or "" when only what follows changed.
    `before` and `verdict` are the kinds of its verdict where that changed ("" for none), with the `other` document
    and the `rule` that the new one names. Sizes are those in the index: chunks, and code points of text.
    """

    doc_id: str
    kind: str = ""
    was: str = ""
    before: str = ""
    verdict: str = ""
    other: str = ""
    rule: str = ""
    chunks_before: int = 0
    chunks: int = 0
    chars_before: int = 0
    chars: int = 0
