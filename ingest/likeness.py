"""Keeps the table of documents that are alike in step with their sketches, at the cost of what changed.

It equals `ingest.select.near.all_pairs` over all sketches after every step: a pair depends on its two sketches and on
which of their keys are rare or common; so what is judged anew are the sketches that came, and those that hold a
key which a change made rare, common, or neither.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import NamedTuple

from index.manifest import Manifest
from index.sketches import PairRecord, Sketches
from ingest.clean.sketch import VERSION as SKETCHED_BY
from ingest.select.near import COMMON, RARE, Likeness, judge_pair, may_be_alike, measure, ordered
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
        reach = _Reach(store.numbers(), [], {})
        texts = _Texts(store, store.frequent(RARE))
    else:
        old = {(pair.small, pair.large): pair for number in left for pair in store.pairs_of(number)}
        keys = sorted({key for sketch in (*came.values(), *left.values()) for key in sketch.keys})
        holders = {key: store.holders(key, COMMON + 1) for key in keys}
        _write(store, came, left)
        reach = _reach(store, holders, came, left)
        texts = _Texts(store)
        for number in (*reach.dirty, *reach.shifted):
            old.update({(pair.small, pair.large): pair for pair in store.pairs_of(number)})
    store.drop_pairs(reach.dirty)
    dirty = {*reach.dirty, *left}
    new = {pair: record for pair, record in old.items() if dirty.isdisjoint(pair)}
    for pair, likeness in _shifted(texts, reach, new):
        store.drop_pair(*pair)
        new.pop(pair, None)
        if likeness.kind != "different":
            new[pair] = _record(pair, likeness)
            store.put_pairs([new[pair]])
    judged = {pair: _record(pair, likeness) for pair, likeness in _judged(texts, reach.dirty)}
    store.put_pairs(record for _, record in sorted(judged.items()))
    new.update(judged)
    changed = {pair for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair)}
    return {number for pair in changed for number in pair}


def _write(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch]) -> None:
    for number, sketch in left.items():
        store.drop(number, sketch.keys)
    store.put((number, pack_bytes(sketch), sketch.keys) for number, sketch in came.items())


def _record(pair: tuple[int, int], likeness: Likeness) -> PairRecord:
    detail = json.dumps(asdict(likeness), sort_keys=True)
    return PairRecord(small=pair[0], large=pair[1], kind=likeness.kind, detail=detail)


class _Reach(NamedTuple):
    """The sketches that a change reaches, by number.

    The pairs of `dirty` ones are judged anew. `shifted` ones hold a key that became rare or ceased to be, and so are
    seldom judged otherwise; `was`: how many held such a key before.
    """

    dirty: list[int]
    shifted: list[int]
    was: Mapping[int, int]


def _reach(
    store: Sketches, before: Mapping[int, list[int]], came: Mapping[int, Sketch], left: Mapping[int, Sketch]
) -> _Reach:
    """What a change reaches, given the holders `before` it of the keys that came or left."""
    dirty, shifted, was = set(came), set[int](), dict[int, int]()
    for key, held in before.items():
        now = store.holders(key, COMMON + 1)
        if (classes := {_class(held), _class(now)}) == {0, 1}:
            shifted.update(held, now)
            was[key] = len(held)
        elif len(classes) > 1:
            dirty.update(held, now)
    return _Reach(sorted(dirty.difference(left)), sorted(shifted.difference(dirty, left)), was)


def _class(holders: Sequence[int]) -> int:
    count = len(holders)
    return 0 if count <= RARE else 1 if count <= COMMON else 2


class _Texts:
    """Stored sketches, each read once. `counts`: how many hold each key that is not rare, where it pays to know."""

    def __init__(self, store: Sketches, counts: Mapping[int, int] | None = None) -> None:
        self._store = store
        self._counts = counts
        self.rarity = lru_cache(maxsize=100_000)(self._rarity)
        self.sketch = lru_cache(maxsize=5_000)(self._sketch)

    def _rarity(self, key: int) -> int:
        if self._counts is not None:
            return self._counts.get(key, 0)
        return len(self._store.holders(key, COMMON + 1))

    def _sketch(self, number: int) -> Sketch:
        data = self._store.data(number)
        if data is None:
            raise KeyError(number)
        return unpack_bytes(data)

    def beside(self, number: int, done: Container[int]) -> Iterator[tuple[Sketch, Sketch]]:
        """A text and each that may be like it, the smaller first, those that are `done` left out."""
        mine = self.sketch(number)
        telling = [key for key in mine.keys if self.rarity(key) <= COMMON]
        # Where all are judged they come in order, so that those before are done.
        beyond = -1 if self._counts is None else number
        for other, count in self._store.sharing(telling, beyond).items():
            if other not in done and may_be_alike(mine, theirs := self.sketch(other), count):
                yield ordered(mine, theirs)


def _judged(texts: _Texts, numbers: Iterable[int]) -> Iterator[tuple[tuple[int, int], Likeness]]:
    """The pairs of sketches that are not different, each once."""
    done: set[int] = set()
    for number in numbers:
        done.add(number)
        for small, large in texts.beside(number, done):
            likeness = judge_pair(small, large, texts.rarity)
            if likeness.kind != "different":
                yield (small.number, large.number), likeness


def _shifted(
    texts: _Texts, reach: _Reach, stored: Mapping[tuple[int, int], PairRecord]
) -> Iterator[tuple[tuple[int, int], Likeness]]:
    """The pairs of shifted sketches that are not as they are `stored`: read anew only where the grounds are others."""
    done = set(reach.dirty)
    for number in reach.shifted:
        done.add(number)
        for small, large in texts.beside(number, done):
            if reach.was.keys().isdisjoint(small.keys_at(large.scale)):
                continue
            pair = small.number, large.number
            then = measure(
                small, large, lambda key: reach.was[key] if key in reach.was else texts.rarity(key)
            )
            now = measure(small, large, texts.rarity)
            if now and then and now.grounds == then.grounds:
                if pair in stored:
                    likeness = Likeness(**json.loads(stored[pair].detail))
                    yield pair, replace(likeness, rare=round(now.rare, 3))
            elif now or then:
                yield pair, judge_pair(small, large, texts.rarity)
