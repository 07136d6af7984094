"""Phrases of policy rules, sought in running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from index.errors import UsageError
from ingest.clean.policy_words import SMALL, phrase_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.clean.policy_words import Part, Word
    from ingest.policy_settings import PolicyRule


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and the names of phrases that end here."""

    stems: dict[str, _Node] = field(default_factory=dict)
    beginnings: dict[str, _Node] = field(default_factory=dict)
    name: str | None = None
    turned: bool = False
    """Whether the words stand in another order here than in the rule."""


class Phrases:
    """Phrases sought in running text, word after word; time grows with the text, not with their number."""

    def __init__(self, phrases: Iterable[tuple[str, tuple[Part, ...]]] = ()) -> None:
        self._root = _Node()
        self._depth = 0
        self._by_first: dict[str, list[tuple[Part, ...]]] = {}
        self._by_beginning: dict[str, list[tuple[Part, ...]]] = {}
        for name, parts in phrases:
            node = self._root
            for text, begins in parts:
                node = (node.beginnings if begins else node.stems).setdefault(text, _Node())
            if parts and node.name is None:
                node.name, node.turned = name, len(parts) > 1 and parts != phrase_of(name)
            self._depth = max(self._depth, len(parts))
            for text, begins in parts[:1]:
                (self._by_beginning if begins else self._by_first).setdefault(text, []).append(parts)
        self._firsts = frozenset(self._by_first)
        # Of beginnings of which one begins another, the shorter is enough: it may be in what the longer is in.
        shortest = [
            one
            for one in self._by_beginning
            if not any(one != two and one.startswith(two) for two in self._by_beginning)
        ]
        for one in shortest:
            self._by_beginning[one] = [
                parts for two, those in self._by_beginning.items() if two.startswith(one) for parts in those
            ]
        self._begins = re.compile("|".join(map(re.escape, shortest))) if shortest else None

    def __bool__(self) -> bool:
        return self._depth > 0

    def may_be_in(self, found: frozenset[str]) -> bool:
        """Whether a text with these stems may hold a phrase at all."""
        if not self._firsts.isdisjoint(found) and any(
            all(_has(part, found) for part in parts)
            for stem in self._firsts.intersection(found)
            for parts in self._by_first[stem]
        ):
            return True
        return self._begins is not None and any(
            all(_has(part, found) for part in parts)
            for stem in found
            if (begun := self._begins.match(stem))
            for parts in self._by_beginning[begun[0]]
        )

    def find(self, text: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """(name, start, end) in the text of the longest phrase at each place."""
        compounds = [word for word in text if word.compound]
        for word in compounds:
            for node in _after(self._root, word.stem):
                if node.name is not None:
                    yield node.name, word.start, word.end
        plain = [word for word in text if not word.compound and word.stem not in SMALL]
        at = 0
        while at < len(plain):
            best, behind, turned = self._longest(plain, at)
            # "retail price, purchase price": the words of a phrase in order outrank others that end in it.
            if turned and any(self._in_order(plain, later) for later in range(at + 1, behind)):
                best, behind = "", at
            if best:
                yield best, plain[at].start, plain[behind - 1].end
            at = max(at + 1, behind)

    def _in_order(self, plain: Sequence[Word], at: int) -> bool:
        best, behind, turned = self._longest(plain, at)
        return bool(best) and behind > at + 1 and not turned

    def _longest(self, plain: Sequence[Word], at: int) -> tuple[str, int, bool]:
        """The longest phrase that begins at a word, where it ends, and whether its words are turned round."""
        best, behind, turned = "", at, False
        nodes = [self._root]
        for ahead in range(at, min(len(plain), at + self._depth)):
            nodes = [after for node in nodes for after in _after(node, plain[ahead].stem)]
            if not nodes:
                break
            if ends := next((node for node in nodes if node.name is not None), None):
                best, behind, turned = ends.name or "", ahead + 1, ends.turned
        return best, behind, turned


def _has(part: Part, found: frozenset[str]) -> bool:
    return any(stem.startswith(part[0]) for stem in found) if part[1] else part[0] in found


def _after(node: _Node, word: str) -> Iterator[_Node]:
    if (exact := node.stems.get(word)) is not None:
        yield exact
    if node.beginnings:
        for length in range(1, len(word) + 1):
            if (begun := node.beginnings.get(word[:length])) is not None:
                yield begun


def entries_of(rule: PolicyRule) -> tuple[str, ...]:
    """The values of a rule's dictionary, () without one. Raises UsageError where it cannot be read."""
    if rule.dictionary is None:
        return ()
    try:
        lines = rule.dictionary.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"policy {rule.name!r}: dictionary: {rule.dictionary} cannot be read ({type(error).__name__})",
            remedy="It is a text file in UTF-8, one value a line; relative paths start at the settings file.",
        ) from error
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
