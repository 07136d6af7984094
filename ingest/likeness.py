"""Keeps the table of documents that are alike in step with their sketches, at the cost of what changed.

It equals `ingest.select.near.all_pairs` over all sketches after every step. A pair depends on its two sketches and on
which of their keys are rare or common. So the sketches that came are judged; where a key crossed a limit, the counts
of the pairs that hold it are stepped, and a pair is read again only if they, or the key's place in it, can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from index.manifest import Manifest, pages
from index.sketches import PairRecord, Sketches
from ingest import concordance
from ingest.clean.sketch import VERSION as SKETCHED_BY
from ingest.crossing import judged, likeness_of, step
from ingest.select.near import VERSION as JUDGED_BY
from ingest.select.near import Likeness
from ingest.select.overlap import COMMON, crossings, overlap
from ingest.select.overlap import VERSION as COUNTED_BY
from ingest.sketch import Sketch, brief, pack_bytes, unpack, unpack_bytes
from ingest.texts import Texts

LIKENESS_FOR = "likeness-for"
"""Names, in `meta`, the rules that the stored sketches and pairs were made by."""
_AT_ONCE = 2_000
"""From so many changes on (and a tenth of all) it is cheaper to judge all anew than to watch what each changes."""
_PAGE = 1_000
"""Documents that are looked up together."""


def likeness_holds(manifest: Manifest) -> bool:
    """Whether the stored pairs were judged by the rules of this program."""
    return manifest.meta(LIKENESS_FOR) == _rules()


def begin_anew(manifest: Manifest) -> None:
    """Forgets all sketches and pairs, for rules that judge otherwise. Run it inside a transaction."""
    Sketches(manifest).clear()
    manifest.set_meta(LIKENESS_FOR, _rules())


def _rules() -> str:
    return f"sketch {SKETCHED_BY}, pairs {JUDGED_BY}, overlaps {COUNTED_BY}"


def keep_in_step(store: Sketches, now: Mapping[str, Sketch | None]) -> set[str]:
    """Takes in the sketches that documents have `now`, None for those that are gone or have no words.

    Returns the documents whose relations changed, those that moved to another sketch and those they share or shared
    one with among them. Run it inside a transaction.
    """
    before = store.of_documents(sorted(now))
    moved = {
        doc_id: sketch
        for doc_id, sketch in sorted(now.items())
        if before.get(doc_id) != (None if sketch is None else sketch.number)
    }
    if not moved:
        return set()
    store.assign({doc_id: None if sketch is None else sketch.number for doc_id, sketch in moved.items()})
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


def keep_all_in_step(store: Sketches, sketches: Iterable[tuple[str, str]], strays: Sequence[str]) -> None:
    """Takes in the packed sketches of all documents there are, by id; `strays` had one and are gone.

    The same as `keep_in_step` with all of them, in the memory of a few. Run it inside a transaction.
    """
    store.assign(dict.fromkeys(strays))
    most, many = max(_AT_ONCE, store.count() // 10), False
    came: dict[int, str] = {}
    rows = iter(sketches)
    while page := dict(islice(rows, _PAGE)):
        came |= _assign(store, page)
        if many := many or len(came) > most:
            _write(store, _unpacked(came), {})
            came = {}
    left = store.strays()
    many = many or len(came) + len(left) > most
    for numbers in pages([*came]):
        _take(store, _unpacked({number: came[number] for number in numbers}), {}, many=many)
    for numbers in pages(left):
        _take(store, {}, {one: unpack_bytes(data) for one, data in store.data_of(numbers)}, many=many)
    if many:
        for _ in _judge_all(store):
            pass


def _assign(store: Sketches, page: Mapping[str, str]) -> dict[int, str]:
    """Says which of the packed sketches documents have now. Those that are not there yet, by number."""
    before = store.of_documents([*page])
    numbers = {doc_id: brief(text)[0] for doc_id, text in page.items()}
    moved = {doc_id: number for doc_id, number in numbers.items() if before.get(doc_id) != number}
    store.assign(moved)
    packed = {number: page[doc_id] for doc_id, number in moved.items() if number is not None}
    known = store.known([*packed])
    return {number: text for number, text in packed.items() if number not in known}


def _unpacked(packed: Mapping[int, str]) -> dict[int, Sketch]:
    return {number: sketch for number, text in packed.items() if (sketch := unpack(text))}


def _take(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch], *, many: bool) -> None:
    """Writes some of those that came or left; if they are not `many` in all, pairs are in step with that at once."""
    (_write if many else _rejudged)(store, came, left)


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
            likeness = likeness_of(pair)
            found.update({(one, other): likeness for one in small for other in large})
    return found


def twins(store: Sketches, ids: Iterable[str]) -> set[str]:
    """The documents that share a sketch with one of `ids`: they hold the same words."""
    numbers = set(store.of_documents(sorted(ids)).values())
    return {doc_id for number in numbers for doc_id in store.documents_of(number)}


def _rejudged(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch]) -> set[int]:
    """Writes sketches that came, drops those that left. Returns the numbers in pairs that are not as they were."""
    changed: set[tuple[int, int]] = set()
    if (changes := len(came) + len(left)) > _AT_ONCE and changes > store.count() // 10:
        old = {(pair.small, pair.large): pair for pair in store.pairs()}
        _write(store, came, left)
        judged_anew = _judge_all(store)
    else:
        old = {(pair.small, pair.large): pair for number in left for pair in store.pairs_of(number)}
        before = _holders(store, (*came.values(), *left.values()))
        _write(store, came, left)
        after = _after(store, before, came, left)
        crossed = crossings(before, after)
        dirty = sorted(came)
        texts = Texts(store, after)
        for number in dirty:
            old.update({(pair.small, pair.large): pair for pair in store.pairs_of(number)})
        store.drop_pairs(dirty)
        changed = step(store, texts, crossed, came)
        judged_anew = _judge_anew(store, texts, dirty)
    new = {(pair.small, pair.large): pair for pair in judged_anew}
    changed.update(pair for pair in old.keys() | new.keys() if old.get(pair) != new.get(pair))
    return {number for pair in changed for number in pair}


def _write(store: Sketches, came: Mapping[int, Sketch], left: Mapping[int, Sketch]) -> None:
    for number, sketch in left.items():
        store.drop(number, sketch.keys)
    store.put((number, pack_bytes(sketch), sketch.keys) for number, sketch in came.items())


def _holders(store: Sketches, sketches: Iterable[Sketch]) -> dict[int, list[int]]:
    """Who holds the keys of some sketches: all, or more than `COMMON`."""
    keys = sorted({key for sketch in sketches for key in sketch.keys})
    return {key: store.holders(key, COMMON + 1) for key in keys}


def _after(
    store: Sketches, before: Mapping[int, list[int]], came: Mapping[int, Sketch], left: Mapping[int, Sketch]
) -> dict[int, list[int]]:
    """Who holds the keys now, told from who did `before`."""
    after = {key: [number for number in held if number not in left] for key, held in before.items()}
    for number, sketch in came.items():
        for key in sketch.keys:
            after[key].append(number)
    for key, held in before.items():
        if len(held) > COMMON >= len(after[key]):  # there may be others that were not looked up
            after[key] = store.holders(key, COMMON + 1)
    return after


def _judge_all(store: Sketches) -> Iterator[PairRecord]:
    """Judges all pairs anew."""
    store.forget_pairs()
    for block in range(-(-store.count() // concordance.BLOCK)):
        everyone = concordance.Concordance(store, block)
        yield from _judge_anew(store, Texts(store, {}, everyone), everyone.texts())


def _judge_anew(store: Sketches, texts: Texts, numbers: Iterable[int]) -> Iterator[PairRecord]:
    """Writes the pairs of sketches of which none is there: what they have in common, and those alike; gives these."""
    done: set[int] = set()
    for number in numbers:
        if not texts.in_order:
            done.add(number)
        overlaps, alike = [], []
        for small, large in texts.beside(number, done):
            if found := overlap(small, large, texts.rarity):
                pair = small.number, large.number
                overlaps.append((*pair, found.packed()))
                if record := judged(texts, pair, found.measured):
                    alike.append(record)
        store.put_overlaps(overlaps)
        store.put_pairs(alike)
        yield from alike
