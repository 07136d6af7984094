"""Tells in one look at a whole document which rules may be met in it: in most documents none.

Each pattern needs some strings, read off the pattern itself. All strings of all patterns are sought at once, by an
automaton whose time does not grow with their number; a pattern is searched for only where all its needs are met.
"""

from __future__ import annotations

import re
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from ingest.clean.injection_needs import EDGE, needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ingest.clean.injection_needs import Need
    from ingest.clean.injection_rules import Rule

BORDER = " \0 "
"""Parts the texts of blocks: nothing is met across it."""

_String = tuple[str, bool, bool]
"""What is sought, and whether a word must begin, or end, with it."""


class _Pattern:
    """A pattern of a rule; `need` has the bits of all it needs: of each, a text must hold one of the strings."""

    def __init__(self, rule: Rule, source: str, bits: Mapping[Need, int]) -> None:
        self.rule, self._source = rule, source
        self.need = reduce(or_, (bits[need] for need in needs(source)))

    def is_in(self, parts: Sequence[str], held: Sequence[int]) -> bool:
        """Whether it is found in one of `parts`, which meet the needs `held`."""
        need = self.need
        for place, bits in enumerate(held):
            if bits & need == need and self._pattern.search(parts[place]) is not None:
                return True
        return False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


class Screen:
    """What may be met, for `rules` over normal texts (see `Rule`). `words` are looked for by the way."""

    def __init__(self, rules: Sequence[Rule], words: Iterable[str]) -> None:
        self._rules, self._words = rules, tuple(words)
        self._names: dict[int, frozenset[str]] = {}

    def look(self, text: str) -> tuple[list[Rule], bool]:
        """The rules that may be met in parts of a normal `text` (between `BORDER`s), and whether a word is in it."""
        parts = text.split(BORDER)
        held = self._held(text, parts)
        whole = reduce(or_, held)
        met: dict[Rule, None] = {}
        for pattern in self._patterns:
            need = pattern.need
            if whole & need == need and pattern.rule not in met and pattern.is_in(parts, held):
                met[pattern.rule] = None
        return list(met), bool(whole & 1)

    def by_part(self, text: str) -> Iterator[tuple[str, frozenset[str]]]:
        """The parts of a normal `text`, each with the names of the rules that it holds all strings for."""
        parts = text.split(BORDER)
        for part, bits in zip(parts, self._held(text, parts), strict=True):
            if bits not in self._names:
                names = (one.rule.name for one in self._patterns if bits & one.need == one.need)
                self._names[bits] = frozenset(names)
            yield part, self._names[bits]

    def _held(self, text: str, parts: Sequence[str]) -> list[int]:
        """By part: the bits of the needs that strings in it meet; the first one stands for `words`."""
        held, last, edged, free = [0] * len(parts), len(text) - 1, self._edged, self._free
        part, until = 0, len(parts[0])
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            while end > until:
                part += 1
                until += len(BORDER) + len(parts[part])
            held[part] |= free[index]
            for begins, ends, bit in edged[index]:
                if not (
                    held[part] | bit == held[part]
                    or (begins and start and _is_word(text[start - 1]))
                    or (ends and end <= last and _is_word(text[end]))
                ):
                    held[part] |= bit
        return held

    @cached_property
    def _needs(self) -> dict[Need, int]:
        """A bit for all that patterns need."""
        sources = (source for rule in self._rules for source in rule.patterns)
        different = dict.fromkeys(need for source in sources for need in needs(source))
        return {need: 2 << place for place, need in enumerate(different)}

    @cached_property
    def _bits(self) -> dict[_String, int]:
        """By string: the bits of the needs that it meets."""
        found: dict[_String, int] = {}
        for need, bit in self._needs.items():
            for string in map(_sought, need):
                found[string] = found.get(string, 0) | bit
        return found

    @cached_property
    def _patterns(self) -> list[_Pattern]:
        return [_Pattern(rule, source, self._needs) for rule in self._rules for source in rule.patterns]

    @cached_property
    def _plain(self) -> list[str]:
        return sorted({string for string, _, _ in self._bits if string} | {*self._words})

    @cached_property
    def _free(self) -> list[int]:
        """By string: the bit it has wherever it stands."""
        words = {*self._words}
        return [(string in words) | self._bits.get((string, False, False), 0) for string in self._plain]

    @cached_property
    def _edged(self) -> list[list[tuple[bool, bool, int]]]:
        """By string: where words must begin or end, and the bit of that."""
        places = {string: place for place, string in enumerate(self._plain)}
        found: list[list[tuple[bool, bool, int]]] = [[] for _ in places]
        for (string, begins, ends), bit in self._bits.items():
            if begins or ends:
                found[places[string]].append((begins, ends, bit))
        return found

    @cached_property
    def _automaton(self) -> Any:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._plain)


def _sought(string: str) -> _String:
    """A string of a need without its marks of edges: those inside it hold by themselves."""
    plain = string.replace(EDGE, "")
    begins = string.startswith(EDGE) and _is_word(plain[:1])
    ends = string.endswith(EDGE) and _is_word(plain[-1:])
    return plain, begins, ends


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
