"""Chroma's graph of neighbours: rows that it holds and yet does not find, and writing it out.

HNSW searches from neighbour to neighbour. A row that others lost from their lists (each keeps its 16 nearest), or
that was read back from the log when the store was opened, may be on no path: about 1 in 1,000 of real chunks. It
is there, counted and listed, and no question finds it. Written again, it gets new neighbours.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from index.store.chroma_links import by_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from index.embed.embedder import Vectors

T = TypeVar("T")

NEAR = 5
"""A row must be among so many nearest to its own vector."""
EQUAL = 1e-5
"""Rows at this distance are the same; of many the search may give any."""
WIDE = 50
"""So many around a row that was written again may have lost their place by that."""
MANY = 0.005
"""The share of lost rows from which all are looked at again: whole clusters of like rows may be cut off."""
SAMPLE = 10
"""Of a band of rows that few are likely to be lost from, every so manieth is looked at, or fewer."""
ENOUGH = 5000
"""Where none of so many is lost, at most 1 in 1,600 of all is, with 95 % confidence."""
RARE = 0.001
"""Up to this share of a sample that is lost its band is left: looking at all of 100,000 rows would find a dozen."""
SHARE = 3
"""Of rows that few lead to, so many times more may be lost."""
FEW = 1000
"""Of so few rows every one is looked at."""
PAGE = 500
ROUNDS = 10
WHOLE = 2
"""From this round on only what is near to what was written again is looked at."""
SMALL = 1 << 31
"""Bytes of vectors up to which closing writes the index; a larger one waits for Chroma's own threshold."""
PAD = "pad-"
"""How the ids begin that are removed to lengthen the log; ids of chunks are hashes."""
AT_ONCE = 5000
"""Ids a call that pads the log: each call reads the whole log."""
PADDING = 20_000
"""Writes that do nothing and that closing may spend on it, at 20,000 a CPU second."""


def mend(
    collection: Any,
    fresh: Callable[[], Iterable[Sequence[str]]],
    bands: Callable[[], Sequence[Sequence[str]] | None],
) -> int:
    """Writes rows again that a search by their own vector does not find. Returns how often it wrote one.

    `fresh`: gives ids of the rows that were written, at most `PAGE` at a time. A new row may push others out of the
    lists of its neighbours, and so may one written again: they are looked at too. `bands`, of all rows by how many
    lead to them, spare most of that; None where they are not to be had.
    """
    rewritten = 0
    around: list[str] = []
    for number in range(ROUNDS):
        if number < WHOLE or not around:
            rows = bands() or ()
            lost = _lost_by_bands(collection, rows, around)
        else:
            lost = _look(collection, pages(around, PAGE), set())[0]
        if lost is None:
            return rewritten + _mend_all(collection, fresh)
        if not lost:
            break
        _write_again(collection, list(lost))
        rewritten += len(lost)
        many = len(lost) * WIDE > sum(map(len, rows)) // 2  # the next bands tell
        around = [] if many else sorted({*lost, *_around(collection, lost)})
    return rewritten


def _mend_all(collection: Any, fresh: Callable[[], Iterable[Sequence[str]]]) -> int:
    looked: set[str] = set()
    lost, beside = _look(collection, fresh(), looked)
    lost |= _look(collection, pages(sorted(beside - looked), PAGE), looked)[0]
    rewritten = 0
    for _ in range(ROUNDS):
        if not lost:
            break
        rewritten += len(lost)
        _write_again(collection, list(lost))
        many = len(lost) > MANY * len(looked) or len(looked) <= FEW
        scope = fresh() if many else pages(sorted({*lost, *_around(collection, lost)}), PAGE)
        lost, _ = _look(collection, scope, looked)
    return rewritten


