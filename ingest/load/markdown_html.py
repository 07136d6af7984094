"""HTML inside Markdown: fragments, often cut open by blank lines, to blocks."""

from __future__ import annotations

import re

from ingest.document import Block
from ingest.errors import Code, LoadError

PICTURE = re.compile(r"<img\b[^>]*?\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')[^>]*>", re.IGNORECASE)
SOURCE = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"'>]+)[\"']", re.IGNORECASE)
TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def html_blocks(fragment: str, links: list[str]) -> list[Block]:
    """What a reader sees of an HTML fragment; pictures are their descriptions, as everywhere in Markdown.

    Targets of links and sources of pictures are added to `links`.
    A fragment that the HTML reader refuses (too deep, too large) is read as text, so that no word is lost.
    """
    from ingest.load.html_blocks import Blocks
    from ingest.load.html_links import links_of
    from ingest.load.html_tree import parse_html

    links += SOURCE.findall(fragment)
    described = PICTURE.sub(lambda found: found[1] or found[2] or "", fragment)
    try:
        page = parse_html(b"<body>" + described.encode("utf-8", "replace"))
        links += [link.target for link in links_of(page)]
        return Blocks(inside=True).read(page)
    except LoadError as error:
        text = "" if error.code == Code.NO_TEXT else TAG.sub(" ", described).strip()
        return [Block(kind="text", text=text)] if text else []
