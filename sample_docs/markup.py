"""Reads a text source: a header of `name: value` lines and a small Markdown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_ITEM = re.compile(r"(?:- |\d+\. )")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A heading (with its level), a paragraph, the items of a list, or the rows of a table."""

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A source: what its header says, and its body as it is written."""

    header: dict[str, str] = field(default_factory=dict)
    body: str = ""

    @property
    def parts(self) -> list[Part]:
        """The body in parts; blank lines stand between them."""
        blocks = re.split(r"\n{2,}", self.body.strip())
        return [_part(block.split("\n")) for block in blocks if block.strip()]


def read(path: Path) -> Text:
    """The source at `path`; with a `body` in its header the text of that file below `sample_docs`."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    header = {}
    for line in head.splitlines():
        name, _, value = line.partition(": ")
        header[name.strip().rstrip(":")] = value.strip()
    if "body" in header:
        body = (HERE / header["body"]).read_text(encoding="utf-8")
    return Text(header=header, body=body)


def _part(lines: list[str]) -> Part:
    first = lines[0]
    if first.startswith("#"):
        marks, _, words = first.partition(" ")
        return Part(kind="heading", text=words, level=len(marks))
    if first.startswith("|"):
        cells = [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]
        return Part(kind="table", rows=(cells[0], *cells[2:]))
    if _ITEM.match(first):
        kind = "bullets" if first.startswith("- ") else "numbers"
        return Part(kind=kind, items=tuple(_ITEM.sub("", line, count=1) for line in lines))
    return Part(kind="text", text=" ".join(lines))
