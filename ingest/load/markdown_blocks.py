"""From the token stream of markdown-it to blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ingest.document import Block, BlockKind
from ingest.load import comment_marks
from ingest.load.markdown_dialect import MARK, to_commonmark
from ingest.load.markdown_inline import KNOWN, SHORT, inline_text
from ingest.load.markdown_parts import DEFINITION, parts
from ingest.load.piped import pieces, without_pipes
from ingest.load.tables import pipe_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from ingest.load.markdown_table import Rows

BLOCKS = re.compile(r"(?:^|\n)[ \t]*(?:[-*+#>|]|\d{1,9}[.)][ \t]|```|~~~|<|\{%|:::|!!!)|\n[ \t]*\n|\n[=-]")
"""A cell of a table that holds more than running text."""
DIALECT = re.compile(MARK + r"|#\||\{[%{]")
TABLE = re.compile(MARK + r"T(\d+)" + MARK)
INFO_TITLE = re.compile(r"\btitle=(?:\"([^\"]*)\"|'([^']*)')")
DEEPEST_TABLE = 4
_REACHES_OUT = re.compile(r"<!--|\]:")
"""Comments, and what may define where links of the whole document lead."""


@dataclass(slots=True)
class Level:
    """An open list: its next number (-1: bullets), the mark its item still has to write; a tab or a note."""

    number: int
    pending: str = ""
    unwrapped: bool = False


class BlockWriter:
    """Turns Markdown into blocks. One per document; `outer` is that of the table whose cell this is."""

    def __init__(self, parser: MarkdownIt, *, mdx: bool = False, outer: BlockWriter | None = None) -> None:
        self.parser = parser
        self.mdx = mdx
        self.depth: int = outer.depth + 1 if outer else 0
        self.blocks: list[Block] = []
        self.tables: list[Rows] = []
        self.lines: list[str] = []  # of the list that is being written
        self.levels: list[Level] = []
        self.pairs: frozenset[str] = outer.pairs if outer else frozenset()
        self.unseen: list[str] = outer.unseen if outer else []  # comments
        self.env: dict[str, object] = outer.env if outer else {}
        self.links: list[str] = outer.links if outer else []

    def write(self, text: str) -> list[Block]:
        """The blocks of `text`, in order."""
        self.pairs = self.pairs or comment_marks.paired(text)
        plain = to_commonmark(text, mdx=self.mdx)
        self.tables = plain.tables
        cut = list(parts(plain.text))
        if len(cut) > 1 and DEFINITION.search(plain.text):  # a link may come before its target
            for part in cut:
                self.parser.parse(part, self.env)
        for part in cut:
            self._tokens(self.parser.parse(part, self.env))
        self._flush()
        return self.blocks

    def _tokens(self, tokens: Sequence[Token]) -> None:
        position, end = 0, len(tokens)
        while position < end:
            token = tokens[position]
            kind = token.type
            if kind == "inline":
                self._paragraph(token.content)
            elif kind == "heading_open":
                position += 1
                self._heading(tokens[position].content, int(token.tag[1]))
            elif kind in {"fence", "code_block"}:
                self._code(token.content, token.info)
            elif kind == "html_block":
                self._html(token.content)
            elif kind == "table":
                self._add("table", pipe_table([list(map(self.inline, row)) for row in token.meta["rows"]]))
            elif kind.endswith("list_open"):
                start = int(token.attrs.get("start", 1)) if kind[0] == "o" else -1
                self.levels.append(Level(start))
            elif kind.endswith("list_close"):
                self.levels.pop()
                if not self._inside():
                    self._flush()
            elif kind == "list_item_open":
                self._open_item(tokens, position)
            elif kind == "list_item_close" and self.levels[-1].unwrapped:
                self._flush()
                self.levels[-1].unwrapped = False
            position += 1

    def _inside(self) -> int:
        """How many lists deep the text is, counted from the innermost tab or note."""
        deep = 0
        for level in reversed(self.levels):
            if level.unwrapped:
                break
            deep += 1
        return deep

    def _open_item(self, tokens: Sequence[Token], position: int) -> None:
        level = self.levels[-1]
        first = tokens[position + 2] if position + 2 < len(tokens) else None
        if first is not None and first.type == "inline" and _is_label(first.content):
            self._flush()
            level.unwrapped = True
        level.pending = "- " if level.number < 0 else f"{level.number}. "
        level.number += level.number >= 0

    def _paragraph(self, content: str) -> None:
        if content[:1] == MARK:
            if (found := TABLE.fullmatch(content)) is not None:
                self._rows(self.tables[int(found[1])])
                return
            content = content[1:]
        if self._drawn(content):
            return
        text = self.inline(content)
        if not text:
            return
        deep = self._inside()
        if not deep:
            self._flush()
            before, after = comment_marks.around(content, self.pairs) if self.pairs else ((), ())
            self.blocks += (*before, Block(kind="text", text=text), *after)
            return
        indent, level = "  " * (deep - 1), self.levels[-1]
        mark, level.pending = level.pending, ""
        if not mark and not self.lines:  # goes on after a table or code inside the item
            self.blocks.append(Block(kind="text", text=text))
            return
        for line in text.split("\n"):
            self.lines.append(indent + (mark or "  ") + line)
            mark = ""

    def _drawn(self, content: str) -> bool:
        """Whether a paragraph holds a table without its line of dashes; then it is written."""
        split = list(pieces(content)) if "|" in content and not self._inside() else [content]
        drawn = any(isinstance(piece, list) for piece in split)
        for piece in split if drawn else ():
            if isinstance(piece, str):
                self._paragraph(piece)
            else:
                self._rows(piece)
        return drawn

    def _heading(self, content: str, level: int) -> None:
        text = " ".join(self.inline(content).split())
        if text:
            self._add("heading", text, level)

    def _code(self, content: str, info: str) -> None:
        if MARK in content:  # a table that is indented like code
            self._tokens(self.parser.parse("\n".join(line.strip() for line in content.split("\n")), self.env))
            return
        if "title=" in info and (found := INFO_TITLE.search(info)):
            self._paragraph(found[1] or found[2] or "")
        text = content.rstrip()
        if text:
            self._add("code", text)

    def _html(self, content: str) -> None:
        if MARK in content:
            content = TABLE.sub(lambda found: pipe_table(self._cells(self.tables[int(found[1])])), content)
            content = content.replace(MARK, "")
        if content.startswith("<!--") and content.find("-->") == len(content.rstrip()) - 3:
            self._comment(content)
            return
        from ingest.load.markdown_html import html_blocks

        for block in html_blocks(content, self.links):
            if block.kind == "text" and self._inside():
                self._paragraph(block.text)
            else:
                self._add(block.kind, block.text, block.level)

    def _comment(self, content: str) -> None:
        """A comment of its own: a mark stays as a hidden block, the words of others are kept apart."""
        before, after = comment_marks.around(content, self.pairs)
        if before or after:
            self._flush()
            self.blocks += (*before, *after)
        elif words := " ".join(content.strip()[4:-3].split()):
            self.unseen.append(words)

    def _rows(self, rows: Rows) -> None:
        self._add("table", pipe_table(self._cells(rows)))

    def _cells(self, rows: Rows) -> list[list[str]]:
        return [[self._cell(cell) for cell in row] for row in rows]

    def _cell(self, source: str) -> str:
        if BLOCKS.search(source) is None and DIALECT.search(source) is None:
            return self.inline(source)
        if self.depth >= DEEPEST_TABLE:
            return source
        if self.env or self.pairs or len(source) > SHORT or _REACHES_OUT.search(source):
            return BlockWriter(self.parser, mdx=self.mdx, outer=self).write_cell(source)
        text, links = _known_cell(self.parser, self.mdx, self.depth, source)
        self.links += links
        return text

    def write_cell(self, source: str) -> str:
        """The text of a cell that holds blocks."""
        blocks = self.write(source)
        return "\n".join(
            without_pipes(block.text) if block.kind == "table" else block.text for block in blocks
        )

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        self._flush()
        if self.levels:
            self.levels[-1].pending = ""
        if text:
            self.blocks.append(Block(kind=kind, text=text, level=level))

    def _flush(self) -> None:
        if self.lines:
            self.blocks.append(Block(kind="list", text="\n".join(self.lines)))
            self.lines = []

    def inline(self, content: str) -> str:
        """The text of running Markdown of this document."""
        return inline_text(self.parser, self.env, content, self.links)


@lru_cache(KNOWN)
def _known_cell(parser: MarkdownIt, mdx: bool, depth: int, source: str) -> tuple[str, Sequence[str]]:
    """The text and the links of a cell that neither needs its document nor tells it anything."""
    inner = BlockWriter(parser, mdx=mdx)
    inner.depth = depth + 1
    return inner.write_cell(source), tuple(inner.links)


def _is_label(content: str) -> bool:
    return content.startswith(MARK) and TABLE.match(content) is None
