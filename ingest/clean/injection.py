"""Finds text that addresses a language model, so that its document waits for a person: a smoke alarm, no proof.

Nothing is cut out and nothing dropped. What a page quotes and calls an attack is no order (injection_quoted.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Final, NamedTuple

from ingest.clean.injection_encoded import (
    ENCODED_WORD,
    MORSE_WORD,
    SHIFTED,
    carries,
    decoded,
    is_morse,
    is_shifted,
    is_spaced,
)
from ingest.clean.injection_english import ENGLISH, ENGLISH_UNSEEN
from ingest.clean.injection_english_address import ENGLISH_ADDRESS
from ingest.clean.injection_english_answers import ENGLISH_ANSWERS
from ingest.clean.injection_english_orders import ENGLISH_ORDERS
from ingest.clean.injection_english_override import ENGLISH_OVERRIDE
from ingest.clean.injection_english_steering import ENGLISH_STEERING
from ingest.clean.injection_english_talk import ENGLISH_TALK
from ingest.clean.injection_known_traits import TRAITS
from ingest.clean.injection_quoted import without_examples
from ingest.clean.injection_russian import RUSSIAN, RUSSIAN_UNSEEN
from ingest.clean.injection_russian_address import RUSSIAN_ADDRESS
from ingest.clean.injection_russian_answers import RUSSIAN_ANSWERS
from ingest.clean.injection_russian_orders import RUSSIAN_ORDERS
from ingest.clean.injection_russian_override import RUSSIAN_OVERRIDE
from ingest.clean.injection_russian_singular import RUSSIAN_SINGULAR
from ingest.clean.injection_russian_steering import RUSSIAN_STEERING
from ingest.clean.injection_russian_talk import RUSSIAN_TALK
from ingest.clean.injection_screen import Screen, places
from ingest.clean.injection_traits import LEAST
from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ingest.clean.injection_rules import Rule
    from ingest.clean.injection_screen import Look
    from ingest.document import Block


RULES = (
    *ENGLISH,
    *ENGLISH_ORDERS,
    *ENGLISH_TALK,
    *ENGLISH_OVERRIDE,
    *ENGLISH_ANSWERS,
    *ENGLISH_ADDRESS,
    *ENGLISH_STEERING,
    *RUSSIAN,
    *RUSSIAN_ORDERS,
    *RUSSIAN_TALK,
    *RUSSIAN_SINGULAR,
    *RUSSIAN_OVERRIDE,
    *RUSSIAN_ANSWERS,
    *RUSSIAN_ADDRESS,
    *RUSSIAN_STEERING,
)
_UNSEEN = (*RULES, *ENGLISH_UNSEEN, *RUSSIAN_UNSEEN)

_PLAIN = (
    ("’", "'"),
    ("‘", "'"),
    ("`", "'"),
    ("“", '"'),
    ("”", '"'),
    ("ё", "е"),
    ("—", "-"),
    ("–", "-"),
    ("_", " "),
)
_MIXED = re.compile(r"[a-z]+[а-я]+\w*|[а-я]+[a-z]+\w*")
_LATIN, _CYRILLIC = "aceopxykmhtb", "асеорхукмнтв"
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC, _LATIN), str.maketrans(_LATIN, _CYRILLIC)

_MIXED_WORD = re.compile(r"[a-z][а-я]|[а-я][a-z]")
_PHRASES = [(one, source) for one in RULES for source in one.patterns]
PATTERNS = (*TRAITS.sources, *(source for _, source in _PHRASES), SHIFTED)
_SCREEN = Screen(PATTERNS, (ENCODED_WORD, MORSE_WORD, _MIXED_WORD))
_FIRST = len(TRAITS.sources)
_TRAITS, _SAID = (1 << _FIRST) - 1, (1 << len(_PHRASES)) - 1
_SHIFTED, _ENCODED, _MORSE, _OF_TWO_SCRIPTS = (1 << _FIRST + len(_PHRASES) + place for place in range(4))
_SIGNS = _SHIFTED | _ENCODED | _MORSE | _OF_TWO_SCRIPTS
_pattern = cache(re.compile)
"""Most patterns are in no text, and not compiled."""
_SHORT: Final = 80
TITLE: Final = -1
UNSEEN: Final = -2


class Finding(NamedTuple):
    """A rule that a document meets, and where: the number of a block from 0, `TITLE` or `UNSEEN`."""

    rule: str
    place: int


def reasons(blocks: Iterable[Block], title: str = "", hidden: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the rules that a document meets, sorted; () for nearly all documents. See `findings`."""
    return tuple(sorted({found.rule for found in findings(blocks, title, hidden)}))


