"""What lines at the head of a document declare of itself: a draft, or no longer in force.

Lines are case-folded, without `ё`, at most 200 characters. The same words in prose speak of something else ("Order 3
was withdrawn", "Project: Daisy"): a line has to begin with them and to end, or to go on with a day or with what
withdrew it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from ingest.clean.declared_words import (
    BARE_WEAK,
    DRAFT_MORE,
    DRAFT_SURE,
    DRAFT_WEAK,
    HEAD_WEAK,
    LEAD,
    NOT_YET,
    NOT_YET_WEAK,
    OF_HEAD,
    OF_NAMED,
    OF_THIS,
    PAPERS,
    SAID_SURE,
    SAID_WEAK,
    STOP,
    TOLD_FIRST,
)
from ingest.clean.statements import STATUS, STATUS_LINE

Place = Literal["head", "head list", "body", "body list"]
"""Where a line stands: before the second heading, or after it; in a list, or not."""


class Declared(NamedTuple):
    """A status, and whether it is sure; what is not is for a person to tell."""

    status: str
    sure: bool = True


_SPACED = re.compile(r"(?:\w ){4,}\w")
"""П Р О Е К Т."""
_STEPS = re.compile(r"\s*(?:[,;/|→]|[-=]?>|\s[-–—]+\s|\s(?:или|or|then|затем|потом)\s)\s*")
"""What stands between the statuses that a document may have."""
_PAPER_NUMBER = re.compile(rf"(?:{PAPERS}|order|policy|directive)\w{{0,4}} (?:№|no\.?|n)? ?\d[\w/-]*")


def declared(line: str, where: Place, title: str = "") -> Declared | None:
    """What a folded line declares of the document that it stands in, by its folded `title`; None if nothing."""
    line = _bare(line)
    if match := STATUS_LINE.fullmatch(line):
        return of_status(match[1], where)
    if where.endswith("list"):
        return None
    if OF_THIS.fullmatch(line) or _of_named(line, title):
        return Declared("archived")
    if where != "head":
        return None
    if DRAFT_SURE.fullmatch(line) or DRAFT_MORE.fullmatch(line) or NOT_YET.fullmatch(line):
        return Declared("draft")
    if OF_HEAD.fullmatch(line):
        return Declared("archived", sure=line.strip(" .!") not in BARE_WEAK)
    if HEAD_WEAK.fullmatch(line) or STOP.fullmatch(line):
        return Declared("archived", sure=False)
    doubtful = DRAFT_WEAK.fullmatch(line) or NOT_YET_WEAK.fullmatch(line)
    return Declared("draft", sure=False) if doubtful else None


def is_status(line: str) -> bool:
    """Whether a folded line names a status: "Status: ..."."""
    return bool(STATUS_LINE.fullmatch(_bare(line)))


def _of_named(line: str, title: str) -> bool:
    """Whether a line says of what the title names, in the title's words or by its number, that it is gone."""
    names = [title] if len(title.split()) > 1 else []
    names += [match[0]] if (match := _PAPER_NUMBER.match(title)) else []
    return any(
        line.startswith(name + " ") and OF_NAMED.fullmatch(line[len(name) :].lstrip(" ,:–—-"))
        for name in names
    )


def _bare(line: str) -> str:
    """`line` without brackets and marks around all of it."""
    bare = TOLD_FIRST.sub("", line.strip(" >*_⚠️❗!"), count=1)
    if bare.strip(" .!")[-1:] in {")", "]"} and bare[:1] in {"(", "["} and not {"(", "["} & set(bare[1:]):
        bare = bare.strip(" .!()[]")
    return joined(bare)


def joined(line: str) -> str:
    """A word that is spaced out, as one."""
    return line.replace(" ", "") if _SPACED.fullmatch(line) else line


def alone(line: str) -> Declared | None:
    """What a line at the head that is nothing but the word for a draft says: in capitals it is sure."""
    bare = joined(line.strip(" \t\"'«»()[]{}*_#-–—.!:"))
    return Declared("draft", sure=bare.isupper()) if bare.casefold() == "проект" else None


def lead_of(text: str) -> str:
    """The words that a folded text begins with, before a dash, a comma, a day or a version."""
    return LEAD.split(text.strip(" .!"), maxsplit=1)[0].strip(" .!\"'«»")


def of_status(said: str, where: Place) -> Declared | None:
    """A known word, or what one begins with; words that may be about anything else count at the head alone.

    Several that exclude each other are those a document may have: three say nothing of this one, of two a person is
    asked.
    """
    parts = [part.strip(" .!\"'«»") for part in _STEPS.split(said.strip(" .!"))]
    steps = [known for part in parts if (known := _known(part))]
    if len({one.status for one in steps} & {"current", "draft", "archived"}) > 1:
        told = min(one.status for one in steps if one.status != "current")
        return Declared(told, sure=False) if len(parts) < 3 else None
    for words in dict.fromkeys((said.strip(" .!"), lead_of(said))):
        if (known := _known(words)) and (words in STATUS or not where.startswith("body")):
            return known
    return None


def _known(words: str) -> Declared | None:
    if status := STATUS.get(words) or SAID_SURE.get(words):
        return Declared(status)
    return Declared(SAID_WEAK[words], sure=False) if words in SAID_WEAK else None


def agreed(stated: Sequence[Declared]) -> Sequence[Declared]:
    """Of what lines that name a status declare what counts: three that differ describe which there may be."""
    differ = len({one.status for one in stated}) > 1
    return () if differ and len(stated) > 2 else stated
