"""From the blocks of a document to atoms: what is never cut, and how good a cut before each would be."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final
from zlib import crc32

from ingest.chunk.pack import BLOCK, DEEPER, GLUED, LINE, ROW, SECTION, SENTENCE, SUBSECTION, TIES, Atom

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from ingest.chunk.tokens import TokenCounter
    from ingest.document import Block

JOINT: Final = "\n\n"
_WHOLE_TOKENS, _PIECE_TOKENS = 250, 64
_SURELY_LONG = 8  # characters a token
_SEPARATORS: Final = (
    r"\n{2,}",
    r"\n",
    r"[.!?…]+[»”\"')\]]*\s+(?=[«“\"'(\[—–-]*\s?[A-ZА-ЯЁ0-9])",
    r"[.!?…;:]+[»”\"')\]]*\s+",
    r",\s+|\s+[—–-]\s+",
    r"\s+",
    "",
)
_SENTENCE_END: Final = re.compile(r"(?:[.!?…;][»”\"')\]]*\s+|\n\s*)\Z")
_DELIMITER_ROW: Final = re.compile(r"[|:\-\s]*-[|:\-\s]*\Z")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_LONG_RUN: Final = re.compile(r"[!-~А-яЁё]{128}(?=[!-~А-яЁё]{128})")
_HEADING_RANKS: Final = {0: SECTION, 1: SECTION, 2: SECTION, 3: SUBSECTION}

Unit = tuple[str, int, int]
"""A text, the rank of the boundary before it, its tokens."""


class Splitter:
    """Cuts blocks into atoms. Blocks of up to `whole` tokens stay whole; longer ones fall into pieces."""

    def __init__(self, counter: TokenCounter, limit: int) -> None:
        self._counter = counter
        self._limit = limit
        self._whole = max(1, min(_WHOLE_TOKENS, limit // 4))
        self._piece = max(1, min(_PIECE_TOKENS, limit // 8))

    def atoms(self, blocks: Sequence[Block], rendered: Sequence[str]) -> list[Atom]:
        """Atoms of a body that is `rendered` joined by `JOINT`; white space before the first is in none."""
        found: list[Atom] = []
        offset = 0
        after: Block | None = None
        last = len(blocks) - 1
        for number, (block, text) in enumerate(zip(blocks, rendered, strict=True)):
            piece = text + JOINT if number < last else text
            if text.strip():
                found.extend(self._block(number, block, piece, offset, _rank(block, after)))
                after = block
            elif found:
                more = self._counter.count(piece)
                found[-1] = found[-1]._replace(end=offset + len(piece), tokens=found[-1].tokens + more)
            offset += len(piece)
        return found

    def _block(self, number: int, block: Block, text: str, offset: int, rank: int) -> Iterator[Atom]:
        """Atoms of one block, `rank` before the first."""
        tokens = self._tokens(text, self._whole)
        if tokens <= self._whole:
            yield Atom(
                start=offset, end=offset + len(text), tokens=tokens, rank=rank, tie=_tie(text), block=number
            )
            return
        header = self._header(text) if block.kind == "table" else ""
        first = True
        for unit, inner, size in self._thinned(self._units(block, text)):
            yield Atom(
                start=offset,
                end=offset + len(unit),
                tokens=size,
                rank=rank if first else inner,
                tie=_tie(unit),
                block=number,
                header="" if first or inner == GLUED else header,
            )
            offset += len(unit)
            first = False

    def _units(self, block: Block, text: str) -> Iterator[Unit]:
        """The smallest parts a long block may fall into; they join to `text`."""
        if block.kind == "text":
            yield from self._pieces(text, SENTENCE, self._piece)
        elif block.kind == "heading":
            yield from ((piece, GLUED, size) for piece, _, size in self._pieces(text, GLUED, self._piece))
        else:
            blank = False
            for number, line in enumerate(_LINE.findall(text)):
                if block.kind == "table":
                    rank = GLUED if number <= 2 else ROW
                elif block.kind == "list":
                    rank = ROW if line[0].isspace() else SENTENCE
                else:
                    rank = ROW if blank and line.strip() else LINE
                blank = not line.strip()
                if (size := self._tokens(line, self._whole)) <= self._whole:
                    yield line, rank, size
                else:
                    yield from self._pieces(line, rank, self._whole)

    def _pieces(self, text: str, rank: int, room: int) -> Iterator[Unit]:
        """`text`, over `room` by langchain's recursive splitter: sentences, clauses, words, at last letters."""
        size = self._tokens(text, room)
        if size <= room:
            yield text, rank, size
            return
        inner = rank if rank == SENTENCE else LINE
        before = ""
        for run in _runs(text):
            whole = self._tokens(run, self._piece) <= self._piece
            for piece in [run] if whole else self._recursive.split_text(run):
                after = inner if _SENTENCE_END.search(before[-16:]) else LINE
                yield piece, after if before else rank, self._counter.count(piece)
                before = piece

    def _thinned(self, units: Iterator[Unit]) -> Iterator[Unit]:
        """Neighbouring small units as one.

        Where one ends is drawn from the text after it: units inserted before do not move what follows.
        """
        text, rank, tokens = "", GLUED, 0
        for unit, inner, size in units:
            if text and self._closes(unit, inner, tokens, size):
                yield text, rank, tokens
                text, tokens = "", 0
            if not text:
                rank = inner
            text += unit
            tokens += size
        if text:
            yield text, rank, tokens

    def _closes(self, unit: str, rank: int, tokens: int, size: int) -> bool:
        """Whether a group of `tokens` ends before `unit`."""
        if tokens + size > 2 * self._piece:
            return True
        return rank < LINE and 3 * tokens >= self._piece and _tie(unit) % 2 == 0

    def _header(self, text: str) -> str:
        """The two first lines of a pipe table; "" if it has no delimiter row or they take too much room."""
        lines = text.split("\n", 2)
        if len(lines) < 3 or not _DELIMITER_ROW.match(lines[1]):
            return ""
        header = f"{lines[0]}\n{lines[1]}\n"
        return header if self._tokens(header, self._limit // 4) <= self._limit // 4 else ""

    def _tokens(self, text: str, room: int) -> int:
        """Tokens of `text`; of one so long that it is surely over `room`, just more than `room`."""
        return room + 1 if len(text) > _SURELY_LONG * room else self._counter.count(text)

    @cached_property
    def _recursive(self) -> RecursiveCharacterTextSplitter:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        return RecursiveCharacterTextSplitter(
            separators=list(_SEPARATORS),
            is_separator_regex=True,
            keep_separator="end",
            strip_whitespace=False,
            chunk_size=self._piece,
            chunk_overlap=0,
            length_function=self._counter.count,
        )


def _rank(block: Block, after: Block | None) -> int:
    """The rank of the boundary between `after` and `block`."""
    if after is not None and after.kind == "heading":
        return GLUED
    if block.kind == "heading":
        return _HEADING_RANKS.get(block.level, DEEPER)
    introduced = after is not None and after.kind == "text" and after.text.rstrip().endswith(":")
    return SENTENCE if introduced else BLOCK


def _runs(text: str) -> Iterator[str]:
    """`text`, cut inside words of 256 letters and more: letter by letter they would take seconds."""
    start = 0
    for match in _LONG_RUN.finditer(text):
        yield text[start : match.end()]
        start = match.end()
    yield text[start:]


def _tie(text: str) -> int:
    return crc32(text[:48].strip().encode("utf-8", "surrogatepass")) % TIES
