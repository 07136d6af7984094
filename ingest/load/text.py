"""Plain text: paragraphs, and headings that are underlined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from ingest.document import Block, RawDocument, Source
from ingest.load.encoding import decode_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

BREAK = re.compile(r"\n(?:[ \t]*\n)+|[ \t]*\f")
UNDERLINE = re.compile(r"(={3,}|-{3,})[ \t]*")
LONGEST_HEADING = 200


class TextLoader:
    """One document a file; lines are kept as they are."""

    name: ClassVar[str] = "text"
    version: ClassVar[str] = "2"
    suffixes: ClassVar[tuple[str, ...]] = (".txt", ".text")
    libraries: ClassVar[tuple[str, ...]] = ("chardet",)

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The paragraphs of the file. Its title is the first underlined line, if any."""
        text = decode_lines(data)
        blocks = tuple(block for paragraph in BREAK.split(text) for block in _blocks(paragraph))
        headings = [block for block in blocks if block.kind == "heading"]
        title = min(headings, key=lambda block: block.level).text if headings else ""
        yield RawDocument(source_id=source.id, title=title, blocks=blocks)


def _blocks(paragraph: str) -> Iterator[Block]:
    """A paragraph, or the heading that its first two lines are and the rest."""
    lines = [line.rstrip() for line in paragraph.split("\n")]
    lines = lines[next((at for at, line in enumerate(lines) if line), len(lines)) :]
    mark = UNDERLINE.fullmatch(lines[1]) if len(lines) > 1 else None
    if mark and len(lines[0]) <= LONGEST_HEADING and any(char.isalnum() for char in lines[0]):
        yield Block(kind="heading", text=lines[0].strip(), level=1 if mark[1][0] == "=" else 2)
        lines = lines[2:]
    text = "\n".join(lines).strip("\n")
    if text.strip():
        yield Block(kind="text", text=text)
