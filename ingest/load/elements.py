"""From the elements of `unstructured` to blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.document import Block, BlockKind
from ingest.load.tables import pipe_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS: dict[str, BlockKind] = {
    "Title": "heading",
    "Table": "table",
    "CodeSnippet": "code",
    "ListItem": "list",
}
SKIPPED = ("PageBreak", "Header", "Footer", "PageNumber")
NUMBERED = "\ue000"
"""What stands before the number of an item."""
BACK = "↩︎"
"""What pandoc writes after a footnote."""


def element_blocks(elements: Iterable[Any]) -> Iterator[Block]:
    """Blocks in order; list items that follow each other are one block, nested by `metadata.category_depth`."""
    items: list[str] = []
    for element in elements:
        category, text = str(element.category), str(element.text or "").strip("\n").rstrip()
        depth = int(element.metadata.category_depth or 0)
        if category == "ListItem" and text:
            words = " ".join(text.replace(BACK, "").split())
            mark = "" if words.startswith(NUMBERED) else "- "
            items.append("  " * (max(depth, 1) - 1) + mark + words.removeprefix(NUMBERED))
            continue
        if items:
            yield Block(kind="list", text="\n".join(items))
            items = []
        if not text.strip() or category in SKIPPED:
            continue
        kind = KINDS.get(category, "text")
        if kind == "table":
            yield from _table(str(element.metadata.text_as_html or ""), text)
        elif kind == "heading":
            yield Block(kind="heading", text=" ".join(text.split()), level=min(depth + 1, 6))
        else:
            yield Block(kind=kind, text=text)
    if items:
        yield Block(kind="list", text="\n".join(items))


def _table(markup: str, text: str) -> Iterator[Block]:
    """A table from its HTML, its caption before it; the plain text where there is no HTML."""
    from lxml import html
    from lxml.etree import ParserError

    try:
        root = html.fromstring(markup)
    except ParserError:
        yield Block(kind="text", text=text)
        return
    for caption in root.iter("caption"):
        if words := " ".join(caption.text_content().split()):
            yield Block(kind="text", text=words)
    rows = [[cell.text_content() for cell in row.iter("td", "th")] for row in root.iter("tr")]
    table = pipe_table(rows)
    yield Block(kind="table", text=table) if table else Block(kind="text", text=text)
