"""Lines made one text again: hyphens at line ends, words that a narrow cell broke. Pure."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.load.pdf_breaks import Column, one_word
from ingest.load.pdf_headings import BULLET
from ingest.load.pdf_page import HYPHEN, Line
from ingest.load.pdf_rows import matched
from ingest.load.pdf_torn import Written, is_certain, is_torn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingest.load.pdf_objects import Box
    from ingest.load.pdf_page import Part

_TAIL = re.compile(r"([^\W\d_]+)[-\u2010\u00ad\ufffe]$")
_HEAD = re.compile(r"[^\W\d_]+")
_COMPOUND = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_TOKEN = re.compile(r"\w+(?:[.-]\w+)*")
_END = re.compile(r"\w+(?:[.-]\w+)*$")
_PARTICLES = frozenset(
    {"то", "либо", "нибудь", "таки", "ка"}
)  # written with a hyphen in Russian, broken or not
_NAME = re.compile(r"(?=.{12})(?:\w+[._])+\w+")
_LAST = re.compile(r"[^\W\d_]+$")
_CLOSING = re.compile(r"[,;»](?:\s|$)")
"""What never begins a line, but where a narrow cell tore it off."""
_TWICE = 2
_GROUPED = re.compile(r"\d-$")
_PADDING = 8.0


class Words:
    """What words a document has, to tell how a broken one was written."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._compounds: set[str] = set()
        self._known: set[str] = set()
        self._inner: set[str] = set()
        free = [line for line in lines if not line.table]
        self._runs = [free, *(cell for line in lines if line.table for cell in line.table.cells)]
        for run in self._runs:
            for line in run:
                folded = line.text.casefold()
                if "-" in folded:
                    self._compounds.update(_COMPOUND.findall(folded))
                words = _TOKEN.findall(folded)
                self._known.update(words)
                self._inner.update(words[1:-1])

    @cached_property
    def _written(self) -> Written:
        """How words are broken here, looked up when a cell asks."""
        torn = 0
        for run in self._runs:
            for line, more in pairwise(run):
                word, rest = _LAST.search(line.text), _HEAD.match(more.text)
                if word and rest and word.start() and line.page == more.page:
                    torn += is_certain(word[0], rest[0], self._inner)
        return Written(self._inner, torn >= _TWICE)

    def flow(self, lines: Sequence[Line]) -> str:
        """Lines as one paragraph; rows whose words stand far apart keep their lines."""
        text = lines[0].text
        edge = max(line.right for line in lines)
        for last, line in pairwise(lines):
            if (pairs := matched(last, line)) and text.endswith(last.text):
                text = text[: -len(last.text)] + " ".join(self._rest(*pair) for pair in pairs)
            elif _too_long(last, edge) and line.text[0].isalnum():
                text += line.text
            else:
                text = self.join(text, line.text, "\n" if last.wide or line.wide else " ")
        return whole(text)

    def _rest(self, part: Part, more: Part | None) -> str:
        """A cell and what is left of it on the next page."""
        if more is None:
            return part.text
        word, rest = _LAST.search(part.text), _HEAD.match(more.text)
        if word and rest and is_torn(word[0], rest[0], part.alone, self._written):
            return part.text + more.text
        return self.join(part.text, more.text, " ")

    def cell(self, lines: Sequence[Line], box: Box) -> str:
        """Lines of a cell of a table: words that are too long for it are broken without a hyphen there."""
        glued = self._glued(lines, box)
        parts: list[str] = []
        at = 0
        while at < len(lines):
            end = at + 1
            while end < len(lines) and end in glued:
                end += 1
            text = "".join(line.text for line in lines[at:end])
            mark = BULLET.match(text)
            parts.append("- " + text[mark.end() :] if mark and len(text) > mark.end() else text)
            at = end
        text = parts[0]
        for part in parts[1:]:
            text = self.join(text, part, " ")
        return " ".join(whole(text).split())

    def _glued(self, lines: Sequence[Line], box: Box) -> set[int]:
        """Which lines begin with the rest of a word."""
        found: set[int] = set()
        if len(lines) < 2:
            return found
        column, at, before = Column(lines, box, _PADDING), 0, ""
        while at < len(lines) - 1:
            end = self._word(lines, at, box)
            if end == at + 1 and len(pieces := self._chain(column, lines, at)) > 1:
                last = at + len(pieces) == len(lines) and pieces[-1] == lines[-1].text
                alone = pieces[0] == lines[at].text
                pieces[0] = before + pieces[0]
                end = at + one_word(pieces, alone, last, self._written)
            found.update(range(at + 1, end))
            begun = "".join(line.text.rpartition(" ")[2] for line in lines[at : end - 1])
            before = begun if begun.isalpha() and lines[end - 1].text.isalpha() else ""
            at = max(at + 1, end - 1)
        return found

    def _chain(self, column: Column, lines: Sequence[Line], at: int) -> list[str]:
        pieces = column.chain(lines, at)
        if len(pieces) < 2 and column.full(lines[at], lines[at + 1]) and self._written.anywhere:
            return column.chain(lines, at, anywhere=True)
        return pieces

    def _word(self, lines: Sequence[Line], at: int, box: Box) -> int:
        """The end of the run of lines that are one word of the document; at + 1 without one."""
        best = at + 1
        tail = _END.search(lines[at].text)
        if tail is None or tail.start() or not _fills(lines[at], box):
            return best
        word = tail[0].casefold()
        for end in range(at + 1, min(at + 8, len(lines))):
            head = _TOKEN.match(lines[end].text)
            if head is None:
                break
            word += head[0].casefold()
            number = word.isdigit() and len(head[0]) < len(lines[end - 1].text)
            if word in self._known or "_" in word or number:
                best = end + 1
            if head.end() < len(lines[end].text) or not _fills(lines[end], box):
                break
        return best

    def join(self, text: str, more: str, between: str) -> str:
        """`text` and the line that follows it."""
        tail = _TAIL.search(text[-40:])
        if not tail and not text.endswith(HYPHEN):
            if _CLOSING.match(more):
                return text + more
            return text + ("" if _GROUPED.search(text[-2:]) and more[:1].isdigit() else between) + more
        if _in_address(text, more):
            return text[:-1] + "-" + more
        head = _HEAD.match(more)
        if tail and head and more[0].islower():
            compound = f"{tail[1]}-{head[0]}".casefold()
            keep = (
                compound in self._compounds
                or head[0].casefold() in _PARTICLES
                or tail[1].isascii() != head[0].isascii()
                or min(len(tail[1]), len(head[0])) == 1  # no syllable: "пр-т"
            )
            return text[:-1] + ("-" if keep else "") + more
        if text.endswith(HYPHEN):
            return text[:-1] + "-" + more
        return text + ("" if more[:1].isalnum() else between) + more


def _in_address(text: str, more: str) -> bool:
    """Whether the hyphen between two lines is one of an address of mail: those do not break into syllables."""
    return "@" in text[-40:].rpartition(" ")[2] + more[:40].partition(" ")[0]


def _fills(line: Line, box: Box) -> bool:
    """Whether not one letter more has room in the cell."""
    padding = min(_PADDING, max(0.0, line.left - box[0]))
    return box[2] - line.right < padding + 0.8 * line.size


def _too_long(line: Line, edge: float) -> bool:
    """Whether a line is the beginning of a name that no line holds: `landing.syspage.getSpecialP|age`."""
    return bool(_NAME.fullmatch(line.text)) and edge - line.right < 0.7 * line.size


def whole(text: str) -> str:
    """The text with hyphens for marks that have no line after them."""
    return text.replace(HYPHEN, "-").strip()
