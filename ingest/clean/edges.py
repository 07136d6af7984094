"""Blocks near the beginning and the end of a page: where boilerplate stands, found when all pages are known."""

from __future__ import annotations

import hmac
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from ingest.clean.fingerprint import essence
from ingest.document import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.document import Block

VERSION = "1"
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


def edge_blocks(blocks: Sequence[Block], key: bytes) -> tuple[Edge, ...]:
    """The blocks at the edges of a cleaned page, in order, each digest once.

    Headings do not count, for they name what follows; nor what stands in the middle too, for a page that repeats a
    text means it. The digest (16 hex digits) is blind to case, blanks and Markdown marks, and keyed.
    """
    lengths = [len(render(block)) for block in blocks]
    total = sum(lengths)
    first: list[tuple[str, int]] = []
    last: list[tuple[str, int]] = []
    inner: set[str] = set()  # essences: they are made for each block of a page, digests for a few
    at = 0
    for place, (block, length) in enumerate(zip(blocks, lengths, strict=True)):
        start, at = at, at + length
        if block.kind == "heading" or length < LEAST_CHARS:
            continue
        begins, ends = start <= SHARE * total, at >= (1 - SHARE) * total
        content = essence(block.text)
        if begins:
            first.append((content, place))
        elif ends:
            last.append((content, place))
        else:
            inner.add(content)
    found = [*first[:MOST], *last[-MOST:]]
    times = Counter(content for content, _ in found)
    return tuple(
        Edge(_digest(content, key), place)
        for content, place in found
        if times[content] == 1 and content not in inner
    )


def _digest(content: str, key: bytes) -> str:
    return hmac.digest(key, b"edge\0" + content.encode("utf-8", "surrogatepass"), "sha256").hex()[:16]
