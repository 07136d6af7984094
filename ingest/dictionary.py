"""The dictionary of Russian words, read once a process, for whoever tells words by it."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def analyzer() -> Any:
    """`pymorphy3.MorphAnalyzer` of Russian."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=20_000)
def is_russian(word: str) -> bool:
    """Whether `word`, in any case of letters, is a form of a word in the dictionary; names are in it too."""
    return bool(analyzer().word_is_known(word.lower()))
