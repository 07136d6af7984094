"""Keeps the table of documents that are alike in step with their sketches, at the cost of what changed.

It equals `ingest.select.near.all_pairs` over all sketches after every step: a pair depends on its two sketches and on
which of their keys are rare or common; so what is judged anew are the sketches that came, and those that hold a
key which a change made rare, common, or neither.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache

from index.manifest import Manifest
from index.sketches import PairRecord, Sketches
from ingest.clean.sketch import VERSION as SKETCHED_BY
from ingest.select.near import COMMON, RARE, Likeness, judge_pair, may_be_alike, ordered
from ingest.select.near import VERSION as JUDGED_BY
from ingest.sketch import Sketch, pack_bytes, unpack_bytes

LIKENESS_FOR = "likeness-for"
"""Names, in `meta`, the rules that the stored sketches and pairs were made by."""
_AT_ONCE = 2_000
"""From so many changes on (and a tenth of all) it is cheaper to judge all anew than to watch what each changes."""


def likeness_holds(manifest: Manifest) -> bool:
    """Whether the stored pairs were judged by the rules of this program."""
    return manifest.meta(LIKENESS_FOR) == _rules()


def begin_anew(manifest: Manifest) -> None:
    """Forgets all sketches and pairs, for rules that judge otherwise. Run it inside a transaction."""
    Sketches(manifest).clear()
    manifest.set_meta(LIKENESS_FOR, _rules())


def _rules() -> str:
    return f"sketch {SKETCHED_BY}, pairs {JUDGED_BY}"


def keep_in_step(store: Sketches, now: Mapping[str, Sketch | None]) -> set[str]:
    """Takes in the sketches that documents have `now`, None for those that are gone or have no words.

    Returns the documents whose relations changed, those that moved to another sketch and those they share or shared
    one with among them. Run it inside a
    transaction.
    """
    before = store.of_documents(sorted(now))
    moved = {
        doc_id: sketch
        for doc_id, sketch in sorted(now.items())
        if before.get(doc_id) != (None if sketch is None else sketch.number)
    }
    if not moved:
        return set()
    for doc_id, sketch in moved.items():
        store.assign(doc_id, None if sketch is None else sketch.number)
    came = {
        sketch.number: sketch for sketch in moved.values() if sketch and store.data(sketch.number) is None
    }
    left = {
        number: unpack_bytes(data)
        for number in {before[doc_id] for doc_id in moved if doc_id in before}
        if not store.documents_of(number) and (data := store.data(number)) is not None
    }
    touched = set(moved)
    for number in {*before.values(), *(sketch.number for sketch in moved.values() if sketch)}:
        touched.update(store.documents_of(number))
    for number in _rejudged(store, came, left):
        touched.update(store.documents_of(number))
    return touched


def neighbours(store: Sketches, doc_id: str) -> dict[tuple[str, str], Likeness]:
    """The pairs of documents, the smaller first, that a document is in; documents of one sketch are no pair."""
    numbers = store.of_documents([doc_id])
    found = {}
    for number in numbers.values():
        for pair in store.pairs_of(number):
            small, large = (
                [doc_id] if which == number else store.documents_of(which)
                for which in (pair.small, pair.large)
            )
            likeness = Likeness(**json.loads(pair.detail))
            found.update({(one, other): likeness for one in small for other in large})
    return found


def twins(store: Sketches, ids: Iterable[str]) -> set[str]:
    """The documents that share a sketch with one of `ids`: they hold the same words."""
    numbers = set(store.of_documents(sorted(ids)).values())
    return {doc_id for number in numbers for doc_id in store.documents_of(number)}


def _rejudged(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch]) -> set[int]:
    """Writes sketches that came, drops those that left. Returns the numbers in pairs that are not as they were."""
    if (changes := len(came) + len(left)) > _AT_ONCE and changes > store.count() // 10:
        old = {(pair.small, pair.large): pair for pair in store.pairs()}
        _write(store, came, left)
        dirty: Iterable[int] = store.numbers()
        counts = store.frequent(RARE)
    else:
        counts = None
        keys = sorted({key for sketch in (*came.values(), *left.values()) for key in sketch.keys})
        holders = {
            key: store.holders(key, COMMON + 1) for key in keys
        }  # of crossed keys, whole before or after
        classes = {key: _class(some) for key, some in holders.items()}
        old = {(pair.small, pair.large): pair for number in left for pair in store.pairs_of(number)}
        _write(store, came, left)
        crossed = {key for key in keys if _class(store.holders(key, COMMON + 1)) != classes[key]}
        after = (number for key in crossed for number in store.holders(key, COMMON + 1))
        before = (number for key in crossed for number in holders[key] if number not in left)
        dirty = sorted({*came, *after, *before})
        old.update({(pair.small, pair.large): pair for number in dirty for pair in store.pairs_of(number)})
    store.drop_pairs(dirty)
    new = {(pair.small, pair.large): pair for pair in _judged(store, dirty, counts)}
    store.put_pairs(pair for _, pair in sorted(new.items()))
    changed = {pair for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair)}
    return {number for pair in changed for number in pair}


def _write(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch]) -> None:
    for number, sketch in left.items():
        store.drop(number, sketch.keys)
    store.put((number, pack_bytes(sketch), sketch.keys) for number, sketch in came.items())


def _class(holders: Sequence[int]) -> int:
    count = len(holders)
    return 0 if count <= RARE else 1 if count <= COMMON else 2


def _judged(
    store: Sketches, numbers: Iterable[int], counts: Mapping[int, int] | None
) -> Iterator[PairRecord]:
    """The pairs of sketches, each once. `counts`: how many hold each key that is not rare, where it pays to know."""

    @lru_cache(maxsize=100_000)
    def rarity(key: int) -> int:
        return len(store.holders(key, COMMON + 1)) if counts is None else counts.get(key, 0)

    @lru_cache(maxsize=5_000)
    def sketch_of(number: int) -> Sketch:
        data = store.data(number)
        if data is None:
            raise KeyError(number)
        return unpack_bytes(data)

    done: set[int] = set()
    for number in numbers:
        mine = sketch_of(number)
        done.add(number)
        telling = [key for key in mine.keys if rarity(key) <= COMMON]
        # Where all are judged they come in order, so that those before are done.
        beyond = -1 if counts is None else number
        for other, count in store.sharing(telling, beyond).items():
            if other in done:
                continue
            theirs = sketch_of(other)
            if may_be_alike(mine, theirs, count):
                likeness = judge_pair(mine, theirs, rarity)
                if likeness.kind != "different":
                    small, large = ordered(mine, theirs)
                    detail = json.dumps(asdict(likeness), sort_keys=True)
                    yield PairRecord(
                        small=small.number, large=large.number, kind=likeness.kind, detail=detail
                    )
