"""What a text must hold to meet a pattern, read off the pattern itself: most texts hold none of it."""

from __future__ import annotations

import importlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Need = frozenset[str]
"""Strings of which a text holds at least one; `EDGE` stands where a word begins or ends."""

EDGE: Final = "\b"
_MOST: Final = 200
"""Strings of a need; where a pattern allows more, its parts are taken one by one."""
_LEAST: Final = 4
"""From this measure on a string is rare enough to tell something; others count only where there are no such."""
_EVERYWHERE: Final = frozenset(
    ["", *"\"'«,:;.|-", *re.findall(r"\w+", "is the to and all be are with your error you a an by if in")]
)
"""Signs and words that tell nothing: they are in any text."""
_NO_WORD: Final = "[(IN, [(CATEGORY, CATEGORY_WORD)])]"

_Found = tuple[set[str], bool, list[set[str]]]
"""What every match of a part begins with; whether that is all of it; if not, the needs of the part."""
_ANYTHING: Final = ""


@cache
def needs(pattern: str) -> tuple[Need, ...]:
    """What every text has that `pattern` is found in: one string, or more, of each set, the most telling first."""
    strings, whole, found = _sequence(importlib.import_module("re._parser").parse(pattern))
    sets = [_least(need) for need in ([strings] if whole else found)]
    telling = [need for need in sets if _telling(need) >= _LEAST]
    # Two tell nearly as much as all, and each string more is looked for in all texts.
    return tuple(dict.fromkeys(sorted(telling, key=_telling, reverse=True) or [max(sets, key=_telling)]))[:2]


def _least(strings: Iterable[str]) -> Need:
    """`strings` without blanks at the ends, and without those that hold another of them."""
    kept: list[str] = []
    for one in sorted({string.strip() for string in strings}, key=len):
        for other in kept:
            if other in one:
                break
        else:
            kept.append(one)
    return frozenset(kept)


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Found:
    strings, found = {""}, list[set[str]]()
    for kind, given in items:
        own, whole, needed = _item(str(kind), given)
        fits = len(strings) * len(own) <= _MOST
        if fits:
            strings = {before + after for before in strings for after in own}
        elif all(before.endswith(EDGE) for before in strings):
            own = {EDGE + after for after in own}
        if not (fits and whole):
            found += [strings, *needed] if fits or whole else [strings, own, *needed]
            strings = own if whole else {""}
    return (found[0], False, [*found, strings]) if found else (strings, True, [])


def _item(kind: str, given: Any) -> _Found:
    match kind:
        case "LITERAL":
            return {chr(given)}, True, []
        case "AT":
            return {EDGE if str(given) == "AT_BOUNDARY" else ""}, True, []
        case "ASSERT" | "ASSERT_NOT":
            return {EDGE if kind == "ASSERT_NOT" and str(given[1]) == _NO_WORD else ""}, True, []
        case "IN" if all(str(one) == "LITERAL" for one, _ in given):
            return {chr(letter) for _, letter in given}, True, []
        case "SUBPATTERN":
            return _sequence(given[-1])
        case "BRANCH":
            return _branch([_sequence(one) for one in given[1]])
        case "MAX_REPEAT" | "MIN_REPEAT":
            least, most, part = given
            strings, whole, found = _sequence(part)
            if least:
                return strings, False, [strings] if whole else found
            if whole and most == 1:
                return strings | {""}, True, []
    return {_ANYTHING}, False, []


def _branch(ways: Sequence[_Found]) -> _Found:
    """One of `ways`: of the needs of each the most telling."""
    strings = {string for own, _, _ in ways for string in own}
    if all(whole for _, whole, _ in ways):
        return strings, True, []
    best = [own if whole else max(found, key=_telling) for own, whole, found in ways]
    return strings, False, [set().union(*best)]


def _telling(need: Collection[str]) -> int:
    """The length of the shortest string; the edge of a word counts for two letters, a word of every text for none."""
    return min(map(_rarity, need), default=0)


def _rarity(string: str) -> int:
    bare = string.strip(f" {EDGE}")
    return 0 if bare in _EVERYWHERE else len(string.strip()) + string.count(EDGE)
