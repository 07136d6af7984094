"""What a document says of its own version, days and status, and where it says so.

Read before redaction, so a value is never free text: it is a version, an ISO day or a known word. Document
numbers, contract numbers and other days of the text are no evidence: a statement is a line of its own, a cell beside
its name or a bracket ("(ред. 3 от 01.02.2025)"), within the first 4,000 characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from ingest.clean.days import day_of
from ingest.clean.declared import Declared, Place, agreed, alone, declared
from ingest.clean.declared import is_status as names_status
from ingest.clean.replacing import replaced
from ingest.clean.statements import (
    BRACKETS,
    CAMPAIGN,
    CAMPAIGN_DAYS,
    FROM_DAY,
    MARKER_BLOCK,
    NUMBER,
    STATEMENTS,
    STATUS,
)
from ingest.clean.title_states import in_title, is_first_line
from ingest.document import Block, LabelEvidence

SURE = 0.6
"""Evidence that weighs less never sets a label."""
PROPERTY, STATEMENT, BRACKET, MARKER, TAG, HINT = 0.9, 0.7, 0.65, 0.7, 0.6, 0.5

_CHARS = 4_000
_LINE = 200
_FIRST_BLOCKS = 4
_HEAD_BLOCKS = 6
"""So many blocks, up to the second heading, may be the head of a document."""

_SEVERITY = ("current", "deprecated", "internal", "draft", "archived", "restricted", "deleted")
_MARGINS = 60
_MARGIN_PARTS = re.compile(r"[.;|•·]\s+|\s\|\s|\t|\s{3,}")
_PAGE_NUMBER = re.compile(
    r"(?i:(?<!\w)(?:page|p\.|стр(?:аница|\.)?|с\.|лист)\s*)?(?<!\w)\d{1,5}(?:\s*(?:of|из|/)\s*\d{1,5})?(?!\w)"
)
_DRESS = re.compile(r"[*_`#>|\[\]{}]+")
_KNOWN = 1 << 13
"""So many lines are remembered: every other one stands in other pages too."""


def statements_of(title: str, blocks: Sequence[Block]) -> list[LabelEvidence]:
    """Evidence in the title and in the first 4,000 characters, in order."""
    found = list(_of_title(title))
    room, headings, named = _CHARS, 0, _plain(title)
    stated: list[Declared] = []
    campaigns: list[re.Match[str]] = []
    for place, block in enumerate(blocks):
        headings += block.kind == "heading"
        at_head = place < _HEAD_BLOCKS and headings < 2
        if room <= 0:
            break
        text = block.text[:room]
        room -= len(text)
        if block.hidden or block.kind == "code":
            continue
        if block.kind in {"text", "heading"}:
            first = 2 if block.kind == "heading" else _FIRST_BLOCKS
            found += _of_marker(text, early=place < first and text.strip() != title.strip())
            if (
                place < first
                and text.strip() != title.strip()
                and (block.kind == "heading" or is_first_line(place, text))
            ):
                found += _of_title(_DRESS.sub("", text) if block.kind == "text" else text)
            if block.kind == "text" and at_head:
                found += _told(map(alone, text.split("\n")), "marker", MARKER)
        if block.kind == "table":
            found += _of_history(text)
        for line in _lines(text, block.kind):
            found += _of_line(line)
            if at_head and (match := FROM_DAY.match(line)):
                found += _read(match, SURE)
            campaigns += filter(None, [CAMPAIGN_DAYS.match(line) if at_head else None])
            one = declared(line, _place(block, at_head=at_head), named)
            if one and names_status(line):
                stated.append(one)
            else:
                found += _told([one], "statement", STATEMENT)
    found += _of_campaigns(named, campaigns)
    return [*found, *_told(agreed(stated), "statement", STATEMENT)]


def _of_campaigns(title: str, found: Sequence[re.Match[str]]) -> Iterator[LabelEvidence]:
    """From when until when the campaign runs that a page is about: one that its title names, or all it tells of."""
    if found and CAMPAIGN.search(title) and len({match["valid_until"] for match in found}) == 1:
        yield from _read(found[0], STATEMENT)


def _place(block: Block, *, at_head: bool) -> Place:
    if block.kind == "list":
        return "head list" if at_head else "body list"
    return "head" if at_head else "body"


def _told(found: Iterable[Declared | None], where: str, weight: float) -> Iterator[LabelEvidence]:
    """Statuses that are declared; what is not sure sets none, and is a question."""
    for one in found:
        if one:
            yield LabelEvidence(
                label="status", value=one.status, where=where, weight=weight if one.sure else HINT
            )


def margin_statuses(lines: str) -> Iterator[LabelEvidence]:
    """Statuses that running headers, footers and watermarks state: a line or a sentence that begins with a marker."""
    for line in lines.split("\n")[:_MARGINS]:
        for part in _MARGIN_PARTS.split(line):
            bare = " ".join(_DRESS.sub(" ", _PAGE_NUMBER.sub(" ", part)).split()).strip(" \"'«»()-–—.!,;")
            if len(bare) <= 120 and (match := MARKER_BLOCK.fullmatch(_plain(bare))):
                yield LabelEvidence(
                    label="status", value=STATUS[match["mark"]], where="margin", weight=MARKER
                )


def is_status(one: LabelEvidence) -> bool:
    """Whether it is a known word for a status."""
    return one.label == "status" and (one.value in _SEVERITY or _plain(one.value) in STATUS)


def strictest(statuses: Sequence[LabelEvidence]) -> LabelEvidence | None:
    """Of sure evidence for a status the one that lets in least, the first of equals; an unknown word lets in most."""
    sure = [one for one in statuses if one.weight >= SURE]
    return max(sure, key=lambda one: _severity(one.value), default=None)


def doubtful(statuses: Sequence[LabelEvidence]) -> str:
    """The status that is hinted at, and for a person to tell, with a "?"; "" if none is."""
    hints = [one for one in statuses if one.weight == HINT]
    return max((one.value for one in hints), key=_severity) + "?" if hints else ""


def _severity(value: str) -> int:
    status = STATUS.get(_plain(value), value)
    return _SEVERITY.index(status) if status in _SEVERITY else 0


def _of_title(title: str) -> Iterator[LabelEvidence]:
    for one in in_title(title[:_LINE]):
        if one.status != "current":
            yield from _told([one], "title", MARKER)


def _of_marker(text: str, *, early: bool) -> Iterator[LabelEvidence]:
    """A block that is nothing but a marker: among the first ones, or in capitals."""
    bare = " ".join(_DRESS.sub(" ", text).split()).strip(" \"'«»()-–—.!")
    if len(bare) > 120:
        return
    match = MARKER_BLOCK.fullmatch(_plain(bare))
    if not match:
        return
    shouted = bare[: match.end("mark")].isupper()
    if shouted or (early and not match["rest"].strip(" .!")):
        yield LabelEvidence(label="status", value=STATUS[match["mark"]], where="marker", weight=MARKER)


def _of_history(table: str) -> Iterator[LabelEvidence]:
    """The newest row of a table of versions and days."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.split("\n")]
    if len(rows) < 3:
        return
    heads = [_plain(_DRESS.sub("", cell)) for cell in rows[0]]
    version = _column(
        heads, ("версия", "редакция", "ред.", "version", "rev.", "revision", "версия документа")
    )
    day = _column(
        heads, ("дата", "дата изменения", "date", "дата редакции", "дата версии", "дата утверждения")
    )
    if version is None or day is None:
        return
    told = []
    for row in rows[2:]:
        if (
            len(row) == len(heads)
            and (number := re.fullmatch(rf"v?\.?\s*{NUMBER}", _plain(row[version])))
            and day_of(row[day])
        ):
            told.append((day_of(row[day]), number["version"]))
    if told:
        newest = max(told)
        yield LabelEvidence(label="version", value=newest[1], where="history", weight=STATEMENT)
        yield LabelEvidence(label="version_date", value=newest[0], where="history", weight=STATEMENT)


