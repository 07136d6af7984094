"""Headings that a PDF's outline names, found again among the lines of its pages. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.load.pdf_page import Line

_MAX_ROWS = 5
_OTHER = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^\s*(?:§\s*)?\d{1,3}(?:\.\d{1,3}){0,5}[.)]?\s+")

Evidence = Mapping[tuple[int, str], int]
"""Page and `plain` text of a heading -> its level, from the document's outline."""


def plain(text: str) -> str:
    """Letters and digits only, folded: how a heading is compared with an outline's entry."""
    return _OTHER.sub("", text.casefold())


def with_outline(lines: Sequence[Line], evidence: Evidence) -> list[Line]:
    """The lines; one to five that together are an entry of the outline are one heading, of its level.

    An outline may leave out the numbers that the page shows. The first line with the words is the heading.
    """
    result = list(lines)
    if not evidence:
        return result
    wanted = {key: level for key, level in evidence.items() if key[1]}
    bare = {page: [text for at, text in wanted if at == page] for page in {page for page, _ in wanted}}
    at = number = 0
    while at < len(result):
        end, key = _entry(result, at, wanted, bare.get(result[at].page, ()))
        if key:
            number += 1
            level = wanted.pop(key)
            result[at:end] = [replace(line, head=level, mark=-number) for line in result[at:end]]
        at = max(end, at + 1)
    return result


def _entry(
    lines: Sequence[Line], at: int, wanted: Evidence, entries: Sequence[str]
) -> tuple[int, tuple[int, str] | None]:
    """(end, key) of the entry that begins with line `at`."""
    first = lines[at]
    if not entries or first.table or first.hidden:
        return at, None
    number = _NUMBER.match(first.text)
    text, less = "", len(plain(number[0])) if number else 0
    for end in range(at, min(at + _MAX_ROWS, len(lines))):
        line = lines[end]
        if line.page != first.page or line.table or line.hidden:
            break
        text += plain(line.text)
        for words in (text, text[less:]) if less else (text,):
            if words and (first.page, words) in wanted:
                return end + 1, (first.page, words)
        if not any(entry.startswith((text, text[less:])) if text[less:] else True for entry in entries):
            break
    return at, None
