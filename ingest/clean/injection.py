"""Finds text that addresses a language model, so that its document waits for a person: a smoke alarm, no proof.

Nothing is cut out and nothing dropped; documentation about such attacks is flagged as well, and released once.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from itertools import product
from typing import TYPE_CHECKING

from ingest.clean.injection_english import ENGLISH, ENGLISH_UNSEEN
from ingest.clean.injection_english_address import ENGLISH_ADDRESS
from ingest.clean.injection_english_answers import ENGLISH_ANSWERS
from ingest.clean.injection_english_orders import ENGLISH_ORDERS
from ingest.clean.injection_english_override import ENGLISH_OVERRIDE
from ingest.clean.injection_english_steering import ENGLISH_STEERING
from ingest.clean.injection_english_talk import ENGLISH_TALK
from ingest.clean.injection_known_traits import TRAITS
from ingest.clean.injection_russian import RUSSIAN, RUSSIAN_UNSEEN
from ingest.clean.injection_russian_address import RUSSIAN_ADDRESS
from ingest.clean.injection_russian_answers import RUSSIAN_ANSWERS
from ingest.clean.injection_russian_orders import RUSSIAN_ORDERS
from ingest.clean.injection_russian_override import RUSSIAN_OVERRIDE
from ingest.clean.injection_russian_singular import RUSSIAN_SINGULAR
from ingest.clean.injection_russian_steering import RUSSIAN_STEERING
from ingest.clean.injection_russian_talk import RUSSIAN_TALK
from ingest.clean.injection_screen import BORDER, Screen
from ingest.clean.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ingest.clean.injection_rules import Rule
    from ingest.document import Block

VERSION = "6"

_Look = Callable[[str, bool], bool]
"""Looks at a text and at whether it is code."""

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

_BASE64 = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/]{40,}={0,2}(?![\w+/])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}){20,}(?!\w)")
_BINARY = re.compile(r"(?<!\w)[01]{8}(?: ?[01]{8}){7,}(?!\w)")
_MORSE = re.compile(r"(?<![\w.-])[.-]{1,5}(?: +(?:/ +)?[.-]{1,5}){7,}(?![\w.-])")
_ENCODED_CHARS = 4_000
"""No more of a run is decoded: its beginning tells what it is."""
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\(\s*<?https?://[^\s()<>]{1,200}\?([^\s()]{1,400})")
_CARRIED = re.compile(
    r"(?:^|[?&;])(?:data|d|q|query|prompt|msg|message|text|conversation|history|chat|secret|leak|context|user|info)="
    r"[^&]*(?:[{\[<$]|%7b|%5b|%3c|\.\.\.|summary|conversation|history|secret|password|base64)",
    re.IGNORECASE,
)
_SHIFTED_WORDS = tuple(
    "".join(chr((ord(letter) - 97 + by) % 26 + 97) for letter in word)
    for by in range(1, 26)
    for word in ("instructions", "instruction", "password", "previous")
)
_SHIFTED = re.compile("|".join(_SHIFTED_WORDS))

_MIXED_WORD = re.compile(r"[a-z][а-я]|[а-я][a-z]")
_LONG = 40
_LONG_WORD = re.compile(rf"[a-z0-9+/]{{{_LONG}}}")
_EIGHT_BITS = re.compile(r"[01]{8}")
_SCREEN = Screen(RULES, _SHIFTED_WORDS)
_MORSE_RUN = re.compile(r"(?: (?:/ )?[.-]{1,5}){6} ")
"""All but the first and the last sign of a run stand between blanks."""
_MORSE_SIGNS = frozenset("".join(sign) for length in range(1, 6) for sign in product(".-", repeat=length))


def reasons(blocks: Iterable[Block], title: str = "", hidden: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of the rules that a document meets, sorted; () for nearly all documents.

    `blocks` are normalised, those marked hidden among them; `hidden` are other texts that a reader does not see:
    comments, text in tag characters. Words in them are judged more strictly.
    """
    blocks = list(blocks)
    whole = BORDER.join((title, *(block.text for block in blocks)))
    normal = " ".join(_plain(whole).split())
    in_one_script = _of_one_script(normal)
    rules, looks = _possible(normal, in_one_script)
    found: set[str] = set(_said(title, rules))
    pictures = "![" in whole
    for block in blocks:
        if rules:
            found.update(_said(block.text, rules))
        if looks and any(look(block.text, block.kind == "code") for look in looks):
            found.add("encoded-text")
        if pictures and _carries(block.text):
            found.add("image-with-query")
        if block.hidden:
            found.update(_unseen(block.text))
    for text in hidden:
        found.update((*_said(text, RULES), *_unseen(text)))
        if any(look(text, False) for look in _LOOKS):
            found.add("encoded-text")
    if not found and TRAITS.met(in_one_script):
        found.add("addressed-to-model")
    return tuple(sorted(found))


