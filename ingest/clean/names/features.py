"""What the tagger sees of a word: shared by training and tagging, so that both see the same.

Every feature is one of a single word at one place (two left to two right), or of the classes of neighbours. So the
tagger can add up the weights of a word once and look the sum up from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.clean.names.tokens import TITLES, Token

_COMPANIES = "inc ltd llc corp corporation company gmbh plc co ag sa bank group limited foundation university"
_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december"
)
_STREETS = "street avenue road lane drive boulevard square court way st ave rd blvd city county island"
_TITLES = frozenset(TITLES.split())
COMPANY = frozenset(_COMPANIES.split())
DAYS = frozenset(_CALENDAR.split())
_PLACES = frozenset(_STREETS.split())
PLACES = (-2, -1, 0, 1, 2)
Lexicon = Mapping[str, str]
"""Lower-case word -> flags: c common, g given name, s surname, p place or other proper noun."""


def shape(word: str) -> str:
    """How `word` is written, in one or two letters."""
    first = word[0]
    if not first.isalpha():
        return "9" if first.isdecimal() else "w" if first.isalnum() else first if first < "\x7f" else "~"
    if word[-1] == ".":
        return "I." if len(word) == 2 else "T."
    if word.islower():
        return "x"
    if not word.isalpha():
        parts = word.replace("’", "'").replace("‑", "-").replace("'", "-").split("-")
        if not all(part.isalpha() for part in parts):
            return "X9" if first.isupper() else "x9"
        return "+".join(dict.fromkeys(shape(part) for part in parts if part))
    if len(word) == 1:
        return "X1"
    if word.isupper():
        return "XX" if len(word) > 3 else "XXX"
    if first.isupper() and word[1:].islower():
        return "Xx"
    return "XxXx" if first.isupper() else "xX"


def flags(word: str, lexicon: Lexicon) -> str:
    """What the lists say of `word`; of a hyphenated word, of its parts."""
    low = word.lower().replace("’", "'")
    found = lexicon.get(low)
    if found is None and ("-" in low or "'" in low):
        found = "".join(
            sorted({flag for part in low.replace("'", "-").split("-") for flag in lexicon.get(part, "")})
        )
    bare = low.rstrip(".")
    extra = (
        "T"
        if bare in _TITLES
        else "O"
        if bare in COMPANY
        else "D"
        if bare in DAYS
        else "L"
        if bare in _PLACES
        else ""
    )
    return (found or "") + extra


def class_of(word: str, lexicon: Lexicon) -> str:
    """The class of `word`: shape and flags; equal words have equal classes."""
    return f"{shape(word)}/{flags(word, lexicon)}" if word else "#"


def of_word(word: str, place: int, lexicon: Lexicon) -> list[str]:
    """The features of a token that come from the word `place` words after it (-1: the word before it)."""
    if not word:
        return [f"{place}:#"]
    low = word.lower()
    kind = class_of(word, lexicon)
    found = [f"{place}:w={low}", f"{place}:k={kind}"]
    if abs(place) == 2:
        return found
    found.append(f"{place}:z={low[-3:]}")
    if place:
        return found
    found += [f"a{size}={low[:size]}" for size in (1, 2, 3, 4)]
    found += [f"z{size}={low[-size:]}" for size in (1, 2, 4)]
    found += [f"l={min(len(low), 12)}", f"f={kind.partition('/')[2]}", f"h={kind.partition('/')[0]}"]
    if not low.isascii():
        found.append("u")
    return found


Key = tuple[str, ...]
"""What several neighbours make together: a kind of key, then classes or words."""


def joint_keys(words: Sequence[str], kinds: Sequence[str], at: int) -> tuple[Key, ...]:
    """The keys of the token `at`; lower-case words and their classes go on by two at either end."""
    before, here, after = kinds[at - 1], kinds[at], kinds[at + 1]
    return (
        ("3", before, here, after),
        ("<", kinds[at - 2], before, here),
        (">", here, after, kinds[at + 2]),
        ("w", words[at - 1], here),
        ("v", here, words[at + 1]),
    )


def of_key(key: Key) -> list[str]:
    """The features of a key of `joint_keys`."""
    found = ["=".join(key)]
    if key[0] == "3":
        _, before, here, after = key
        found += [f"2={before}={here}", f"1={here}={after}"]
    return found


def break_key(before: str, after: str, place: int) -> Key:
    """The key of a token at a line's end, between classes: `place` 0 follows the end, 1 stands before it."""
    return ("n", str(place), before, after)


def of_segment(found: Sequence[Token], lexicon: Lexicon) -> list[list[str]]:
    """All features of every token of a segment. Training uses them; the tagger adds up their weights in parts."""
    words = ["", "", *(token.word for token in found), "", ""]
    kinds = [class_of(word, lexicon) for word in words]
    lows = [word.lower() for word in words]
    every = []
    for at, token in enumerate(found, 2):
        mine = [feature for near in PLACES for feature in of_word(words[at + near], near, lexicon)]
        keys = list(joint_keys(lows, kinds, at))
        if token.broken:
            keys.append(break_key(kinds[at - 1], kinds[at], 0))
        if at - 1 < len(found) and found[at - 1].broken:
            keys.append(break_key(kinds[at], kinds[at + 1], 1))
        every.append(mine + [feature for key in keys for feature in of_key(key)])
    return every
