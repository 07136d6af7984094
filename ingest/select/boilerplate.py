"""Which blocks are boilerplate: those that stand at the edge of many pages of a space. Pure.

The rule is evidence, not likeness: on 30 % of the documents, at least 20, in the first or last 15 % of the page.
Deleting every text that stands on 20 documents would take content: see "Paragraphs repeated across documents" in the
figures this follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

VERSION = "1"
PERCENT = 30
DOCUMENTS = 20


def boilerplate(frequency: Mapping[str, int], total: int) -> frozenset[str]:
    """Digests that are boilerplate in a space of `total` documents; none in a space of fewer than 20."""
    return frozenset(digest for digest, count in frequency.items() if is_boilerplate(count, total))


def is_boilerplate(count: int, total: int) -> bool:
    """Whether a block on `count` of `total` documents is left out."""
    return count >= DOCUMENTS and count * 100 >= PERCENT * total


def places_left_out(edges: Iterable[tuple[str, int]], left_out: Collection[str]) -> frozenset[int]:
    """Numbers of the blocks of a document that are left out of its chunks; `edges` are its (digest, place)."""
    return frozenset(place for digest, place in edges if digest in left_out)
