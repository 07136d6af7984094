"""Invented pages for tests of likeness: no two of a seed share a phrase unless a test puts it there."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ingest.clean.sketch import sketch_of
from ingest.sketch import Sketch

SYLLABLES = [consonant + vowel for consonant in "бвгджзклмнпрстф" for vowel in "аеиоу"]


def words(seed: int, count: int, vocabulary: int = 400) -> list[str]:
    draw = random.Random(seed)
    known = ["".join(draw.choices(SYLLABLES, k=draw.randint(2, 4))) for _ in range(vocabulary)]
    return draw.choices(known, k=count)


def page(seed: int, count: int = 300) -> list[str]:
    """Paragraphs of forty words, in which three words of the title come again."""
    text = words(seed, count)
    text[10:13] = text[100:103] = title(seed).split()
    return [" ".join(text[start : start + 40]) for start in range(0, count, 40)]


def title(seed: int) -> str:
    return " ".join(words(seed + 10_000, 3))


def sketch(name: str, texts: Sequence[str], *scope: str) -> Sketch:
    made = sketch_of(name, texts, scope or ("default", "ru"))
    assert made
    return made
