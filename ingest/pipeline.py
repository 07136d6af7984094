"""The configured parts that `sync` needs, as one frozen bundle; `ingest.build` fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from index.embed.embedder import Embedder
from index.state import OpenStore
from ingest.exclusion import Exclusions, exclusions, without
from ingest.scan import Root, Scan
from ingest.selecting import Selecting
from ingest.work.engine import Engine


class Progress(Protocol):
    """Told how far a stage is; draws a bar, prints lines or does nothing."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins; `total` items are expected."""
        ...

    def advance(self, items: int = 1) -> None:
        """So many items are done."""
        ...

    def within(self, source: str, documents: int) -> None:
        """So many documents of a container are read."""
        ...

    def close(self) -> None:
        """The run is over."""
        ...


class NoProgress:
    """Says nothing."""

    def stage(self, name: str, total: int) -> None:
        """Nothing."""

    def advance(self, items: int = 1) -> None:
        """Nothing."""

    def within(self, source: str, documents: int) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Numbers from the settings that the story itself needs."""

    timeout: float
    batch_chunks: int
    embed_batch: int
    brake_documents: int
    brake_percent: float
    tombstone_seconds: float
    workers: int = 1
    kept_generations: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """What a run is made of.

    `prepare_keys` by loader name ("" for sources no loader takes), `clean_key` and `index_key` say which results
    of earlier runs still hold. `container_suffixes` are those of files that give many documents; `placeless` are the
    loaders to which a file's folder says nothing, and `context` (id, space, prepare key) is what it says to cleaning.
    `redact` masks a text, `mask_path` a part of a path. `engine` starts the workers; `embedder` makes the embedder in
    this process.
    """

    state_dir: Path
    roots: tuple[Root, ...]
    scan: Callable[[], Scan]
    prepare_keys: Mapping[str, str]
    container_suffixes: frozenset[str]
    placeless: frozenset[str]
    context: Callable[[str, str, str], str]
    clean_key: str
    index_key: str
    embedder_identity: str
    dimension: Callable[[], int]
    embed_in_workers: bool
    embedder: Callable[[], Embedder]
    engine: Callable[[], AbstractContextManager[Engine]]
    open_store: OpenStore
    limits: Limits
    clock: Callable[[], datetime]
    selecting: Selecting
    redact: Callable[[str], str]
    mask_path: Callable[[str], str]
    progress: Progress
    settings_marks: Mapping[str, str] = field(default_factory=dict)

    def excluded(self) -> Exclusions:
        """What may not be here today, by a person's decision."""
        return exclusions(self.selecting.decisions, self.selecting.today())

    def present(self) -> Scan:
        """What a scan finds, but for what is excluded."""
        return without(self.scan(), self.excluded())
