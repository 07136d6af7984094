"""Names that begin lines of values below a line of heads, as narrow tables of PDFs come out: torn, on no list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.clean.names.name_values import Place, calls_a_name
from ingest.clean.names.staff_labels import Calling, calling_of

_LEAD = r"[A-ZА-ЯЁ][^\d@\n|:;()\"«»/]{2,48}?(?= [^\s\d]{0,6}\d)"
_HEAD = re.compile(rf"^(?P<head>[A-ZА-ЯЁ][^\d\n:;|!?]{{9,160}})\n+(?={_LEAD}[^\n]{{9}})", re.MULTILINE)
"""A line without digits above one that begins with words and goes on with numbers."""
_ROW = re.compile(rf"\n+(?P<lead>{_LEAD})[^\n]{{9,}}")
_IDENTIFIES = re.compile(
    r"(?<![^\W_])(?:card|vin|iban|ssn|social security|passport|e-?mail|phone|tel|mobile|date of birth|dob"
    r"|карт[аы]|паспорт|снилс|инн|огрнип|телефон|тел|моб|почта|полис|омс|енп)(?![^\W_])",
    re.IGNORECASE,
)
_LEAST = 2
"""Heads that call for what only a person has."""
_WORDS = 5


def names_below_heads(text: str) -> Iterator[Place]:
    """(start, end) of what begins lines below heads of which the first calls for a person, others for papers of one."""
    for found in _HEAD.finditer(text):
        papers = {paper.lower() for paper in _IDENTIFIES.findall(found["head"]) if paper[0].isupper()}
        if len(papers) < _LEAST or not _calls(found["head"]):
            continue
        at = found.end("head")
        while row := _ROW.match(text, at):
            if len(row["lead"].split()) <= _WORDS:
                yield row.start("lead"), row.end("lead")
            at = row.end()


def _calls(head: str) -> bool:
    """Whether one to three words that begin a line of heads call for persons."""
    words = head.split()[:3]
    labels = [" ".join(words[:count]) for count in range(1, len(words) + 1)]
    return any(calls_a_name(label.lower()) or calling_of(label) >= Calling.OCCUPANT for label in labels)
