"""The text of a DokuWiki page: its own small syntax, line by line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.document import Link
from ingest.errors import Code, LoadError
from ingest.load.wiki.dokuwiki_inline import Inline
from ingest.load.wiki.dokuwiki_table import Table
from ingest.load.wiki.storage import Body
from ingest.load.wiki.verbatim import replaced
from ingest.load.wiki.writer import Numbers, Writer

if TYPE_CHECKING:
    from collections.abc import Callable

CHARS = 5_000_000
VERBATIM = re.compile(r"<(code|file|nowiki|php|html)\b[^>\n]*>|%%", re.IGNORECASE)
FOLDED = re.compile(r"~~[A-Z][\w:]*(?:[^~\n]*)~~")
MARK = re.compile("\x00([cn])(\\d+)\x00")
HEADING = re.compile(r"[ \t]*(={2,})[ \t]*([^=\s].*?)[ \t]*={2,}[ \t]*")
ITEM = re.compile(r"((?:  |\t)[ \t]*)([*-])[ \t]?(.*)")
INDENTED = re.compile(r"(?:  |\t)(.*)")
RULE = re.compile(r"[ \t]*-{4,}[ \t]*")
QUOTE = re.compile(r">+[ \t]?(.*)")
ROW = re.compile(r"[|^]")


def read_dokuwiki(text: str, resolve: Callable[[str], str]) -> tuple[Body, str, list[str]]:
    """(blocks and links, title, tags) of a page. `resolve` makes an id of what a link names; "" for none.

    The title is the first heading. Raises `LoadError`: too-large.
    """
    if len(text) > CHARS:
        raise LoadError(Code.TOO_LARGE, "characters of a page")
    reader = _Reader(resolve)
    body = reader.read(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    return body, reader.title, reader.inline.tags


class _Reader:
    def __init__(self, resolve: Callable[[str], str]) -> None:
        self._writer = Writer()
        self._numbers = Numbers()
        self._kept: list[str] = []
        self._indented: list[str] = []
        self._table: Table | None = None
        self.inline = Inline(resolve, self._restored)
        self.title = ""

    def read(self, text: str) -> Body:
        """Blocks and links; footnotes stand at the end."""
        text = FOLDED.sub("", replaced(text, VERBATIM, _closing, self._keep))
        for line in self.inline.joined(text).split("\n"):
            self._line(line)
        self._end()
        self._writer.end()
        for number, note in enumerate(self.inline.notes, 1):
            self._writer.line(f"[{number}] {note}")
            self._writer.end()
        links = tuple(Link(target=target, text=words) for target, words in self.inline.links)
        return Body(blocks=self._writer.done(), links=links)

    def _line(self, line: str) -> None:
        if ROW.match(line):
            self._end_indented()
            if self._table is None:
                self._table = Table()
            self._table.row(line.strip(), self.inline.text)
            return
        self._end_table()
        writer = self._writer
        if not self._indented and (found := ITEM.fullmatch(line)):
            depth = len(found[1].replace("\t", "  ")) // 2
            kinds = "*" * (depth - 1) + ("#" if found[2] == "-" else "*")
            writer.item(depth - 1, self._numbers.mark(kinds), self.inline.text(found[3]))
            return
        if (
            not writer.open_list
            and (found := INDENTED.fullmatch(line))
            and (found[1].strip() or self._indented)
        ):
            self._indented.append(found[1])
            return
        self._end_indented()
        if writer.open_list and (found := INDENTED.fullmatch(line)) and found[1].strip():
            self._piece(found[1])
            return
        self._numbers.reset()
        if found := HEADING.fullmatch(line):
            words = self.inline.text(found[2])
            self.title = self.title or words
            writer.heading(7 - min(6, len(found[1])), words)
        elif RULE.fullmatch(line):
            writer.end()
        elif found := QUOTE.fullmatch(line):
            writer.line(self.inline.text(found[1]))
        else:
            self._piece(line)

    def _piece(self, line: str) -> None:
        """Running text; code within it is a block of its own."""
        position = 0
        for found in MARK.finditer(line):
            if found[1] == "c":
                if before := line[position : found.start()].strip():
                    self._writer.line(self.inline.text(before))
                self._writer.code(self._kept[int(found[2])])
                position = found.end()
        rest = line[position:]
        if rest.strip() or not position:
            self._writer.line(self.inline.text(rest))

    def _keep(self, found: re.Match[str], inside: str) -> str:
        name = (found[1] or "").lower()
        if name in ("php", "html"):
            return ""
        self._kept.append(inside)
        return f"\0{'c' if name in ('code', 'file') else 'n'}{len(self._kept) - 1}\0"

    def _restored(self, text: str) -> str:
        return MARK.sub(lambda found: self._kept[int(found[2])], text) if "\0" in text else text

    def _end_indented(self) -> None:
        if self._indented:
            self._writer.code("\n".join(self._restored(line) for line in self._indented))
            self._indented = []

    def _end_table(self) -> None:
        if self._table is not None:
            self._writer.table(self._table.rows())
            self._table = None

    def _end(self) -> None:
        self._end_indented()
        self._end_table()


def _closing(found: re.Match[str]) -> str:
    return f"</{found[1]}>" if found[1] else "%%"
