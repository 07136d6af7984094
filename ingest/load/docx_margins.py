"""What stands in the margins of a DOCX: its running headers and footers, and watermarks, which live in headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import PAGE_MARK_CHARS
from ingest.load.docx_package import W, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ingest.load.docx_package import Package

Element = Any

_BREAKS = frozenset({"tab", "br", "cr", "ptab"})


def margin_lines(package: Package) -> str:
    """Their lines, each once, joined by line breaks; of cells and of what tabs part, each is a line."""
    lines: dict[str, None] = {}
    for kind in ("header", "footer"):
        for part in package.all_related(kind):
            lines.update(dict.fromkeys(_lines(part)))
    return "\n".join(lines)[:PAGE_MARK_CHARS]


def _lines(part: Element) -> Iterator[str]:
    for element in part.iter(W + "p"):
        yield from filter(None, (" ".join(line.split()) for line in _text(element).split("\n")))
    for element in part.iter():
        if local(element) == "textpath" and (words := " ".join((element.get("string") or "").split())):
            yield words


def _text(paragraph: Element) -> str:
    found = []
    for element in paragraph.iter():
        name = local(element)
        if name == "t":
            found.append(element.text or "")
        elif name in _BREAKS:
            found.append("\n")
    return "".join(found)