def _column(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, head in enumerate(heads) if head in names), None)


def _lines(text: str, kind: str) -> Iterator[str]:
    """What may be a statement: lines; of a table of two columns, the two cells of a row as "name: value"."""
    for line in text.split("\n"):
        told = line
        if kind == "table":
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) != 2:
                continue
            told = ": ".join(cell.rstrip(":") for cell in cells)
        bare = " ".join(_DRESS.sub("", told).split()).removeprefix("- ")
        if 5 < len(bare) <= _LINE:
            yield _plain(bare)


@lru_cache(_KNOWN)
def _of_line(line: str) -> Sequence[LabelEvidence]:
    return tuple(_stated_in(line))


def _stated_in(line: str) -> Iterator[LabelEvidence]:
    if what := replaced(line):
        yield LabelEvidence(label="supersedes", value=what, where="statement", weight=STATEMENT)
    for pattern in STATEMENTS:
        if match := pattern.match(line):
            yield from _read(match, STATEMENT)
    if "(" in line:
        for pattern in BRACKETS:
            for match in pattern.finditer(line):
                yield from _read(match, BRACKET)


def _read(match: re.Match[str], weight: float) -> Iterator[LabelEvidence]:
    for label, text in match.groupdict().items():
        if text and (value := text if label == "version" else day_of(text)):
            yield LabelEvidence(label=label, value=value, where="statement", weight=weight)
            if label == "updated_at":
                yield LabelEvidence(label="version_date", value=value, where="statement", weight=SURE)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("ё", "е").split())
