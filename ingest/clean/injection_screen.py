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
    from collections.abc import Iterable, Sequence

    from ingest.clean.injection_rules import Rule

BORDER = " \0 "
"""Parts the texts of blocks: nothing is met across it."""

_String = tuple[str, bool, bool]
"""What is sought, and whether a word must begin, or end, with it."""


class _Pattern:
    """A pattern of a rule; `needs` are the bits of the strings one of which a text must hold, for each need."""

    def __init__(self, rule: Rule, source: str, bits: dict[_String, int]) -> None:
        self.rule, self._source = rule, source
        self.needs = [reduce(or_, {bits[_sought(string)] for string in need}) for need in needs(source)]

    def is_in(self, parts: Sequence[str], held: Sequence[int], whole: int) -> bool:
        """Whether it is found in one of `parts`, which hold the strings `held`, all together `whole`."""
        first, *others = self.needs
        for need in others:
            if not whole & need:
                return False
        for place, bits in enumerate(held):
            if (
                bits & first
                and all(bits & need for need in others)
                and self._pattern.search(parts[place]) is not None
            ):
                return True
        return False

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


class Screen:
    """What may be met, for `rules` over normal texts (see `Rule`). `words` are looked for by the way."""

    def __init__(self, rules: Sequence[Rule], words: Iterable[str]) -> None:
        self._rules, self._words = rules, tuple(words)

    def look(self, text: str) -> tuple[list[Rule], bool]:
        """The rules that may be met in parts of a normal `text` (between `BORDER`s), and whether a word is in it."""
        parts = text.split(BORDER)
        held = self._held(text, parts)
        whole = reduce(or_, held)
        met: dict[Rule, None] = {}
        for first, patterns in self._patterns:
            if whole & first:
                for pattern in patterns:
                    if pattern.rule not in met and pattern.is_in(parts, held, whole):
                        met[pattern.rule] = None
        return list(met), bool(whole & 1)

    def _held(self, text: str, parts: Sequence[str]) -> list[int]:
        """By part: the bits of the strings in it; the first one stands for `words`."""
        held, last, edged, free = [0] * len(parts), len(text) - 1, self._edged, self._free
        part, until = 0, len(parts[0])
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            while end > until:
                part += 1
                until += len(BORDER) + len(parts[part])
            held[part] |= free[index]
            for begins, ends, bit in edged[index]:
                if not (
                    held[part] & bit
                    or (begins and start and _is_word(text[start - 1]))
                    or (ends and end <= last and _is_word(text[end]))
                ):
                    held[part] |= bit
        return held

    @cached_property
    def _bits(self) -> dict[_String, int]:
        sources = (source for rule in self._rules for source in rule.patterns)
        strings = {_sought(string) for source in sources for need in needs(source) for string in need}
        return {string: 2 << place for place, string in enumerate(sorted(strings))}

    @cached_property
    def _patterns(self) -> list[tuple[int, list[_Pattern]]]:
        """All patterns by their first need, the most telling one."""
        found: dict[int, list[_Pattern]] = {}
        for rule in self._rules:
            for source in rule.patterns:
                pattern = _Pattern(rule, source, self._bits)
                found.setdefault(pattern.needs[0], []).append(pattern)
        return list(found.items())

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
