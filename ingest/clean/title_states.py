"""What a title says of its document's state: in brackets, after a dash or a comma, before a colon."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.days import DAY
from ingest.clean.declared import Declared, lead_of
from ingest.clean.declared_words import (
    DRAFT_MORE,
    DRAFT_SURE,
    DRAFT_WEAK,
    GONE_EN,
    GONE_RU,
    PAPERS,
    SAID_SURE,
)
from ingest.clean.statements import STATUS

_BRACKETS = re.compile(r"[\[(]\s*([^\[\]()]{3,60}?)\s*[\])]")
_LINE = 120
_SHOUTED_FIRST = re.compile(r"([A-ZА-ЯЁ ]{4,30})(?:\s*[:–—]|\s-\s)")
_PARTS = re.compile(r"\s+[-–—|•·]+\s+|\s*[–—|]\s*|[.,:;]\s+")
_LAST_WORD = re.compile(r".*[\d)\"»]\s+(\S{4,20})")
_GONE = re.compile(rf"(?:{GONE_RU}|(?:is |was |now )?{GONE_EN})")
_MILD = re.compile(
    r"(?:устарел[аио]?|отменен[аоы]?|отозван[аоы]?|аннулирован[аоы]?|(?:(?:больше|более) )?не (?:действу|применя).*"
    r"|не ?актуал.*|retired|obsolete|outdated|archived|void|cancelled|canceled|out of date)[\s.!]*"
)
"""As the end of a title these may be what it is about."""
_STATES = frozenset({"draft", "archived", "restricted"})
_DATED = re.compile(
    rf"(?:от |of |dated )?{DAY}(?: ?г\.?)?|(?:v|ver|version|rev|верс\w*|ред\w*)[. №]*\d[\d.]*"
)
_SUBJECTS = frozenset({"проект", "архив", "archive", "proposal"})
"""Before a colon or a dash these name what follows."""
_OF_PAPER = re.compile(rf"(?:{PAPERS}).*")


def in_title(title: str) -> Iterator[Declared]:
    """What `title`, as it stands, says; what may be its subject is not sure."""
    if DRAFT_WEAK.fullmatch(_plain(title)):
        yield Declared("draft", sure=False)
    for match in _BRACKETS.finditer(title):
        if found := _in_brackets(_plain(match[1])):
            yield found
    bare = _BRACKETS.sub(" ", title).strip(" .!*_")
    if (shouted := _SHOUTED_FIRST.match(bare)) and (status := STATUS.get(_plain(shouted[1]))):
        yield Declared(status)
    first, *rest = _PARTS.split(bare)
    shouts = not bare.isupper()
    if rest:
        ends = [bare[at.end() :] for at in _PARTS.finditer(bare)]
        if not _OF_PAPER.match(_plain(first)):
            ends = [end for end in ends if _plain(end) not in _SUBJECTS]
        found = next((one for end in ends if (one := _at_end(end, shouts=shouts))), None)
        if found or (_plain(first) not in _SUBJECTS and (found := _mild(_plain(first)))):
            yield found
    elif (
        shouts and (words := bare.split())[1:] and words[-1].isupper() and (found := _mild(_plain(words[-1])))
    ) or ((last := _LAST_WORD.fullmatch(bare)) and (found := _mild(_plain(last[1])))):
        yield found


def _in_brackets(text: str) -> Declared | None:
    """What a folded bracket says before a dash, a comma or a version: "draft, v3"."""
    if (status := STATUS.get(text, "")) or DRAFT_SURE.fullmatch(text):
        return Declared(status or "draft")
    if _GONE.fullmatch(text):
        return Declared("archived")
    lead = lead_of(text)
    if STATUS.get(lead) in {"draft", "restricted"}:
        return Declared(STATUS[lead])
    parts = [part.strip() for part in re.split(r"[,;/|]", text)]
    if len(parts) > 1 and (
        status := next((one for part in parts if (one := STATUS.get(part)) in _STATES), "")
    ):
        return Declared(status, sure=any(_DATED.fullmatch(part) for part in parts))
    if lead == "проект":
        return Declared("draft", sure=False)
    return _mild(text)


def _at_end(text: str, *, shouts: bool) -> Declared | None:
    """What a title ends with, after a dash or a comma: sure in capitals, and in words that are said of papers only."""
    plain = _plain(text)
    if DRAFT_SURE.fullmatch(plain) or DRAFT_MORE.fullmatch(plain):
        return Declared("draft")
    if _GONE.fullmatch(plain):
        return Declared("archived", sure=(shouts and text.isupper()) or not _MILD.fullmatch(plain))
    found = _mild(plain)
    if found and shouts and text.isupper() and (plain in STATUS or plain in SAID_SURE):
        return Declared(found.status)
    return found


def _mild(plain: str) -> Declared | None:
    """A word for a state that may as well be the subject."""
    status = STATUS.get(plain) or SAID_SURE.get(plain) or ""
    return Declared(status, sure=False) if status in {"draft", "archived"} else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())


def is_first_line(place: int, text: str) -> bool:
    """Whether the text of block `place` is the first line of a document, and may be its title."""
    return not place and "\n" not in text.strip() and len(text) <= _LINE
