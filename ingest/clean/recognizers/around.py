"""What stands before a place: the words in one case, and whether a word begins there."""

from __future__ import annotations


def lowered(text: str) -> str:
    """`text` in lower case and as long as it was: patterns of one case are quick, those of any case slow."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def begins_word(text: str, place: int) -> bool:
    """Whether no letter or digit stands right before `place`; "_" parts words."""
    return place == 0 or not text[place - 1].isalnum()
