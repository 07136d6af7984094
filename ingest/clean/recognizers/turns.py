"""Talk written down: one turn asks for a number, the next one says nothing but the number."""

from __future__ import annotations

import re

from ingest.clean.recognizers.heads import last_of

_REACH = 300
_OPENING = r"[ \t>*•\-]{0,6}(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ ,\-]{0,3})?[^\W\d_][^\d\n:|]{0,40}"
"""A bullet, a time, who speaks."""
_TURN = re.compile(rf"{_OPENING}:\*{{0,2}} ")
_ANSWER = re.compile(rf"{_OPENING}:\*{{0,2}} (?:[^\W\d_]+[ ,:\-]{{1,3}}){{0,3}}\Z")
_DIGIT = re.compile(r"\d")


def asks(text: str, place: int, meant: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether `place` answers a turn that spoke of `meant` last, and neither of `other` later nor of a number since.

    Who speaks, a time and up to three words may stand before the answer. What has its own label is no answer to it.
    """
    before = text[max(0, place - _REACH) : place]
    question, parted, own = before.rpartition("\n")
    if not parted or not _ANSWER.match(own) or other.search(own):
        return False
    question = question.rstrip().rpartition("\n")[2]
    turn = _TURN.match(question)
    if turn is None:
        return False
    said = question[turn.end() :]
    asked = last_of(meant, said)
    return asked >= 0 and asked >= last_of(other, said) and not _DIGIT.search(said, asked)
