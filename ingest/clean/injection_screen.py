"""Tells in one look at a whole document which rules may be met in it: in most documents none.

Each pattern needs some strings, and a string some words. What words a token (a run without blanks) holds is remembered,
so a document costs little more than its tokens take to be told apart; strings are sought among tokens that hold any.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Final

from ingest.clean.injection_needs import EDGE, needs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ingest.clean.injection_rules import Rule

_WORD: Final = re.compile(r"\w+")
_START: Final = 3
_ALWAYS: Final = 1
"""The bit of strings without words."""
_KNOWN: Final = 300_000
"""Tokens remembered in a process."""
_BRIEF: Final = 3
"""Tokens up to that length may be marks between the words of a string."""
_GAP: Final = "\0"
"""Stands for a token that no string holds."""


class Said:
    """What a text says, as far as it concerns the rules: its tokens, and the bits of the words that they hold."""

    def __init__(self, tokens: Sequence[str], bits: int, shown: Mapping[str, str]) -> None:
        self._tokens, self._shown = tokens, shown
        self.bits = bits | _ALWAYS

    @cached_property
    def whole(self) -> str:
        """All of it."""
        return " ".join(self._tokens)

    @cached_property
    def near(self) -> str:
        """The same without tokens that no string holds."""
        return " ".join(map(self._shown.__getitem__, self._tokens))


class _Need:
    """Strings one of which a text must hold, by the bit of their longest word; `bits`: of all of these."""

    def __init__(self, strings: Iterable[str], stems: Mapping[str, int]) -> None:
        self._strings: dict[int, list[tuple[int, str, bool]]] = {}
        for string in sorted(strings):
            words, told = _words(string)
            bits = reduce(or_, (stems[word] for word in words), 0)
            longest = stems[max(words, key=len)] if words else _ALWAYS
            self._strings.setdefault(longest, []).append((bits, string.replace(EDGE, ""), told))
        self.bits = reduce(or_, self._strings)

    def is_met(self, said: Said) -> bool:
        """Whether one of the strings is there."""
        bits = said.bits
        return any(
            bits & wanted == wanted and string in (said.near if told else said.whole)
            for longest, listed in self._strings.items()
            if bits & longest
            for wanted, string, told in listed
        )


class _Pattern:
    """A pattern of a rule, with its needs."""

    def __init__(self, rule: Rule, source: str, stems: Mapping[str, int]) -> None:
        self.rule, self._source = rule, source
        self._needs = [_Need(need, stems) for need in needs(source)]
        self.bits = tuple(need.bits for need in self._needs)

    def is_in(self, said: Said) -> bool:
        """Whether it is found."""
        return all(need.is_met(said) for need in self._needs) and bool(self._pattern.search(said.whole))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._source)


class Screen:
    """What may be met, for `rules` over normal texts (see `Rule`). `marks` are patterns for tokens, by number."""

    def __init__(self, rules: Sequence[Rule], marks: Sequence[re.Pattern[str]]) -> None:
        self._rules, self._marks = rules, marks
        self._held: dict[str, int] = {}
        self._blank: set[str] = set()
        self._shown: dict[str, str] = {}

    def look(self, tokens: Sequence[str], different: set[str]) -> Said:
        """What `tokens` say, `different` without repetition. Bit n + 1 tells of mark n, others are for `rules`."""
        held = self._held
        telling = different - self._blank
        if fresh := telling.difference(held):
            if len(held) + len(self._blank) + len(fresh) > _KNOWN:
                held.clear()
                self._blank.clear()
                self._shown.clear()
                telling = fresh = set(different)
            self._learn(fresh)
        return Said(tokens, reduce(or_, [held.get(token, 0) for token in telling], 0), self._shown)

    def rules(self, said: Said) -> list[Rule]:
        """The rules that may be met in parts of what was said."""
        bits = said.bits
        near = [one for one in self._patterns if all(bits & need for need in one.bits)]
        return list(dict.fromkeys(one.rule for one in near if one.is_in(said)))

    def _learn(self, tokens: Iterable[str]) -> None:
        text = "\n".join(tokens)
        marks = [(mark, 2 << place) for place, mark in enumerate(self._marks) if mark.search(text)]
        bits_of = cache(self._bits_of)
        for token in tokens:
            bits = reduce(or_, map(bits_of, _WORD.findall(token)), 0)
            for mark, bit in marks:
                if mark.search(token):
                    bits |= bit
            if bits:
                self._held[token] = bits
            else:
                self._blank.add(token)
            self._shown[token] = token if bits or len(token) <= _BRIEF else _GAP

    def _bits_of(self, word: str) -> int:
        held = 0
        edged = f"{EDGE}{word}{EDGE}"
        for start in range(len(word)):
            for stem, bit in self._by_start.get(edged[start : start + _START], ()):
                if edged.startswith(stem, start):
                    held |= bit
        return held

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
            for word in _words(string)[0]
        }
        return {word: 1 << place for place, word in enumerate(sorted(words), 1 + len(self._marks))}

    @cached_property
    def _patterns(self) -> list[_Pattern]:
        return [_Pattern(rule, source, self._stems) for rule in self._rules for source in rule.patterns]


def _words(string: str) -> tuple[list[str], bool]:
    """The words of `string`, their edges marked where it tells them, without those too short for `_START`.

    Also whether each of its parts is found by them: it has a word, or is a mark that stands alone.
    """
    found = []
    for match in _WORD.finditer(string):
        before = EDGE if match.start() else ""
        after = EDGE if match.end() < len(string) else ""
        if len(word := before + match[0] + after) >= _START:
            found.append((word, match.start()))
    parts = [(match.start(), match.end()) for match in re.finditer(r"[^ ]+", string)]
    told = all(
        any(start <= at < end for _, at in found)
        or (start > 0 and end < len(string) and end - start <= _BRIEF)
        for start, end in parts
    )
    return [word for word, _ in found], told and bool(parts)
