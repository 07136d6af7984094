"""`python -m bench.placing [DOCUMENTS]`: what it costs to place one new document among many that are alike.

CPU milliseconds from a sketch to pairs that are stored: for a text like no other, for a sibling of a family (a passage
is another) and for a copy with a word in twenty changed. The others are 100,000 of invented words, in families of
twelve, with phrases of the house in all. They are written as a cold sync would write them, but not read along each
other: what members of a family have in common is counted, and none are alike.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, combinations
from pathlib import Path
from statistics import fmean

from index.manifest import Manifest
from index.sketches import Sketches
from ingest.clean.sketch import sketch_of
from ingest.concordance import Concordance
from ingest.likeness import keep_in_step
from ingest.select.overlap import ordered, overlap
from ingest.sketch import Sketch, pack_bytes
from ingest.texts import Texts

DOCUMENTS = 100_000
FAMILY = 12
ROUNDS = 60
KINDS = ("new", "sibling", "copy")


class Corpus:
    """Documents of invented words, as frequent as words are."""

    def __init__(self, documents: int) -> None:
        self._draw = random.Random(3)
        syllables = [consonant + vowel for consonant in "бвгджзклмнпрст" for vowel in "аеиоу"]
        self._words = [
            "".join(self._draw.choices(syllables, k=self._draw.randint(1, 4))) for _ in range(20_000)
        ]
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(self._words))))
        self._house = [self._some(120) for _ in range(20)]
        self._families = [(self._some(4), self._some(500)) for _ in range(max(1, documents // FAMILY))]

    def _some(self, count: int) -> list[str]:
        return self._draw.choices(self._words, cum_weights=self._weights, k=count)

    def document(self, kind: str) -> Sketch:
        """One more, of a family that chance picks or of none."""
        title, text = self._draw.choice(self._families)
        if kind == "new":
            title, text = self._some(4), self._some(600)
        elif kind == "sibling":
            at, length = self._draw.randrange(400), self._draw.choice((15, 60, 100))
            text = [*text[:at], *self._some(length), *text[at + length :]]
        else:
            text = [self._draw.choice(self._words) if self._draw.random() < 0.05 else word for word in text]
        whole = [*title, *text, *self._draw.choice(self._house)]
        made = sketch_of(" ".join(title), [" ".join(whole)], ("bench", "ru"))
        assert made
        return made


def main() -> None:
    """Prints a line a kind: median, mean, 95th percentile and the most."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else DOCUMENTS
    corpus = Corpus(documents)
    with tempfile.TemporaryDirectory() as folder:
        manifest = Manifest.open(Path(folder))
        _fill(manifest, corpus, documents)
        store = Sketches(manifest)
        print(f"{store.count():,} texts; CPU ms to place one more")
        print(f"{'':10}{'median':>8}{'mean':>8}{'95 %':>8}{'most':>8}")
        for kind in KINDS:
            costs = sorted(
                _placed(manifest, store, f"{kind}-{number}", corpus.document(kind))
                for number in range(ROUNDS)
            )
            print(
                f"{kind:10}{costs[ROUNDS // 2]:8.1f}{fmean(costs):8.1f}{costs[ROUNDS * 95 // 100]:8.1f}"
                f"{costs[-1]:8.1f}",
                flush=True,
            )
        manifest.close()


def _placed(manifest: Manifest, store: Sketches, name: str, sketch: Sketch) -> float:
    start = time.process_time()
    with manifest.transaction():
        keep_in_step(store, {name: sketch})
    return (time.process_time() - start) * 1e3


def _fill(manifest: Manifest, corpus: Corpus, documents: int) -> None:
    """Writes sketches and keys in the order of the tables, which takes minutes less than one by one."""
    keys: list[tuple[int, int]] = []
    families: dict[str, set[int]] = defaultdict(set)
    with manifest.transaction():
        for number in range(documents):
            sketch = corpus.document(("sibling", "sibling", "new")[number % 3])
            keys += [(key, sketch.number) for key in sketch.keys]
            manifest.db.execute(
                "INSERT OR IGNORE INTO sketch VALUES (?, ?)", (sketch.number, pack_bytes(sketch))
            )
            manifest.db.execute("INSERT INTO sketched VALUES (?, ?)", (f"d{number}", sketch.number))
            families[sketch.title].add(sketch.number)
        keys.sort()
        manifest.db.executemany("INSERT OR IGNORE INTO sketch_key VALUES (?, ?)", keys)
        store = Sketches(manifest)
        texts = Texts(store, {}, Concordance(store))
        for family in families.values():
            store.put_overlaps(_overlaps(texts, family))


def _overlaps(texts: Texts, family: Iterable[int]) -> Iterator[tuple[int, int, bytes]]:
    """What members of a family have in common; others have little."""
    for one, other in combinations(map(texts.sketch, sorted(family)), 2):
        small, large = ordered(one, other)
        if counts := overlap(small, large, texts.rarity):
            yield small.number, large.number, counts.packed()


if __name__ == "__main__":
    main()
