"""What a text must hold to meet a pattern, read off the pattern itself: most texts hold none of it."""

from __future__ import annotations

import importlib
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

Need = frozenset[str]
"""Strings of which a text holds at least one; `EDGE` stands where a word begins or ends."""

EDGE: Final = "\b"
_MOST: Final = 200
"""Strings of a need; where a pattern allows more, its parts are taken one by one."""
_LEAST: Final = 2
"""From this measure on a string is rare enough to tell something; others count only where there are no such."""
_EVERYWHERE: Final = frozenset(["", *"\"'«,:;.|-", *re.findall(r"\w+", "is the to and a in")])
"""Signs and words that tell nothing: they are in any text."""
_NO_WORD: Final = "[(IN, [(CATEGORY, CATEGORY_WORD)])]"

_ENDS: Final = frozenset(".!?")
_BORDERS: Final = _ENDS | {"|"}
Reach = Literal["cell", "sentence", "part"]

_Found = tuple[set[str], bool, list[set[str]]]
"""What every match of a part begins with; whether that is all of it; if not, the needs of the part."""
_ANYTHING: Final = ""


def needs(pattern: str, most: int) -> Sequence[Need]:
    """What words of every text have that `pattern` is found in: of each set one string, or more, is in a word.

    At most so many sets, and at least one; the most telling first.
    """
    strings, whole, found = _sequence(_parsed(pattern))
    return _of_words([strings] if whole else found)[:most]


def _of_words(sets: Iterable[set[str]]) -> Sequence[Need]:
    """The same needs of single words, the most telling first: of strings the first words, the second, the last, ..."""
    found = dict[Need, None]()
    for strings in sets:
        for words in _choices([_words(string) for string in _least(strings)]):
            found[_least(words)] = None
    telling = [need for need in found if min(map(_rarity, need)) >= _LEAST]
    ordered = sorted(telling, key=_commonness) or [max(found, key=lambda need: min(map(_rarity, need)))]
    chosen: list[Need] = []
    for need in ordered:
        if not any(2 * len(need & one) > len(need) for one in chosen):
            chosen.append(need)
    return [*chosen, *(need for need in ordered if need not in chosen)]


def _choices(given: list[list[str]]) -> Iterable[tuple[str, ...]]:
    """A word of each of `given`: the rarest ones, the next, then the first, the second, ..."""
    if max(map(len, given)) == 1:
        return [tuple(words[0] for words in given)]
    ranked = [sorted(words, key=_rarity, reverse=True) for words in given]
    ways = ((ranked, 0), (ranked, 1), *((given, place) for place in (0, 1, 2, 3, -1, -2)))
    return dict.fromkeys(
        tuple(words[max(min(place, len(words) - 1), -len(words))] for words in each) for each, place in ways
    )


def reach(pattern: str) -> Reach:
    """Whether matches of `pattern` stay in a cell or in a sentence, for certain."""
    signs = _signs(_parsed(pattern))
    return "part" if signs & _ENDS else "sentence" if signs else "cell"


def _signs(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Which of the signs that end cells or sentences may be in what `items` match."""
    found = frozenset[str]()
    for kind, given in _joined(items):
        match kind:
            case "LITERAL":
                found |= _BORDERS.intersection(given)
            case "NOT_LITERAL":
                found |= _BORDERS - {chr(given)}
            case "ANY":
                found |= _BORDERS
            case "IN":
                found |= _signs_of(given)
            case "SUBPATTERN":
                found |= _signs(given[-1])
            case "BRANCH":
                found = found.union(*map(_signs, given[1]))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                found |= _signs(given[2])
    return found


def _signs_of(ways: Sequence[tuple[Any, Any]]) -> frozenset[str]:
    """The same for a set of signs; a class that is not of letters, digits or blanks holds all."""
    negated = str(ways[0][0]) == "NEGATE"
    named = frozenset(chr(given) for kind, given in ways if str(kind) == "LITERAL") & _BORDERS
    if negated:
        return _BORDERS - named
    plain = all(
        str(kind) == "LITERAL"
        or (str(kind) == "CATEGORY" and "NOT" not in str(given))
        or (str(kind) == "RANGE" and not any(given[0] <= ord(sign) <= given[1] for sign in _BORDERS))
        for kind, given in ways
    )
    return named if plain else _BORDERS


def _joined(items: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str, Any]]:
    """Parts of a pattern: of letters that follow each other all at once, which most parts are."""
    literal = _constants().LITERAL
    letters = ""
    for kind, given in items:
        if kind is literal:
            letters += chr(given)
            continue
        if letters:
            yield "LITERAL", letters
            letters = ""
        yield str(kind), given
    if letters:
        yield "LITERAL", letters


@cache
def _constants() -> Any:
    return importlib.import_module("re._constants")


@lru_cache(1)
def _parsed(pattern: str) -> Any:
    return importlib.import_module("re._parser").parse(pattern)


@cache
def _words(string: str) -> list[str]:
    """The words of a string of a need; `EDGE` stays where a letter is."""
    found = []
    for word in string.replace(" ", f"{EDGE} {EDGE}").split(" "):
        plain = word.replace(EDGE, "")
        begins = word.startswith(EDGE) and is_letter(plain[:1])
        ends = word.endswith(EDGE) and is_letter(plain[-1:])
        found.append(EDGE * begins + plain + EDGE * ends)
    return found


def is_letter(sign: str) -> bool:
    """Whether a sign is part of a word; "" is none."""
    return sign.isalnum() or sign == "_"


def _least(strings: Collection[str]) -> Need:
    """`strings` without blanks at the ends, and without those that hold another of them."""
    if len(strings) == 1:
        return frozenset(string.strip() for string in strings)
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
    for kind, given in _joined(items):
        own, whole, needed = _item(kind, given)
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
            return {given}, True, []
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
    """One of `ways`: of the needs of each the most telling, and once more the next."""
    strings = {string for own, _, _ in ways for string in own}
    if all(whole for _, whole, _ in ways):
        return strings, True, []
    needs = [_of_words([own] if whole else found) for own, whole, found in ways]
    both = [set[str]().union(*(own[min(number, len(own) - 1)] for own in needs)) for number in (0, 1)]
    return strings, False, both


def _commonness(need: Collection[str]) -> float:
    """How many words may be met that hold a string of `need`, in a measure of its own."""
    return sum(2.0 ** -_rarity(string) for string in need)


@cache
def _rarity(string: str) -> int:
    bare = string.strip(f" {EDGE}")
    return 0 if len(bare) < 2 or bare in _EVERYWHERE else len(string.strip()) + string.count(EDGE)
