"""Rows that are not in the state directory: which generations have theirs elsewhere, and what was left behind."""

from __future__ import annotations

import json
from pathlib import Path

from index.manifest import Manifest
from index.store.store import Elsewhere

MARK = "elsewhere"
"""A file in the directory of a generation whose rows are not in it: the place where they are."""
_LEFT = "left-elsewhere"


def mark(path: Path, store: object) -> None:
    """Notes where the rows of the generation in `path` will be, if that is elsewhere."""
    if isinstance(store, Elsewhere):
        file = path / MARK
        file.touch(mode=0o600)
        file.write_text(store.place(path), encoding="utf-8")


def is_marked(path: Path) -> bool:
    """Whether the rows of the generation in `path` are elsewhere."""
    return (path / MARK).exists()


def place_of(path: Path) -> str:
    """Where the rows of the generation in `path` are, "" in it."""
    return (path / MARK).read_text(encoding="utf-8") if is_marked(path) else ""


def drop(manifest: Manifest, path: Path, store: object) -> None:
    """Drops the rows of a generation where they are; where we do not write any more they are noted as left behind."""
    if isinstance(store, Elsewhere):
        store.drop(path)
    place = place_of(path)
    if place and not (isinstance(store, Elsewhere) and store.place(path) == place):
        manifest.set_meta(_LEFT, json.dumps(sorted({*left(manifest), place})))


def reclaim(manifest: Manifest, store: object) -> list[str]:
    """Drops what was left behind where `store` writes now; gives the places that stay."""
    if not (isinstance(store, Elsewhere) and left(manifest)):
        return left(manifest)
    stays = [place for place in left(manifest) if not store.reclaim(place)]
    manifest.set_meta(_LEFT, json.dumps(stays))
    return stays


def left(manifest: Manifest) -> list[str]:
    """Places that still have rows of generations which are gone."""
    told: list[str] = json.loads(manifest.meta(_LEFT) or "[]")
    return told
