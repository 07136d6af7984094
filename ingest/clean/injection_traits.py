"""Finds orders to a language model that no phrase gives away: by how much comes together that no people are told.

Two sentences side by side tell by their traits who is spoken to (a machine, one who reads this text, who has
"developers") and what is wanted of it: to say this, to hide that, to be free of rules. One trait is in many texts, some
of each kind are in orders only. Words of a trait are data, by language.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from ingest.clean.injection_record import told
from ingest.clean.injection_rules import Rule
from ingest.clean.injection_screen import places

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ingest.clean.injection_screen import Look

_SPOKEN_TO: Final = frozenset(["called", "reading", "yours", "marked", "posed", "single"])
_LIGHT: Final = frozenset(["machine", "itself", "asker", "you"])
_WANTED: Final = frozenset(
    ["said", "praised", "hidden", "freed", "secret", "sent", "feigned", "unasked", "always"]
)
_PLAINLY: Final = frozenset(["reading", "yours", "marked", "posed"])
"""Who is spoken to beyond doubt."""
_ODD: Final = frozenset(["praised", "hidden", "freed", "feigned", "unasked"])
"""What is said to people least."""
_NEAR: Final = frozenset({"itself", "you"})

LEAST: Final = 3
"""Letters; a sentence has more."""
_LONG: Final = 300
_PIECE = re.compile(rf".{{1,{_LONG}}}(?: |$)|\S{{{_LONG}}}")
_BESIDE: Final = 400
"""Letters; longer sentences stand alone."""
_TOLD: Final = 1 << 14
"""What was told of so many pairs of sentences is remembered."""


def trait(name: str, *patterns: str) -> Rule:
    """A trait of a sentence: whole words, or what stands where a sentence begins."""
    whole = (one if one.startswith(("^", "(?:^", "\\", "(?<!")) else rf"(?<!\w)(?:{one})" for one in patterns)
    return Rule(name, ("",), tuple(whole))


class Traits:
    """What sentences of one or more languages are judged by; `light` ones are in many texts."""

    def __init__(self, rare: Sequence[Rule], light: Sequence[Rule]) -> None:
        self._patterns = [(one.name, source) for one in rare for source in one.patterns]
        self._light = light
        self.sources = [source for _, source in self._patterns]

    def place(self, looks: Iterable[Look], again: Callable[[str], int], hidden: bool = False) -> int:
        """Which of some sentences is an order beside the one before it, from 0; -1: none. Sooner one if `hidden`.

        Their bits stand for `sources`; `again` looks at parts of long ones.
        """
        before, maybe_before = "", 0
        for place, (look, seen) in enumerate(looks):
            sentence = look.strip(" ")
            if not (seen or maybe_before):  # so are most, and only the next one may be judged beside it
                before = sentence if len(sentence) > LEAST else before
                continue
            before = _end(before)
            for piece, maybe in _pieces(sentence, seen, again):
                if (both := maybe_before | maybe) and _are_order(self._names(both) | _LIGHT, hidden):
                    near = len(before) + len(piece) < _BESIDE
                    if self._is_order(f"{before} | {piece}" if near else piece, both, hidden):
                        return place
                before, maybe_before = piece, maybe
        return -1

    def _names(self, patterns: int) -> frozenset[str]:
        """The traits that have `patterns`."""
        return frozenset(self._patterns[place][0] for place in places(patterns))

    @cached_property
    def _wide(self) -> list[tuple[str, str]]:
        """The patterns that may reach over two sentences."""
        reaches = (how_far for _, how_far in told(self.sources))
        return [one for one, how_far in zip(self._patterns, reaches, strict=True) if how_far != "cell"]

    def _is_order(self, text: str, maybe: int, hidden: bool) -> bool:
        """Whether `text`, which may hold the patterns `maybe`, is an order: the rarest are looked for first."""
        patterns = [self._patterns[place] for place in places(maybe)]
        left = {name for name, _ in patterns} | _LIGHT
        patterns += [one for one in self._wide if one[0] in left and one not in patterns]
        has = frozenset[str]()
        for kind in (_SPOKEN_TO, _WANTED):
            has |= {name for name, source in patterns if name in kind and _pattern(source).search(text)}
            left -= kind
            if not _are_order(has | left, hidden):
                return False
        return _are_order(has | {one.name for one in self._light if one.pattern.search(text)}, hidden)


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source)


@lru_cache(_TOLD)
def _are_order(traits: frozenset[str], hidden: bool) -> bool:
    wanted = len(traits & _WANTED)
    if not wanted:
        return False
    plainly = bool(traits & _PLAINLY)
    spoken = min(2, len(traits & _SPOKEN_TO) + ("posed" in traits))
    some = spoken + bool(traits & _LIGHT)
    if spoken > 1 or (hidden and some + wanted > 2):
        return True
    if some > 1 and traits & _ODD and plainly:
        return True
    near = spoken > 0 or bool(traits & _NEAR and traits & _ODD)
    return (wanted > 1 and (some > 1 or plainly)) or (wanted > 2 and near)


def _end(sentence: str) -> str:
    """The last part of a long sentence."""
    return sentence if len(sentence) <= _LONG else _PIECE.findall(sentence)[-1]


def _pieces(sentence: str, seen: int, again: Callable[[str], int]) -> Iterable[Look]:
    """A sentence that is no mere mark; a long one in parts."""
    if len(sentence) <= _LONG:
        return ((sentence, seen),) if len(sentence) > LEAST else ()
    parts: list[str] = _PIECE.findall(sentence)
    return [(part, seen and again(part)) for part in parts]
