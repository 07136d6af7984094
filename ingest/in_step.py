"""Whether the index is known to hold all it should, so that a run with nothing to do need not look at each document.

That was so at the end of a run, and is as long as the verdicts made before it hold and what is placed is the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from index.contents import Contents
from index.manifest import Manifest

PLACED_FOR = "placed-for"
"""Names, in `meta`, what was in step at the end of a run; "" from the moment in which verdicts may change."""


def forget(manifest: Manifest) -> None:
    """Verdicts are made anew: in the transaction that writes them."""
    if manifest.meta(PLACED_FOR):
        manifest.set_meta(PLACED_FOR, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a run may take over that finds all in step: how many `documents` there are, and what was `found` in them."""

    documents: int
    found: Mapping[str, int]


def remember(
    manifest: Manifest, contents: Contents, index_key: str, wanted: Mapping[str, str], held: Held
) -> None:
    """Keeps that the index is in step, if it is: with `wanted` for each document. `held` is of all there are."""
    placed = contents.placed()
    told = f"{_mark(contents, index_key, placed)} {held.documents} {json.dumps(held.found)}"
    if placed == wanted and not contents.intents() and manifest.meta(PLACED_FOR) != told:
        manifest.set_meta(PLACED_FOR, told)


def recall(manifest: Manifest, contents: Contents, index_key: str, placed: Mapping[str, str]) -> Held | None:
    """What is held, if `placed` is all that should be; None if that is not known."""
    mark, _, told = (manifest.meta(PLACED_FOR) or "").partition(" ")
    documents, _, found = told.partition(" ")
    if not found or mark != _mark(contents, index_key, placed) or contents.intents():
        return None
    return Held(documents=int(documents), found=json.loads(found))


def _mark(contents: Contents, index_key: str, placed: Mapping[str, str]) -> str:
    told = (contents.number, index_key, sorted(placed.items()))
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
