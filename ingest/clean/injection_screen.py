"""Tells by single words which patterns may be found in a text: in most texts none.

Each pattern needs some strings, read off the pattern itself. What a word holds of them is told once and remembered,
for texts are made of the same words again and again; so a look at a text costs little more than to part its words.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Final

from ingest.clean.injection_needs import EDGE, is_letter
from ingest.clean.injection_record import MOST_NEEDS, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ingest.clean.injection_needs import Need
    from ingest.clean.injection_record import Told

Look = tuple[str, int]
"""A text, and the patterns that may be found in it, as bits."""
_END = re.compile(r"[.!?][\"»)*']{0,2} +")
_REMEMBERED: Final = 1 << 15
"""Words. When there are more, those of the last so many are forgotten that have not come again since."""
_LONG: Final = 80
"""Letters; longer words do not come again."""
_SHORT: Final = 60
_AGAIN: Final = 1 << 13


class Screen:
    """What may be found of `patterns` (sources of regular expressions) in normal texts (see `Rule`).

    And whether one of its words holds one of `in_words`, for certain. Patterns are bits: 1 is the first one, 2 the
    next; `in_words` follow.
    """

    def __init__(self, patterns: Sequence[str], in_words: Sequence[re.Pattern[str]] = ()) -> None:
        self._patterns, self._in_words = patterns, in_words
        self._count = len(patterns) + len(in_words)
        self._all = (1 << self._count) - 1

    def look(self, text: str) -> int:
        """The patterns that may be found in `text`."""
        return self._look(text)[1]

    def look_through(self, text: str) -> tuple[list[Look], list[Look]]:
        """The cells of a text with the patterns that may be in them; then sentences, and all of it, with what is more.

        A cell of a sentence is what stands between two "|".
        """
        in_cells, in_sentences = self._reach
        cells: list[Look] = []
        wider: list[Look] = []
        held_by_text = 0
        for sentence in sentences(text):
            if "|" in sentence:
                held_by_sentence = self._held(" ".join(word for word in sentence.split(" ") if "|" in word))
                for cell in filter(None, sentence.split("|")):
                    held, met = self._seen(cell) if len(cell) <= _SHORT else self._look(cell)
                    held_by_sentence |= held
                    cells.append((cell, met))
                if met := self._met(held_by_sentence) & in_sentences:
                    wider.append((sentence, met))
            else:
                held_by_sentence, met = self._look(sentence)
                cells.append((sentence, met))
            held_by_text |= held_by_sentence
        if len(cells) > 1 and (met := self._met(held_by_text) & ~(in_cells | in_sentences)):
            wider.append((text, met))
        return cells, wider

    def _look(self, text: str) -> tuple[int, int]:
        """The needs that words of `text` meet, and the patterns all needs of which are met."""
        held = self._held(text)
        return held, held and self._met(held)

    @cached_property
    def _seen(self) -> Callable[[str], tuple[int, int]]:
        """The same for a short text that may well come again, as cells of tables do."""
        return lru_cache(_AGAIN)(self._look)

    def _held(self, text: str) -> int:
        """The needs that words of `text` meet."""
        return reduce(or_, filter(None, map(self._words.__getitem__, text.split(" "))), 0)

    def _met(self, held: int) -> int:
        """The patterns all needs of which are `held`."""
        met = held & self._all
        for _ in range(MOST_NEEDS - 1):
            if not met:
                break
            held >>= self._count
            met &= held
        return met

    @cached_property
    def _told(self) -> list[Told]:
        """What the patterns need, and how far they reach."""
        return told(self._patterns)

    @cached_property
    def _reach(self) -> tuple[int, int]:
        """The patterns that stay in a cell, and those that stay in a sentence."""
        stay = {"cell": 0, "sentence": 0, "part": 0}
        for place, (_, how_far) in enumerate(self._told):
            stay[how_far] |= 1 << place
        return stay["cell"], stay["sentence"]

    @cached_property
    def _words(self) -> _Words:
        found: dict[Need, int] = {}
        for place, (own, _) in enumerate(self._told):
            for number in range(MOST_NEEDS):
                need = own[min(number, len(own) - 1)]
                found[need] = found.get(need, 0) | self._bit(place, number)
        signs = [
            (pattern, reduce(or_, (self._bit(place, number) for number in range(MOST_NEEDS))))
            for place, pattern in enumerate(self._in_words, len(self._patterns))
        ]
        return _Words(found, signs)

    def _bit(self, place: int, number: int) -> int:
        """Says of the pattern at `place` that its need `number` is met."""
        return 1 << number * self._count + place


class _Words(dict[str, int]):
    """By word, which is without blanks: the bits of all `needs` that it meets and of all `signs` that it holds."""

    def __init__(self, needs: Mapping[Need, int], signs: Sequence[tuple[re.Pattern[str], int]]) -> None:
        super().__init__()
        sought: dict[str, dict[tuple[bool, bool], int]] = {}
        for need, bits in needs.items():
            for string in need:
                edges = sought.setdefault(string.strip(EDGE), {})
                where = (string.startswith(EDGE), string.endswith(EDGE))
                edges[where] = edges.get(where, 0) | bits
        self._signs = signs
        self._same: dict[int, int] = {}
        self._before: dict[str, int] = {}
        self._edges = [list(edges.items()) for edges in sought.values()]
        self._find = _finder(list(sought))

    def __missing__(self, word: str) -> int:
        if len(word) > _LONG:
            return self._told(word)
        bits = self._before.get(word, -1)
        if bits < 0:
            bits = self._told(word)
            bits = self._same.setdefault(bits, bits)
        if len(self) >= _REMEMBERED:
            self._before = dict(self)
            self.clear()
        self[word] = bits
        return bits

    def _told(self, word: str) -> int:
        bits, last = 0, len(word) - 1
        for index, start, end in self._find(word, overlapping=True):
            for (begins, ends), given in self._edges[index]:
                if not (
                    (begins and start and is_letter(word[start - 1]))
                    or (ends and end <= last and is_letter(word[end]))
                ):
                    bits |= given
        for pattern, given in self._signs:
            if pattern.search(word):
                bits |= given
        return bits


def sentences(text: str) -> Iterator[str]:
    """The sentences of a normal text, without the marks behind their ends."""
    start = 0
    for end in _END.finditer(text):
        yield text[start : end.start() + 1]
        start = end.end()
    yield text[start:]


def places(bits: int) -> Iterator[int]:
    """Where `bits` are set, from 0."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _finder(strings: list[str]) -> Callable[..., Any]:
    from ahocorasick_rs import AhoCorasick

    find: Callable[..., Any] = AhoCorasick(strings).find_matches_as_indexes
    return find
