"""What stands beside a number: labels before it, and separators inside it."""

from __future__ import annotations

import re

SEPARATORS = r"[ \t.()\-/\\]{0,3}\n?[ \t.()\-/\\]{0,2}"
"""What may part the digits of one number: blanks, dots, brackets, hyphens, one line break."""


_TEN_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z]{0,4}[0-9]){9}")


def many_digits(text: str) -> bool:
    """Whether ten digits stand together anywhere: a cheap test before dear patterns."""
    return _TEN_DIGITS.search(text) is not None


def label(words: str, gap: int = 20) -> re.Pattern[str]:
    """A pattern for `labelled`: one of `words` (a regular expression), then up to `gap` characters."""
    return re.compile(
        rf"(?<![^\W_])(?:{words})(?![^\W\d_])[^\d\n]{{0,{gap}}}\n?[^\d\n]{{0,3}}$", re.IGNORECASE
    )


def labelled(text: str, start: int, pattern: re.Pattern[str], reach: int = 60) -> bool:
    """Whether a label of `pattern` ends right before `start`."""
    return pattern.search(text, max(0, start - reach), start) is not None


def digits_of(text: str) -> str:
    """The ASCII digits of `text`."""
    return "".join(letter for letter in text if "0" <= letter <= "9")
