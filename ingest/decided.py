"""What was decided of documents, whether it still holds, and what follows from it. `decide` decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.catalog import VERDICTS_FOR, Catalog
from index.contents import Contents
from index.manifest import Manifest
from ingest.keys import short_hash
from ingest.pipeline import Pipeline
from ingest.plan import content_key
from ingest.selecting import LIKENESS_FOR, Selecting, likeness_key
from ingest.touched import Change

TURN = "verdicts-turn"
"""Names, in `meta`, the days between which the verdicts hold: "from until", until "" for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Documents to keep, for each the other places of what it says, and the blocks of it that are left out."""

    kept: Sequence[str]
    also_at: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[int, ...]]
    changes: Sequence[Change] = field(default_factory=list)


def verdicts_hold(manifest: Manifest, contents: Contents, selecting: Selecting) -> bool:
    """Whether the verdicts stored for a generation are those of all documents. Ask before anything is loaded."""
    if manifest.meta(VERDICTS_FOR) != stamp_of(contents, selecting) or not likeness_holds(manifest):
        return False
    first, _, until = (manifest.meta(TURN) or " ").partition(" ")
    return first <= selecting.today() and (not until or selecting.today() < until)


def likeness_holds(manifest: Manifest) -> bool:
    """Whether the stored pairs were judged by the rules of this program."""
    return manifest.meta(LIKENESS_FOR) == likeness_key()


def stamp_of(contents: Contents, selecting: Selecting) -> str:
    """What `meta` keeps under `VERDICTS_FOR` of verdicts that hold."""
    return f"generation {contents.number}, {selecting.key}"


def wanted_of(pipeline: Pipeline, catalog: Catalog, decided: Decided) -> tuple[dict[str, str], int]:
    """What each document that should be searchable is to be written from, by id, and how many there are in all."""
    kept = {doc_id: doc_id for doc_id in decided.kept}  # each id is in memory once
    wanted, documents = {}, 0
    for doc_id, content, chars, root in catalog.contents():
        documents += 1
        if known := kept.get(doc_id):
            wanted[known] = wanted_key((content, chars, root), pipeline.index_key, decided, doc_id)
    return wanted, documents


def wanted_key(held: tuple[str, int, str], index_key: str, decided: Decided, doc_id: str) -> str:
    """What a document is to be written from: its row (content, length, root) and what was decided of it."""
    content, chars, _ = held
    text, _, labels = content.partition(".")
    if places := decided.left_out.get(doc_id):
        text = short_hash(f"{text} without {places}")
    if others := decided.also_at.get(doc_id):
        labels = short_hash(f"{labels} also at {others}")
    return content_key(f"{text}.{labels}", index_key, chars)