def findings(blocks: Iterable[Block], title: str = "", hidden: Sequence[str] = ()) -> tuple[Finding, ...]:
    """The rules that a document meets, sorted; a rule more than once where more blocks meet it.

    `blocks` are normalised, those marked hidden among them; `hidden` are other texts that a reader does not see:
    comments, text in tag characters. Words in them are judged more strictly.
    """
    blocks = list(blocks)
    texts = [title, *(block.text for block in blocks)]
    code = [False, *(block.kind == "code" for block in blocks)]
    found = _met(texts, code)
    if found and (left := without_examples(texts, code)) != texts:
        found = _met(left, code)
    for place, block in enumerate(blocks):
        if block.hidden and _orders_unseen(block.text):
            found.add(Finding("hidden-instructions", place))
    for text in hidden:
        names = (
            *_said(text, RULES),
            *_encoded(text),
            *(["hidden-instructions"] if _orders_unseen(text) else []),
        )
        found.update(Finding(name, UNSEEN) for name in names)
    return tuple(sorted(found))


def _met(texts: Sequence[str], code: Sequence[bool]) -> set[Finding]:
    """What is met by `texts`: a title, then blocks, of which some are `code`."""
    found: set[Finding] = set()
    looks: list[Look] = []
    ends: list[int] = []
    for place, (text, normal) in enumerate(zip(texts, _normal(texts), strict=True), TITLE):
        names, signs, cells = _seen(normal) if len(normal) <= _SHORT else _looked_at(normal)
        found.update(Finding(name, place) for name in names)
        if signs & _SIGNS:
            found.update(Finding(name, place) for name in _encoded(text, signs, code=code[place - TITLE]))
        if is_spaced(normal):
            found.add(Finding("encoded-text", place))
        if "![" in text and carries(text):
            found.add(Finding("image-with-query", place))
        looks += cells
        ends.append(len(looks))
    if not found and (order := TRAITS.place(looks, _again)) >= 0:
        found.add(Finding("addressed-to-model", bisect_right(ends, order) + TITLE))
    return found


def _looked_at(normal: str) -> tuple[frozenset[str], int, Sequence[Look]]:
    """The rules that a `normal` text meets, signs of other ways to hide an order, and its cells for `TRAITS`."""
    cells, wider = _SCREEN.look_through(normal)
    signs = reduce(or_, (bits for _, bits in cells), 0)
    if signs & _OF_TWO_SCRIPTS:
        cells, wider = _SCREEN.look_through(_MIXED.sub(_one_script, normal))
    names: set[str] = set()
    for part, bits in (*cells, *wider):
        for place in places(bits >> _FIRST & _SAID) if bits > _TRAITS else ():
            rule, source = _PHRASES[place]
            if rule.name not in names and _pattern(source).search(part) and rule.hinted(normal):
                names.add(rule.name)
    return frozenset(names), signs, tuple((text, bits & _TRAITS) for text, bits in cells if len(text) > LEAST)


_seen = lru_cache(1 << 12)(_looked_at)
"""Short texts come again and again: headings, words of menus, lines of templates."""


def _again(text: str) -> int:
    return _SCREEN.look(text) & _TRAITS


def _normal(texts: Sequence[str]) -> list[str]:
    """Normal texts (see `Rule`) of some, all at once; but words of two scripts stay so."""
    whole = " ".join(_plain("\n\0\n".join(texts)).split())
    return [text.strip(" ") for text in whole.split("\0")]


def _orders_unseen(text: str) -> bool:
    normal = _of_one_script(" ".join(_plain(text).split()))
    cells, _ = _SCREEN.look_through(normal)
    looks = [(cell, bits & _TRAITS) for cell, bits in cells]
    return any(_said(text, _UNSEEN)) or TRAITS.place(looks, _again, hidden=True) >= 0


def _of_one_script(text: str) -> str:
    mixed = not text.isascii() and _MIXED_WORD.search(text)
    return _MIXED.sub(_one_script, text) if mixed else text


def _said(text: str, rules: Sequence[Rule]) -> Iterator[str]:
    plain = _of_one_script(" ".join(_plain(text).split()))
    for rule in rules:
        if rule.met(plain):
            yield rule.name


def _plain(text: str) -> str:
    text = fold(text).casefold()
    for letter, plain in _PLAIN:
        text = text.replace(letter, plain)
    return text


def _one_script(match: re.Match[str]) -> str:
    """A word of two scripts in the script of most of its letters, where look-alikes allow it."""
    word = match[0]
    latin = sum(letter < "\u0100" for letter in word)
    return word.translate(_TO_LATIN if latin * 2 > len(word) else _TO_CYRILLIC)


def _encoded(text: str, signs: int = _SIGNS, code: bool = False) -> Iterator[str]:
    """Whether a run in `text` decodes to words; in code, to instructions."""
    if (
        (signs & _ENCODED and any(not code or any(_said(words, RULES)) for words in decoded(text)))
        or (signs & _MORSE and not code and is_morse(text))
        or (signs & _SHIFTED and is_shifted(text))
    ):
        yield "encoded-text"
