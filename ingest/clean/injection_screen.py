"""Tells in one look at a whole document which rules may be met in it: in most documents none.

Each pattern needs some strings. Of each the longest word is sought among the document's different words, and what a
word holds is remembered; so a document costs little more than its words take to be told apart.
"""

from __future__ import annotations

import re
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from ingest.clean.injection_needs import EDGE, needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.clean.injection_rules import Rule

WORD: Final = re.compile(r"\w+")
_START: Final = 3
_ALWAYS: Final = 1
"""The bit of strings without words."""
_KNOWN: Final = 200_000
"""Words remembered in a process."""


class _Pattern:
    """A pattern of a rule. For each need there are its strings with the bits of their words, by that of the longest."""

    def __init__(self, rule: Rule, source: str, stems: Mapping[str, int]) -> None:
        self.rule, self._source = rule, source
        self._needs: list[tuple[int, dict[int, list[tuple[int, str]]]]] = []
        for need in needs(source):
            strings: dict[int, list[tuple[int, str]]] = {}
            for string in sorted(need):
                words = _words(string)
                bits = reduce(or_, (stems[word] for word in words), 0)
                longest = stems[max(words, key=len)] if words else _ALWAYS
                strings.setdefault(longest, []).append((bits, string.replace(EDGE, "")))
            self._needs.append((reduce(or_, strings), strings))

    def is_in(self, text: str, bits: int) -> bool:
        """Whether it is found in `text`, whose words hold what `bits` tells."""
        for longest, _ in self._needs:
            if not bits & longest:
                return False
        for _, strings in self._needs:
            listed = [pair for longest, pairs in strings.items() if bits & longest for pair in pairs]
            if not any(bits & wanted == wanted and string in text for wanted, string in listed):
                return False
        return self._pattern.search(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


class Screen:
    """What may be met, for `rules` over normal texts (see `Rule`). `marks` are patterns for words, by name."""

    def __init__(self, rules: Sequence[Rule], marks: Sequence[re.Pattern[str]]) -> None:
        self._rules, self._marks = rules, marks
        self._known: dict[str, int] = {}

    def bits(self, text: str) -> int:
        """What the words of `text` hold together. Bit n + 1 tells of mark n, the others are for `rules`."""
        different = set(WORD.findall(text))
        known = self._known
        if fresh := different.difference(known):
            if len(known) + len(fresh) > _KNOWN:
                known.clear()
                fresh = different
            self._learn(fresh)
        return reduce(or_, map(known.__getitem__, different), 0)

    def rules(self, text: str, bits: int) -> list[Rule]:
        """The rules that may be met in parts of `text`, whose words hold what `bits` tells."""
        bits |= _ALWAYS
        return list(dict.fromkeys(one.rule for one in self._patterns if one.is_in(text, bits)))

    def _learn(self, words: Iterable[str]) -> None:
        text = "\n".join(words)
        marks = [(mark, 2 << place) for place, mark in enumerate(self._marks) if mark.search(text)]
        for word in words:
            held = 0
            edged = f"{EDGE}{word}{EDGE}"
            for start in range(len(word)):
                for stem, bit in self._by_start.get(edged[start : start + _START], ()):
                    if edged.startswith(stem, start):
                        held |= bit
            for mark, bit in marks:
                if mark.search(word):
                    held |= bit
            self._known[word] = held

    @cached_property
    def _by_start(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for stem, bit in self._stems.items():
            found.setdefault(stem[:_START], []).append((stem, bit))
        return found

    @cached_property
    def _stems(self) -> dict[str, int]:
        """Words that patterns need, each with its bit."""
        words = {
            word
            for rule in self._rules
            for source in rule.patterns
            for need in needs(source)
            for string in need
            for word in _words(string)
        }
        return {word: 1 << place for place, word in enumerate(sorted(words), 1 + len(self._marks))}

    @cached_property
    def _patterns(self) -> list[_Pattern]:
        return [_Pattern(rule, source, self._stems) for rule in self._rules for source in rule.patterns]


def _words(string: str) -> list[str]:
    """The words of `string`, their edges marked where it tells them, without those too short for `_START`."""
    found = []
    for match in WORD.finditer(string):
        before = EDGE if match.start() else ""
        after = EDGE if match.end() < len(string) else ""
        if len(word := before + match[0] + after) >= _START:
            found.append(word)
    return found
