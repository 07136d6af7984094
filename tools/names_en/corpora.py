"""The open corpora as plain text with the places of person names.

Tokens are joined as a writer would, so that the tagger's own tokeniser reads what it reads later. Known faults of the
annotation are mended: roles in contracts ("Borrower") and @handles are no names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.clean.names.tokens import TITLES

FILES: dict[str, tuple[str, ...]] = {
    "btc": ("btc/a.conll", "btc/b.conll", "btc/e.conll", "btc/f.conll", "btc/g.conll", "btc/h.conll"),
    "sec": ("sec/FIN5.txt", "sec/FIN3.txt"),
    "wikigold": ("wikigold/wikigold.conll.txt",),
    "wnut17": ("wnut17/wnut17train.conll",),
}
"""Corpus -> its files. `ewt` is share-alike and is not read."""

_ROLES = frozenset("borrower lender landlord tenant god allah pope pm potus".split())
_NO_SPACE_BEFORE = frozenset(". , ; : ! ? ) ] } % 's 'S n't 'm 're 've 'll 'd ’s '".split())
_NO_SPACE_AFTER = frozenset("( [ { $ # @".split())
_NAME = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Example:
    """A text and the (start, end) of the person names in it, in order."""

    text: str
    names: tuple[tuple[int, int], ...] = ()


def read(folder: Path, corpus: str) -> tuple[list[Example], list[Example]]:
    """(training, held-out) examples of `corpus`: of every ten blocks of 20 sentences the last is held out."""
    train: list[Example] = []
    held: list[Example] = []
    for number, rows in enumerate(_sentences(folder, corpus)):
        (held if number // 20 % 10 == 9 else train).append(joined(*mended(rows)))
    return train, held


def _sentences(folder: Path, corpus: str) -> Iterator[list[tuple[str, bool, bool]]]:
    """Sentences as rows of (token, is it of a name, does a name begin)."""
    for name in FILES[corpus]:
        rows: list[tuple[str, bool, bool]] = []
        inside = False
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            token, _, tag = line.replace("\t", " ").strip().rpartition(" ")
            if not token:
                if rows:
                    yield rows
                rows, inside = [], False
                continue
            token = token.split(" ")[0]
            if token == "-DOCSTART-":
                continue
            person = tag.upper().endswith(("-PER", "-PERSON"))
            rows.append((token, person, person and (not inside or tag.startswith("B"))))
            inside = person
        if rows:
            yield rows


def mended(rows: list[tuple[str, bool, bool]]) -> tuple[list[str], list[tuple[bool, bool]]]:
    """Tokens and (of a name, begins one): handles in one token, roles and handles no names, "Ann E . Lee" one name."""
    words: list[str] = []
    marks: list[tuple[bool, bool]] = []
    for place, (word, person, begins) in enumerate(rows):
        if words and words[-1] == "@" and person:
            words[-1] += word
            continue
        if (
            word.startswith(("@", "#", "http"))
            or "_" in word
            or word.lower() in _ROLES
            or not _NAME.search(word)
        ):
            follows = place + 1 < len(rows) and rows[place + 1][1]
            joins = (
                word in {".", "-", "'", ",", "‘", "’"}
                and bool(marks)
                and marks[-1][0]
                and follows
                and (person or word == ".")
            )
            person, begins = joins, False
        elif begins and marks and marks[-1][0] and words[-1] == ".":
            begins = False
        if person and not begins and not (marks and marks[-1][0]):
            begins = True
        words.append(word)
        marks.append((person, begins))
    return words, marks


def joined(words: list[str], marks: list[tuple[bool, bool]]) -> Example:
    """The sentence as text."""
    text = ""
    names: list[tuple[int, int]] = []
    quoted = False
    for place, (word, (person, begins)) in enumerate(zip(words, marks, strict=True)):
        word = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"', "'\"'": '"'}.get(word, word)
        closes = word == '"' and quoted
        glued = (word in {"-", "/"} and 0 < place < len(words) - 1) or (
            word in {"'", "’"} and words[place - 1] in {"O", "D"}
        )
        if text and not (
            word in _NO_SPACE_BEFORE
            or closes
            or glued
            or text[-1] in _NO_SPACE_AFTER
            or (text.endswith(' "') and quoted)
            or (place > 1 and (words[place - 1] in {"-", "/"} or text.endswith(("O'", "D'", "O’"))))
        ):
            text += " "
        if word == '"':
            quoted = not quoted
        start = len(text)
        text += word
        if begins:
            names.append((start, len(text)))
        elif person:
            names[-1] = (names[-1][0], len(text))
    return Example(text, tuple(filter(None, (_trimmed(text, *name) for name in names))))


_RANKS = "prime minister|prince|princess|king|queen|duchess|duke|rt|lt\\. gen"
_TITLE = re.compile(rf"(?:(?:{TITLES.replace(' ', '|')}|{_RANKS})\b\.?\s+|[^\w]+)+", re.IGNORECASE)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name without titles before it and marks or "'s" behind; None if nothing is left."""
    found = _TITLE.match(text, start, end)
    start = found.end() if found else start
    while (
        end > start
        and not text[end - 1].isalnum()
        and not re.search(r"(?:\b[A-Z]|Jr|Sr)\.$", text[start:end])
    ):
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return (start, end) if end - start > 1 else None
