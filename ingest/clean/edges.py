"""Blocks near the beginning and the end of a page: where boilerplate stands, found when all pages are known."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, NamedTuple

from ingest.clean.fingerprint import essence
from ingest.document import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document import Block

VERSION = "2"
SHARE = 0.15
"""A block is at an edge when it begins in the first, or ends in the last, so much of the page's letters."""
LEAST_CHARS = 24
"""Shorter blocks ("Example", "See also") say nothing of their own wherever they stand; they are no boilerplate."""
MOST = 24
"""Blocks noted at each edge of a page: long pages have long edges, and what stands deeper in them is content."""


class Edge(NamedTuple):
    """A block at an edge: the keyed digest of its text, and its number in the document, from 0."""

    digest: str
    place: int


def edge_blocks(blocks: Sequence[Block], whole: str, key: bytes) -> tuple[Edge, ...]:
    """The blocks at the edges of a cleaned page whose essence is `whole`, in order.

    Headings do not count, for they name what follows; nor what stands elsewhere too, for a page that repeats a text
    means it. The digest (16 hex digits) is blind to case, blanks and Markdown marks, and keyed.
    """
    lengths = [len(render(block)) for block in blocks]
    total = sum(lengths)
    first: list[int] = []
    last: list[int] = []
    at = 0
    for place, (block, length) in enumerate(zip(blocks, lengths, strict=True)):
        start, at = at, at + length
        if block.kind == "heading" or length < LEAST_CHARS:
            continue
        if start <= SHARE * total:
            first.append(place)
        elif at >= (1 - SHARE) * total:
            last.append(place)
    found = ((essence(blocks[place].text), place) for place in [*first[:MOST], *last[-MOST:]])
    return tuple(
        Edge(_digest(content, key), place)
        for content, place in found
        if content and whole.count(content) <= 1
    )


def _digest(content: str, key: bytes) -> str:
    return hmac.digest(key, b"edge\0" + content.encode("utf-8", "surrogatepass"), "sha256").hex()[:16]
