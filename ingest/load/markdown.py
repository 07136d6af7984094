"""Markdown: CommonMark with pipe tables, front matter and the dialects of documentation."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from ingest.document import HIDDEN_CHARS, HIDDEN_TEXT, Block, Link, RawDocument, Source
from ingest.errors import Code, LoadError
from ingest.load.encoding import decode_lines
from ingest.load.front_matter import split_front_matter
from ingest.load.markdown_blocks import BlockWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

MOST_LINKS = 10_000
ANCHOR = re.compile(
    r"\{:?[ \t]*#([\w.:-]{1,200})|<[a-z][^<>]{0,200}?\b(?:id|name)\s*=\s*[\"']([^\"'<>]{1,200})[\"']",
    re.IGNORECASE,
)
MOST_TOKENS = 1_000_000
"""Of one part: a list of 200,000 items, and 400 MB. Less than that is a page, however long."""
DEEPEST = 60
"""Levels of nested quotations and lists that are told apart."""


_ENDS_TEXT = re.compile(r"[\n!&*<\[\\\]_`~]")
"""Where a rule for running text may begin, or a link's words end; markdown-it stops at other marks for plug-ins."""


class MarkdownLoader:
    """One document a file; front matter becomes its properties. Codes: bad-encoding, too-large."""

    name: ClassVar[str] = "markdown"
    version: ClassVar[str] = "7"
    suffixes: ClassVar[tuple[str, ...]] = (".md", ".markdown", ".mdx")
    libraries: ClassVar[tuple[str, ...]] = ("markdown-it-py", "pyyaml", "lxml", "chardet")

    def load(self, source: Source, data: bytes) -> Iterator[RawDocument]:
        """The page. Its title is that of the front matter, else the first heading of level 1, else the first."""
        text = decode_lines(data)
        properties, body = split_front_matter(text)
        mdx = source.path.suffix.lower() == ".mdx"
        writer = BlockWriter(_parser(mdx=mdx), mdx=mdx)
        blocks = tuple(writer.write(body))
        if writer.unseen:
            properties = {**properties, HIDDEN_TEXT: "\n".join(writer.unseen)[:HIDDEN_CHARS]}
        title = properties.get("title") or heading_title(blocks)
        yield RawDocument(
            source_id=source.id,
            title=title,
            blocks=blocks,
            properties=properties,
            links=tuple(Link(target=target) for target in dict.fromkeys(writer.links) if target)[:MOST_LINKS],
            anchors=tuple(dict.fromkeys(found[1] or found[2] for found in ANCHOR.finditer(body))),
        )


def heading_title(blocks: Sequence[Block]) -> str:
    """The first heading of level 1, else the first heading, else ""."""
    headings = [block for block in blocks if block.kind == "heading"]
    return next((block.text for block in headings if block.level == 1), headings[0].text if headings else "")


def _limit(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A rule that is asked at each block: what is too deep is running text, where markdown-it would drop it."""
    if len(state.tokens) > MOST_TOKENS:
        raise LoadError(Code.TOO_LARGE, f"more than {MOST_TOKENS} marks in one part")
    if silent or state.level < DEEPEST:
        return False
    state.push("inline", "", 0).content = state.getLines(start, end, state.blkIndent, False).strip()
    state.line = end
    return True


@cache
def _parser(*, mdx: bool) -> MarkdownIt:
    """Parses blocks only: most running text has no marks and need not be parsed (`BlockWriter.inline`)."""
    from markdown_it import MarkdownIt

    from ingest.load.markdown_rows import slim_table

    class AnyLink(MarkdownIt):
        def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 - markdown-it's name; targets are dropped
            return True

    parser = AnyLink("commonmark", {"maxNesting": 2 * DEEPEST}).enable(["table", "strikethrough"])
    parser.block.ruler.at("table", slim_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "limit", _limit)
    parser.core.ruler.disable(["inline", "text_join"])
    parser.inline.terminator_re = _ENDS_TEXT
    if mdx:
        parser.disable("code")  # MDX has no code by indent
    return parser
