"""Finds orders to a language model that no phrase gives away: by how much comes together that no people are told.

Two sentences side by side tell by their traits who is spoken to (a machine, one who reads this text, who has
"developers") and what is wanted of it: to say this, to hide that, to be free of rules. One trait is in many texts, some
of each kind are in orders only. Words of a trait are data, by language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.clean.injection_rules import Rule
from ingest.clean.injection_screen import BORDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ingest.clean.injection_screen import Screen

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

_END = re.compile(r"(?<=[.!?])[\"»)*']{0,2} +| ?\| ?| \0 ")
_PIECE = re.compile(r".{1,300}(?: |$)|\S{300}")
_BESIDE: Final = 400
"""Letters; longer sentences stand alone."""


def trait(name: str, *patterns: str) -> Rule:
    """A trait of a sentence: whole words, or what stands where a sentence begins."""
    whole = (one if one.startswith(("^", "(?:^", "\\", "(?<!")) else rf"(?<!\w)(?:{one})" for one in patterns)
    return Rule(name, ("",), tuple(whole))


@dataclass(frozen=True, slots=True)
class Traits:
    """What sentences of one or more languages are judged by; `screen` tells which `rare` ones a text may have."""

    rare: Sequence[Rule]
    light: Sequence[Rule]
    screen: Screen

    def met(self, text: str, hidden: bool = False) -> bool:
        """Whether two neighbouring sentences of a normal `text` (see `Rule`) are an order; sooner if it is `hidden`."""
        before, maybe_before = "", frozenset[str]()
        for piece, maybe in self.screen.by_part(BORDER.join(_pieces(text))):
            if _are_order(maybe_before | maybe | _LIGHT, hidden):
                near = len(before) + len(piece) < _BESIDE
                if self._is_order(f"{before} | {piece}" if near else piece, maybe_before | maybe, hidden):
                    return True
            before, maybe_before = piece, maybe
        return False

    def _is_order(self, text: str, maybe: frozenset[str], hidden: bool) -> bool:
        """Whether `text`, which may have the rare traits `maybe`, is an order: the rarest are looked for first."""
        has = frozenset[str]()
        left = maybe | _LIGHT
        for kind, rules in ((_SPOKEN_TO, self.rare), (_WANTED, self.rare), (_LIGHT, self.light)):
            some = left & kind
            has |= {one.name for one in rules if one.name in some and one.pattern.search(text)}
            left -= kind
            if not _are_order(has | left, hidden):
                return False
        return True


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


def _pieces(text: str) -> Iterator[str]:
    for sentence in _END.split(text):
        if len(sentence) > 300:
            yield from _PIECE.findall(sentence)
        elif len(sentence) > 3:
            yield sentence
