"""Orders that are hidden in signs: encoded, spelled in Morse, shifted by letters, carried away by a picture."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BASE64 = re.compile(r"(?<![\w+/=.-])[A-Za-z0-9+/]{40,}={0,2}(?![\w+/])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}){20,}(?!\w)")
_BINARY = re.compile(r"(?<!\w)[01]{8}(?: ?[01]{8}){7,}(?!\w)")
_MORSE = re.compile(r"(?<![\w.-])[.-]{1,5}(?: +(?:/ +)?[.-]{1,5}){7,}(?![\w.-])")
_ENCODED_CHARS: Final = 4_000
"""No more of a run is decoded: its beginning tells what it is."""
_PICTURE = re.compile(r"!\[[^\[\]\n]{0,200}\]\(\s*<?https?://[^\s()<>]{1,200}\?([^\s()]{1,400})")
_CARRIED = re.compile(
    r"(?:^|[?&;])(?:data|d|q|query|prompt|msg|message|text|conversation|history|chat|secret|leak|context|user|info)="
    r"[^&]*(?:[{\[<$]|%7b|%5b|%3c|\.\.\.|summary|conversation|history|secret|password|base64)",
    re.IGNORECASE,
)
_LONG: Final = 40
ENCODED_WORD = re.compile(rf"[a-z0-9+/]{{{_LONG}}}|[01]{{8}}")
"""What a case-folded word of every encoded run holds."""
_SCRAMBLED = (
    "ignore",
    "previous",
    "instruct",
    "system",
    "prompt",
    "игнорир",
    "предыдущ",
    "инструкц",
    "забудь",
)
_UP_TO_TWO = r"\W{1,9}(?:\w{1,29}\W{1,9}){0,2}"
"""Words between; bounded, as a text may be nothing but what stands before them."""
SHIFTED = "|".join(
    (
        *(
            "".join(chr((ord(letter) - 97 + by) % 26 + 97) for letter in word)
            for by in range(1, 26)
            for word in ("instructions", "instruction", "password", "previous")
        ),
        *(re.escape(sign).join(word) for sign in ("-", ".", "*", "·") for word in _SCRAMBLED),
        *("snoitcurtsni", "suoiverp", "drowssap", "иицкуртсни", "еищудыдерп"),
        *("1gn0r3", "1gnor3", "1gnore", "ign0re", "1nstruct", "instruct10n", "pr3v10us", "prev10us"),
        rf"ignoriru[yji]\w{{0,3}}{_UP_TO_TWO}(?:predydus|prezhn|prejn|instruk|vse\b)",
        rf"zabud[' ]?\w{{0,2}}{_UP_TO_TWO}(?:predydus|prezhnie|prejnie|instruk)",
    )
)
"""Words of orders moved along the alphabet, cut apart, turned round, with digits for letters, in Latin letters."""
_SHIFTED = re.compile(SHIFTED)
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d] ){5,}[^\W\d](?!\S)")
_TOLD = re.compile("|".join((*_SCRAMBLED, "ответь", "говори", "reveal", "answer", "respond")))
_SPELLED: Final = 24
"""Letters and blanks; no order is shorter."""
MORSE_WORD = re.compile(r"^[.-]{2,5}$")
"""What a run of Morse signs holds, for no run is of "." and "-" alone."""


def decoded(text: str) -> Iterator[str]:
    """The words that runs in `text` stand for."""
    for pattern, decode in _RUNS if max(map(len, text.split()), default=0) >= _LONG else _RUNS[-1:]:
        for run in pattern.finditer(text):
            try:
                words = decode(run[0][:_ENCODED_CHARS]).decode()
            except (ValueError, binascii.Error):
                continue
            if _reads(words):
                yield words


def is_morse(text: str) -> bool:
    """Whether `text` holds a run of Morse signs."""
    run = _MORSE.search(text)
    return run is not None and {".", "-"} <= set(run[0]) and len(set(run[0].split())) > 4


def is_shifted(text: str) -> bool:
    """Whether a word of orders is in `text`, written so that no reader of words finds it."""
    return _SHIFTED.search(text.casefold()) is not None


def is_spaced(normal: str) -> bool:
    """Whether words of orders are spelled letter by letter in a normal text (see `Rule`)."""
    if 3 * normal.count(" ") <= len(normal) or len(normal) < _SPELLED:
        return False
    return any(_TOLD.search(run[0].replace(" ", "")) for run in _SPACED.finditer(normal))


def carries(text: str) -> bool:
    """Whether a picture's address would carry words of the conversation away."""
    return "![" in text and any(_CARRIED.search(match[1]) for match in _PICTURE.finditer(text))


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
