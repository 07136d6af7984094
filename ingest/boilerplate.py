"""Blocks that stand at the edges of many documents of a space: found over all of them, left out of their chunks."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from index.bonds import Bonds
from index.catalog import Catalog
from ingest.select.boilerplate import DOCUMENTS, boilerplate, places_left_out
from ingest.transport import EDGE, edge_key

FOUND = "boilerplate"
"""Names, in `meta`, the digests that are boilerplate now, as JSON: space -> digests with the documents they are on."""


def find_boilerplate(catalog: Catalog) -> None:
    """Remembers what is boilerplate over all present documents."""
    totals = Bonds(catalog.manifest).spaces()
    by_space: dict[str, dict[str, int]] = {}
    for key, count in catalog.frequent(EDGE, least=DOCUMENTS):
        space, _, digest = key.removeprefix(EDGE).rpartition(" ")
        by_space.setdefault(space, {})[digest] = count
    found = {
        space: {digest: counts[digest] for digest in sorted(boilerplate(counts, totals.get(space, 0)))}
        for space, counts in sorted(by_space.items())
    }
    catalog.manifest.set_meta(FOUND, json.dumps({space: some for space, some in found.items() if some}))


def known_boilerplate(catalog: Catalog) -> dict[str, dict[str, int]]:
    """Space -> digest -> documents it stands on, as last found."""
    found: dict[str, dict[str, int]] = json.loads(catalog.manifest.meta(FOUND) or "{}")
    return found


def boilerplate_blocks(catalog: Catalog) -> list[dict[str, Any]]:
    """Each block that is boilerplate: its space, on how many documents it stands, and where to look at it.

    `document` is the first of them by id, `block` the number of the block in it, from 1. The most frequent first.
    """
    told = []
    for space, digests in known_boilerplate(catalog).items():
        for digest, count in digests.items():
            for doc_id, edges in catalog.edges_of(sorted(catalog.holding([edge_key(space, digest)]))):
                if places := places_left_out(json.loads(edges), {digest}):
                    block = min(places) + 1
                    told.append({"space": space, "count": count, "document": doc_id, "block": block})
                    break
    return sorted(told, key=lambda one: (-one["count"], one["space"], one["document"], one["block"]))


def left_out_blocks(catalog: Catalog, kept: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Document -> numbers of its blocks that are left out, for those of `kept` that have any."""
    left_out: dict[str, tuple[int, ...]] = {}
    wanted = set(kept)
    for space, digests in known_boilerplate(catalog).items():
        keys = [edge_key(space, digest) for digest in digests]
        ids = sorted(catalog.holding(keys) & wanted)
        for doc_id, edges in catalog.edges_of(ids):
            if places := places_left_out(json.loads(edges), digests):
                left_out[doc_id] = tuple(sorted(places))
    return left_out
