"""Which documents a change can concern: those that share a digest, a handle, a likeness or a decision."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import product
from typing import Final

from index.bonds import Bonds
from index.catalog import Catalog
from index.manifest import pages
from index.records import DocumentRecord
from index.sketches import Sketches
from ingest.crossing import likeness_of
from ingest.document import Head
from ingest.likeness import neighbours, twins
from ingest.select.corpus import VERSION
from ingest.select.families import CROWD, KINDS, keys_of
from ingest.select.near import Likeness, containment
from ingest.sketch import Sketch, unpack_bytes
from ingest.transport import EDGE, head_of, with_handles

HANDLES_FOR = "handles-for"
"""Names, in `meta`, the rules that the handles of documents follow from."""
FEW: Final = 2_000
"""Up to so many changed documents, or a fifth of all, it is cheaper to see whom they can concern than to judge all."""


def few_of(catalog: Catalog) -> int:
    """From so many changed documents on all are judged anew."""
    return max(FEW, Bonds(catalog.manifest).count() // 5)


def find_handles(catalog: Catalog) -> None:
    """Gives each document the handles of this program, if another one wrote them."""
    manifest = catalog.manifest
    if manifest.meta(HANDLES_FOR) == VERSION:
        return
    for page in pages(sorted(catalog.sources())):
        for record in catalog.of_sources(page):
            if (found := with_handles(record)).handles != record.handles:
                catalog.set_handles(found)
    manifest.set_meta(HANDLES_FOR, VERSION)


def begin_handles(catalog: Catalog) -> None:
    """Where no source is known yet, all handles will be of this program."""
    if catalog.manifest.meta(HANDLES_FOR) != VERSION:
        catalog.manifest.set_meta(HANDLES_FOR, VERSION)


def reached(
    catalog: Catalog, store: Sketches, seeds: Iterable[str], digests: Set[str], handles: Set[str], slack: int
) -> dict[str, Head]:
    """Heads of `seeds` and of all that stand in a chain of shared digests, handles and likenesses with them.

    `digests` and `handles` are those that changed documents had before; `slack` is how many changed.
    """
    known: dict[str, Head] = {}
    asked: set[str] = set()
    front = {*seeds, *_sharing(catalog, digests, _kin(handles), asked, slack)}
    while front:
        records = catalog.get(sorted(front - known.keys()))
        heads = {doc_id: head_of(record) for doc_id, record in records.items()}
        known.update(heads)
        keys = {key for record in records.values() for key in _handles(record)}
        front = _sharing(catalog, {head.digest for head in heads.values()}, keys, asked, slack)
        front |= twins(store, heads)
        front |= {other for doc_id in heads for pair in neighbours(store, doc_id) for other in pair}
        front -= known.keys()
    return known


def _sharing(
    catalog: Catalog, digests: Iterable[str], handles: Iterable[str], asked: set[str], slack: int
) -> set[str]:
    """Documents with one of the digests or handles that were not `asked` for yet."""
    new_digests = set(digests) - asked - {""}
    new_handles = set(handles) - asked
    asked |= new_digests | new_handles
    found = {record.id for record in catalog.of_digests(sorted(new_digests))}
    for key in sorted(new_handles):
        holders = catalog.holding([key])
        if len(holders) <= CROWD + slack:
            found |= holders
    return found


def _handles(record: DocumentRecord) -> Iterator[str]:
    return _kin(json.loads(record.handles or "[]"))


def _kin(handles: Iterable[str]) -> Iterator[str]:
    """Those by which documents concern each other; boilerplate at an edge that many share is nobody's kin."""
    return (key for key in handles if not key.startswith(EDGE))


def crowded_of(catalog: Catalog, heads: Iterable[Head]) -> set[str]:
    """The keys of families of `heads` that too many of all documents share."""
    return catalog.crowded(sorted({key for head in heads for key in keys_of(head)}), CROWD)


def all_crowded(catalog: Catalog) -> set[str]:
    """The keys of families that too many of all documents share."""
    return {key for kind in KINDS for key, _ in catalog.frequent(kind, CROWD + 1)}


def pairs_of(store: Sketches, heads: Iterable[Head]) -> dict[tuple[str, str], Likeness]:
    """All pairs of alike documents among `heads`, which hold all that are alike to one of them."""
    holders: dict[int, list[str]] = {}
    for head in heads:
        if head.sketch is not None:
            holders.setdefault(head.sketch, []).append(head.id)
    return {
        ids: likeness
        for pair in store.pairs_among([*holders])
        for likeness in [likeness_of(pair)]
        for ids in product(holders[pair.small], holders[pair.large])
    }


def similarity_of(store: Sketches, heads: Mapping[str, Head]) -> Callable[[str, str], float | None]:
    """How much of the smaller of two documents lies in the larger, told by their sketches."""

    @lru_cache(maxsize=1_000)
    def sketch_of(number: int) -> Sketch | None:
        data = store.data(number)
        return None if data is None else unpack_bytes(data)

    def similarity(one: str, other: str) -> float | None:
        numbers = (heads[doc_id].sketch if doc_id in heads else None for doc_id in (one, other))
        first, second = (None if number is None else sketch_of(number) for number in numbers)
        return None if first is None or second is None else containment(first, second)

    return similarity
