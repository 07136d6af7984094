"""Corpus sentences once more: with other names, in other cases."""

from __future__ import annotations

import random

from tools.names_en.corpora import Example
from tools.names_en.people import People


def swapped(example: Example, people: People) -> Example:
    """`example` with invented names of about the same form."""
    text, names, last = "", [], 0
    for start, end in example.names:
        text += example.text[last:start]
        old = example.text[start:end]
        new = _like(old, people)
        names.append((len(text), len(text) + len(new)))
        text += new
        last = end
    return Example(text + example.text[last:], tuple(names))


def _like(old: str, people: People) -> str:
    words = old.split()
    if len(words) == 1:
        new = people.first() if people.rng.random() < 0.5 else people.last()
    else:
        new = people.initials() if len(words[0]) == 2 and words[0].endswith(".") else people.full()
    if old.isupper():
        return new.upper()
    return new.lower() if old.islower() else new


def recased(example: Example, rng: random.Random) -> Example:
    """`example` as it is written in chats (lower case) or in headings and forms (upper case, Title Case)."""
    draw = rng.random()
    text = example.text
    changed = text.lower() if draw < 0.55 else text.upper() if draw < 0.85 else text.title()
    return Example(changed, example.names) if len(changed) == len(text) else example
