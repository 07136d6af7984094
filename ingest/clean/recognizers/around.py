"""What stands before a place: the words in one case, and whether a word begins there."""

from __future__ import annotations

import re


def lowered(text: str) -> str:
    """`text` in lower case and as long as it was: patterns of one case are quick, those of any case slow."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def begins_word(text: str, place: int) -> bool:
    """Whether no letter or digit stands right before `place`; "_" parts words."""
    return place == 0 or not text[place - 1].isalnum()


def label(words: str, gap: int = 20) -> re.Pattern[str]:
    """A pattern for `labelled`: one of `words` (a regular expression), then up to `gap` characters."""
    return re.compile(
        rf"(?<![^\W_])(?:{words})(?![^\W\d_])[^\d\n]{{0,{gap}}}\n?[^\d\n]{{0,3}}$", re.IGNORECASE
    )


def labelled(text: str, start: int, pattern: re.Pattern[str], reach: int = 60) -> bool:
    """Whether a label of `pattern` ends right before `start`."""
    return pattern.search(text, max(0, start - reach), start) is not None
