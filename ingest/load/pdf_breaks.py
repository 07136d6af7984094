"""Whether a narrow cell broke a line within a word: by what had room, and by what the pieces look like. Pure.

A cell breaks a word that is wider than itself wherever not one letter more has room. A line may be as full by
chance, and a cell may hold two values of one width: where that is as likely, the pieces stay apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.load.pdf_page import HYPHEN
from ingest.load.pdf_torn import Written, is_torn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_page import Line

_SLIM = frozenset("iljtfrI.,:;|!'()[]-/\\")
_BROAD = frozenset("@%mwMWжмфшщюЖМФШЩЮ")
_TAIL = re.compile(r"\S+$")
_HEAD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_DIGIT = re.compile(r"\d")
_HYPHENS = frozenset(HYPHEN + "\u2010\u00ad")
_CAPITALS = re.compile(r"[A-ZА-ЯЁ]+")
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_MAILBOX = re.compile(r".*@.+\.(?:ru|com|net|org|info|рф|su|by|kz|ua|de|uk|us|io|edu|gov)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?=.*\d)[A-Z0-9]{3,}")
_NOTHING = Written()
_GROUP = 4
_VALUE = 11
"""Pieces that are equally long and as long as that are two values."""


class Column:
    """How wide a cell's lines may be: its box less the padding that is the least of any of its lines."""

    def __init__(self, lines: Sequence[Line], box: Box, most: float) -> None:
        left = min(line.left - box[0] for line in lines)
        right = min(box[2] - line.right for line in lines)
        self.width = box[2] - box[0] - 2 * min(most, max(0.0, min(left, right)))

    def full(self, line: Line, follows: Line) -> bool:
        """Whether the first letter of the line that follows had no room behind `line`."""
        return self.width - (line.right - line.left) < _room(follows.text[:1]) * line.size

    def chain(self, lines: Sequence[Line], at: int, anywhere: bool = False) -> list[str]:
        """The pieces of one word that lines from `at` on seem to be parts of; a single one if it is whole there.

        `anywhere`: words are broken that would have room in a line of their own.
        """
        tail = _TAIL.search(lines[at].text)
        if tail is None:
            return []
        pieces, wide = [tail[0]], _share(lines[at], len(tail[0]))
        for last, line in zip(lines[at:], lines[at + 1 :], strict=False):
            head = _HEAD.match(line.text)
            if head is None or last.text.endswith(HYPHEN) or not self.full(last, line):
                break
            wide += _share(line, len(head[0]))
            if wide <= self.width and not anywhere:
                break
            pieces.append(head[0])
            if head.end() < len(line.text):
                break
            if (
                head[0][-1] in _HYPHENS
                and (more := lines[at + len(pieces) :][:1])
                and more[0].text[0].islower()
            ):
                pieces[-1] = (
                    head[0][:-1] + more[0].text.partition(" ")[0]
                )  # as it would be without the hyphen
                break
        return pieces


def _room(letter: str) -> float:
    """About how wide a letter is, in parts of its size."""
    if letter in _SLIM:
        return 0.4
    if letter in _BROAD:
        return 1.0
    return 0.8 if letter.isupper() else 0.66


def _share(line: Line, letters: int) -> float:
    """About how wide so many letters of a line are."""
    return (line.right - line.left) * letters / max(1, len(line.text))


def one_word(pieces: Sequence[str], alone: bool, last: bool, written: Written = _NOTHING) -> int:
    """How many of `pieces` are surely one word: 1 for none.

    `alone`: nothing stands before the first in its line; `last`: nothing follows the last in its cell.
    """
    for count in range(len(pieces), 1, -1):
        if _is_one(pieces[:count], alone, written) or (
            last and count == len(pieces) and _letter_over(pieces)
        ):
            return count
    return 1


def _letter_over(pieces: Sequence[str]) -> bool:
    """Whether the last piece is a letter that ends the cell, where no preposition stands."""
    return len(pieces) == 2 and len(pieces[1]) == 1 and pieces[1].islower() and pieces[0][-1:].islower()


def _is_one(pieces: Sequence[str], alone: bool, written: Written) -> bool:
    joined = "".join(pieces)
    if "@" in joined:
        return joined.count("@") == 1 and not _MAILBOX.fullmatch("".join(pieces[:-1]))
    if any(map(_DIGIT.search, pieces[:-1])) and _DIGIT.search(pieces[-1]):
        return not _apart(pieces, alone)
    if _NUMBERED.fullmatch(joined):
        return len(joined) > 2 * _GROUP
    if _CAPITALS.fullmatch(joined):
        return len(pieces[0]) > 1 and all(len(piece) <= 2 for piece in pieces[1:])
    word = pieces[0]
    for more in pieces[1:]:
        if not _goes_on(word, more, alone, written):
            return False
        word += more
    return True


def _goes_on(piece: str, more: str, alone: bool, written: Written) -> bool:
    """Whether a word that ends a line goes on in the next one."""
    word, rest = _LAST_LETTERS.search(piece), _LETTERS.match(more)
    return word is not None and rest is not None and is_torn(word[0], rest[0], alone, written)


def _apart(pieces: Sequence[str], alone: bool) -> bool:
    """Whether pieces with digits may be values of their own: of one shape, days, groups of a number."""
    first, last = pieces[0], pieces[-1]
    if _DAY.fullmatch(first) or (len(first) == len(last) and len(first) >= _VALUE):
        return True
    if first.isdigit() and last.rstrip(".,;").isdigit() and max(len(first), len(last)) <= _GROUP:
        return not (alone and len(last) < len(first))
    shapes = {re.sub(r"[^\W\d_]", "A", _DIGIT.sub("9", piece)) for piece in pieces}
    return len(shapes) == 1 and (first.isdigit() or not first.isalnum())