def _lost_by_bands(
    collection: Any, bands: Sequence[Sequence[str]], around: Sequence[str]
) -> dict[str, Vectors] | None:
    """Lost rows: of `around`, the first band, every band in whose sample they are not `RARE`, and those before that.

    None without bands, and where many are lost while the samples are too small to speak for the rest.
    """
    if not bands:
        return None
    looked: set[str] = set()
    step = max(SAMPLE, sum(map(len, bands[1:])) // ENOUGH)
    samples = [band[::step] for band in bands[1:]]
    found = [_look(collection, pages(sample, PAGE), looked)[0] for sample in samples]
    many = [len(lost) > RARE * len(sample) for lost, sample in zip(found, samples, strict=True)]
    last = max((number for number, is_so in enumerate(many, 1) if is_so), default=0)
    lost = {row: vector for each in found for row, vector in each.items()}
    for band in (around, *bands[: last + 1]):
        lost |= _look(collection, pages([row for row in band if row not in looked], PAGE), looked)[0]
    enough = sum(map(len, samples)) >= ENOUGH or len(lost) <= MANY * SHARE * len(looked)
    return lost if enough else None


def _look(
    collection: Any, scope: Iterable[Sequence[str]], looked: set[str]
) -> tuple[dict[str, Vectors], set[str]]:
    """Rows that are not found, with their vectors, and the rows near to any. Adds what it looked at to `looked`."""
    lost: dict[str, Vectors] = {}
    beside: set[str] = set()
    for page in scope:
        looked.update(page)
        rows = collection.get(ids=list(page), include=["embeddings"])
        if not rows["ids"]:
            continue
        vectors = np.asarray(rows["embeddings"], dtype=np.float32)
        found = collection.query(query_embeddings=vectors, n_results=NEAR, include=["distances"])
        for chunk_id, vector, near, distances in zip(
            rows["ids"], vectors, found["ids"], found["distances"], strict=True
        ):
            beside.update(near)
            crowded = len(near) == NEAR and distances[-1] <= EQUAL
            if chunk_id not in near and not crowded:
                lost[chunk_id] = vector.copy()  # a view would keep its whole page
    return lost, beside


def _write_again(collection: Any, ids: Sequence[str]) -> None:
    """As new elements of the graph: one that is only updated keeps its place, and often stays lost."""
    for page in pages(ids, PAGE):
        rows = collection.get(ids=list(page), include=["embeddings", "documents", "metadatas"])
        collection.delete(ids=rows["ids"])
        collection.add(**{name: rows[name] for name in ("ids", "embeddings", "documents", "metadatas")})


def _around(collection: Any, rows: dict[str, Vectors]) -> set[str]:
    found: set[str] = set()
    for page in pages(list(rows), PAGE):
        vectors = np.stack([rows[chunk_id] for chunk_id in page])
        near = collection.query(query_embeddings=vectors, n_results=WIDE, include=[])["ids"]
        found.update(chunk_id for ids in near for chunk_id in ids)
    return found


def banded(collection: Any, path: Path, dimension: int, written: int) -> list[list[str]] | None:
    """`by_links` of an index that is small enough to be written out first, if a good part of it was `written`."""
    if not FEW < collection.count() < 3 * written:
        return None
    settle(collection, path, dimension)
    return None if log_length(path)[1] else by_links(path)


def settle(collection: Any, path: Path, dimension: int) -> None:
    """Has a small index written to its files, so that nobody who opens it replays the log, and loses rows by that.

    Chroma has no flush: removing what does not exist counts as writing, until the threshold is crossed.
    """
    length, real = log_length(path)
    wanting = int(collection.configuration["hnsw"]["sync_threshold"]) - length
    if not real or wanting > PADDING or collection.count() * dimension * 4 > SMALL:
        return
    for page in pages([f"{PAD}{number}" for number in range(max(wanting, 0) + 1)], AT_ONCE):
        collection.delete(ids=page)


def log_length(path: Path) -> tuple[int, int]:
    """How many writes wait in the log, and how many of them do something; 0 if a later Chroma keeps it elsewhere."""
    sql = "SELECT count(*), count(*) FILTER (WHERE id NOT GLOB ?) FROM embeddings_queue"
    try:
        with closing(sqlite3.connect(f"{(path / 'chroma.sqlite3').as_uri()}?mode=ro", uri=True)) as db:
            length, real = db.execute(sql, (f"{PAD}*",)).fetchone()
            return int(length), int(real)
    except sqlite3.Error:
        return 0, 0


def pages(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Slices of `size` rows."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
