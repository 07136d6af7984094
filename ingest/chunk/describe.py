"""What is said about a chunk: its place among headings, its breadcrumb and the metadata it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ingest.document import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.chunk import Value
    from ingest.chunk.pack import Atom
    from ingest.chunk.tokens import TokenCounter
    from ingest.document import Block, Document

SEPARATOR: Final = " > "
LONGEST: Final = 500
"""Characters of a title or a heading that a chunk repeats: some documents have all they say in one."""
_DAY: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an atom stands: the heading path above it, and the breadcrumb of a chunk that begins with it.

    `breadcrumb` ends with a blank line, or is "". `tokens` counts it.
    """

    section: str
    breadcrumb: str
    tokens: int


def places(document: Document, atoms: Sequence[Atom], counter: TokenCounter, room: int) -> list[Place]:
    """The place of each atom. A heading stands in the section of the first text after it. `room`: tokens."""
    paths = _paths(document)
    title = _brief(" ".join(document.title.split()))
    known: dict[tuple[str, ...], Place] = {}
    found = []
    for atom in atoms:
        path = paths[atom.block]
        if path not in known:
            breadcrumb = _breadcrumb(title, path, counter, room)
            section = SEPARATOR.join(path)
            known[path] = Place(section=section, breadcrumb=breadcrumb, tokens=counter.count(breadcrumb))
        found.append(known[path])
    return found


def _paths(document: Document) -> list[tuple[str, ...]]:
    """For each block, the document's own section and the headings it stands under, its own included."""
    above = tuple(_brief(" ".join(part.split())) for part in document.section if part.strip())
    stack: list[tuple[int, str]] = []
    paths: list[tuple[str, ...]] = []
    for block in document.blocks:
        text = _brief(" ".join(block.text.split())) if block.kind == "heading" else ""
        if text:
            level = max(1, block.level)
            while stack and stack[-1][0] >= level:
                stack.pop()
            stack.append((level, text))
        paths.append((*above, *(heading for _, heading in stack)))
    following: tuple[str, ...] | None = None
    for number in range(len(paths) - 1, -1, -1):
        if document.blocks[number].kind != "heading":
            following = paths[number]
        elif following is not None and following[: len(paths[number])] == paths[number]:
            paths[number] = following
    return paths


def _brief(text: str) -> str:
    """`text`, or its first words: masks are words of their own."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] or text[:LONGEST]


def _breadcrumb(title: str, path: tuple[str, ...], counter: TokenCounter, room: int) -> str:
    """Title, section and heading, then a blank line, in at most `room` tokens: what is between goes first."""
    if path and path[0].casefold() == title.casefold():
        path = path[1:]
    parts = [title, *path] if title else list(path)
    tries = [parts[:1] + parts[first:] for first in range(1, len(parts))] + [parts[:1]] if parts else []
    for attempt in tries:
        breadcrumb = SEPARATOR.join(attempt) + "\n\n"
        if len(breadcrumb) <= 16 * room and counter.count(breadcrumb) <= room:
            return breadcrumb
    words = parts[0][: 16 * room].split()[:-1] if parts else []
    while words:
        breadcrumb = " ".join(words) + "\n\n"
        if counter.count(breadcrumb) <= room:
            return breadcrumb
        words.pop()
    return ""


def describe(document: Document, atoms: Sequence[Atom], place: Place) -> dict[str, Value]:
    """What a chunk of `atoms` has from its document: flat values for the store, nothing empty."""
    labels = document.labels
    pages = _pages(document, atoms)
    values: dict[str, Value] = {
        "doc_id": document.id,
        "source": document.id.partition("#")[0],  # a wiki page keeps it when its export is renamed
        "title": _brief(document.title),
        "section": place.section,
        "version": labels.version or "unversioned",
        "version_date": labels.version_date,
        "version_day": _day(labels.version_date),
        "language": labels.language or "und",
        "channels": list(labels.channels) or ["default"],
        "status": labels.status,
        "space": labels.space or "default",
        "kind": _kind(document.blocks, atoms),
        "updated_at": labels.updated_at,
        "updated_day": _day(labels.updated_at),
        "page": min(pages, default=0),
        "page_end": max(pages, default=0),
    }
    return {key: value for key, value in values.items() if value}


def _pages(document: Document, atoms: Sequence[Atom]) -> list[int]:
    """The pages that `atoms` stand on; of a row, or a paragraph, that goes on over pages the first one."""
    pages: list[int] = []
    for number in range(atoms[0].block, atoms[-1].block + 1):
        block = document.blocks[number]
        if block.page and block.lines:
            of_block = [atom for atom in atoms if atom.block == number]
            first, last = _lines(document, number, of_block[0].start, of_block[-1].end)
            pages += _pages_of(block, first, last)
        elif block.page:
            pages.append(block.page)
    return pages


def _lines(document: Document, number: int, start: int, end: int) -> tuple[int, int]:
    """The first and the last line of block `number` that stand in a part of the body."""
    above = sum(len(render(block)) + 2 for block in document.blocks[:number])
    text = render(document.blocks[number])
    start, end = max(start - above, 0), min(end - above, len(text))
    return text.count("\n", 0, start), text.count("\n", 0, max(end - 1, 0))


def _pages_of(block: Block, first: int, last: int) -> Iterator[int]:
    """The pages of lines of a table that goes on over pages: all of its pages if a policy has taken lines out."""
    above, whole = 0, sum(block.lines) != block.text.count("\n") + 1
    for page, lines in enumerate(block.lines, start=block.page):
        if whole or (lines and above <= last and first < above + lines):
            yield page
        above += lines


def _kind(blocks: Sequence[Block], atoms: Sequence[Atom]) -> str:
    """What most of the tokens are of: "table", "code", else "text"."""
    weights = {"text": 0, "table": 0, "code": 0}
    for atom in atoms:
        kind = blocks[atom.block].kind
        weights[kind if kind in weights else "text"] += atom.tokens
    return max(weights, key=lambda kind: weights[kind])


def _day(date: str) -> int:
    """20250201 for "2025-02-01" and what may follow; 0 for anything else. Chroma compares numbers only."""
    match = _DAY.match(date)
    return int("".join(match.groups())) if match else 0
