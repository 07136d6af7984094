"""Rows that are not in the state directory: which generations have theirs elsewhere, and what was left behind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

from index.errors import UsageError
from index.manifest import Manifest
from index.store.store import Elsewhere

MARK = "elsewhere"
"""A file in the directory of a generation whose rows are not in it: the place where they are."""
_LEFT = "left-elsewhere"
PathOf = Callable[[int], Path]
"""Gives the directory of a generation, whose name tells which."""


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
    found = isinstance(store, Elsewhere) and store.drop(path)
    place = place_of(path)
    if place and not (found or (isinstance(store, Elsewhere) and store.reclaim(place))):
        _note(manifest, {*left(manifest), place})


def strays(manifest: Manifest, store: object, path_of: PathOf) -> list[str]:
    """Places of rows that are of no generation of the manifest: noted before, or ours where `store` writes now.

    The latter are what a state that was restored from a backup does not know.
    """
    if not isinstance(store, Elsewhere):
        return left(manifest)
    rows = manifest.db.execute("SELECT number FROM generation")
    known = {_name(store.place(path_of(row[0]))) for row in rows}
    return sorted(place for place in {*left(manifest), *store.places()} if _name(place) not in known)


def look(manifest: Manifest, store: object, path_of: PathOf) -> list[str]:
    """Notes the strays, and no more what is none since its number was given again; gives them."""
    told = strays(manifest, store, path_of)
    _note(manifest, told)
    return told


def reclaim(manifest: Manifest, store: object, path_of: PathOf) -> tuple[list[str], list[str]]:
    """Drops strays where `store` writes now; gives the places that are settled, and those that stay."""
    told = look(manifest, store, path_of)
    settled = [place for place in told if isinstance(store, Elsewhere) and store.reclaim(place)]
    stays = [place for place in told if place not in settled]
    _note(manifest, stays)
    return settled, stays


def cleaned(manifest: Manifest, told: Iterable[str]) -> list[str]:
    """Believes a person that places are clean: those that are named whole, or by their server. Gives them.

    Raises UsageError for what names none.
    """
    gone: list[str] = []
    for name in told:
        found = [place for place in left(manifest) if name in {place, *place.partition(" on ")[2].split(" ")}]
        if not found:
            noted = ", ".join(left(manifest)) or "nothing"
            raise UsageError(f"nothing is noted as left at {name!r}", remedy=f"Noted is: {noted}.")
        gone += found
    _note(manifest, {*left(manifest)} - {*gone})
    return gone


def left(manifest: Manifest) -> list[str]:
    """Places that still have rows of generations which are gone."""
    told: list[str] = json.loads(manifest.meta(_LEFT) or "[]")
    return told


def _note(manifest: Manifest, places: Iterable[str]) -> None:
    told = json.dumps(sorted(places))
    if told != (manifest.meta(_LEFT) or "[]"):
        manifest.set_meta(_LEFT, told)


def _name(place: str) -> str:
    return place.partition(" on ")[0]
