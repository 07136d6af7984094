"""Precision and recall of a tagger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.clean.names.english import Tagger
from ingest.clean.names.tokens import segments
from tools.names_en.corpora import Example

Spans = Sequence[tuple[int, int]]


@dataclass(slots=True)
class Counts:
    """Names there, names found, those of each that meet one of the other; letters of names, and those found."""

    gold: int = 0
    found: int = 0
    exact: int = 0
    gold_met: int = 0
    found_met: int = 0
    letters: int = 0
    covered: int = 0

    def add(self, gold: Spans, found: Spans) -> None:
        """Counts one text."""
        self.gold += len(gold)
        self.found += len(found)
        self.exact += len(set(gold) & set(found))
        self.gold_met += sum(any(_meet(one, other) for other in found) for one in gold)
        self.found_met += sum(any(_meet(one, other) for other in gold) for one in found)
        hidden = {place for start, end in found for place in range(start, end)}
        self.letters += sum(end - start for start, end in gold)
        self.covered += sum(place in hidden for start, end in gold for place in range(start, end))

    def __str__(self) -> str:
        exact_p, exact_r = self.exact / max(1, self.found), self.exact / max(1, self.gold)
        p, r = self.found_met / max(1, self.found), self.gold_met / max(1, self.gold)
        return (
            f"n {self.gold}; exact P {exact_p:.3f} R {exact_r:.3f} F1 {_f1(exact_p, exact_r):.3f}; "
            f"overlap P {p:.3f} R {r:.3f} F1 {_f1(p, r):.3f}; cover {self.covered / max(1, self.letters):.3f}"
        )


def table(tagger: Tagger, examples: Iterable[Example], least: float = 0.5) -> Counts:
    """Counts of `tagger` on `examples`."""
    counts = Counts()
    for example in examples:
        found = [
            (name.start, name.end)
            for start, end in segments(example.text)
            for name in tagger.tag(example.text, start, end, least=least)
        ]
        counts.add(example.names, found)
    return counts


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Tells whether they share half of what they hold together."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and shared >= 0.5 * (max(one[1], other[1]) - min(one[0], other[0]))


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