def _unseen(text: str) -> Iterator[str]:
    normal = _of_one_script(" ".join(_plain(text).split()))
    if any(_said(text, _UNSEEN)) or TRAITS.met(normal, hidden=True):
        yield "hidden-instructions"


def _of_one_script(text: str) -> str:
    mixed = not text.isascii() and _MIXED_WORD.search(text)
    return _MIXED.sub(_one_script, text) if mixed else text


def _possible(whole: str, in_one_script: str) -> tuple[list[Rule], list[_Look]]:
    """The rules that parts of a normal `whole` may meet, and in what ways one may hold encoded words."""
    different = set(whole.split())
    encoded = _EIGHT_BITS.search(whole) or (
        max(map(len, different), default=0) >= _LONG and _LONG_WORD.search(whole)
    )
    morse = _may_be_morse(_MORSE_SIGNS & different, whole)
    rules, shifted = _SCREEN.look(whole)
    if in_one_script != whole:
        rules, _ = _SCREEN.look(in_one_script)
    signs = (encoded, morse, shifted)
    return rules, [look for look, sign in zip(_LOOKS, signs, strict=True) if sign]


def _may_be_morse(signs: Collection[str], whole: str) -> bool:
    """Whether a run of `signs` is there. Few texts have two side by side, which is sooner told than a run is found."""
    beside = len(signs) > 1 and any(f" {one} {other} " in whole for one in signs for other in (*signs, "/"))
    return beside and _MORSE_RUN.search(whole) is not None


def _said(text: str, rules: Sequence[Rule]) -> Iterator[str]:
    if not rules:
        return
    plain = " ".join(_plain(text).split())
    plain = _of_one_script(plain)
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


def _is_encoded(text: str, code: bool) -> bool:
    """Whether a run decodes to words; in code, to instructions."""
    return any(not code or any(_said(words, RULES)) for words in _decoded(text))


def _is_morse(text: str, code: bool) -> bool:
    run = None if code else _MORSE.search(text)
    return run is not None and {".", "-"} <= set(run[0]) and len(set(run[0].split())) > 4


def _is_shifted(text: str, _code: bool) -> bool:
    return _SHIFTED.search(text.casefold()) is not None


_LOOKS: tuple[_Look, ...] = (_is_encoded, _is_morse, _is_shifted)
"""Ways to hide words in signs."""


def _decoded(text: str) -> Iterator[str]:
    for pattern, decode in _RUNS if max(map(len, text.split()), default=0) >= _LONG else _RUNS[-1:]:
        for run in pattern.finditer(text):
            try:
                words = decode(run[0][:_ENCODED_CHARS]).decode()
            except (ValueError, binascii.Error):
                continue
            if _reads(words):
                yield words


def _from_base64(text: str) -> bytes:
    text = text.rstrip("=")
    data = base64.b64decode(text[: len(text) // 4 * 4])
    return data if data.isascii() else data[: len(data) // 2 * 2].rpartition(b" ")[0]


def _from_binary(text: str) -> bytes:
    bits = text.replace(" ", "")
    return bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits) // 8 * 8, 8))


_RUNS: tuple[tuple[re.Pattern[str], Callable[[str], bytes]], ...] = (
    (_BASE64, _from_base64),
    (_HEX, bytes.fromhex),
    (_BINARY, _from_binary),
)
"""All but the last are of `_LONG` signs without a blank."""


def _reads(text: str) -> bool:
    """Whether decoded text is prose: letters and blanks, several words."""
    letters = sum(letter.isalpha() or letter == " " for letter in text)
    return len(text) >= 16 and letters >= 0.8 * len(text) and text.count(" ") * 12 >= len(text)


def _carries(text: str) -> bool:
    """Whether a picture's address would carry words of the conversation away."""
    return "![" in text and any(_CARRIED.search(match[1]) for match in _PICTURE.finditer(text))
