"""Whether the index is known to hold all it should, so that a run with nothing to do need not look at each document.

That was so at the end of a run, and is as long as the verdicts made before it hold and what is placed is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from index.contents import Contents
from index.manifest import Manifest

PLACED_FOR = "placed-for"
"""Names, in `meta`, what was in step at the end of a run; "" from the moment in which verdicts may change."""


def forget(manifest: Manifest) -> None:
    """Verdicts are made anew: in the transaction that writes them."""
    if manifest.meta(PLACED_FOR):
        manifest.set_meta(PLACED_FOR, "")


def remember(
    manifest: Manifest, contents: Contents, index_key: str, wanted: Mapping[str, str], documents: int
) -> None:
    """Keeps that the index is in step, if it is: with `wanted` for each document; `documents` are all there are."""
    placed = contents.placed()
    told = f"{_mark(contents, index_key, placed)} {documents}"
    if placed == wanted and not contents.intents() and manifest.meta(PLACED_FOR) != told:
        manifest.set_meta(PLACED_FOR, told)


def recall(manifest: Manifest, contents: Contents, index_key: str, placed: Mapping[str, str]) -> int | None:
    """How many documents there are, if `placed` is all that should be; None if that is not known."""
    mark, _, documents = (manifest.meta(PLACED_FOR) or "").partition(" ")
    if mark != _mark(contents, index_key, placed) or contents.intents():
        return None
    return int(documents)


def _mark(contents: Contents, index_key: str, placed: Mapping[str, str]) -> str:
    told = (contents.number, index_key, sorted(placed.items()))
    return hashlib.blake2b(repr(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
