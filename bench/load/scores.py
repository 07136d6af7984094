"""How well a document was read, against what is known to be in it: words, order, headings, tables. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.document import Block

Table = list[list[str]]
WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"<!--.*?-->|<[^<>]+>", re.DOTALL)
MARK = re.compile(r"^(?:[-*•] |\d{1,3}[.)] )\s*", re.MULTILINE)
CELLS = re.compile(r"(?<!\\)\|")
RULE = re.compile(r"\s*:?-+:?\s*")
MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was found, what of it is right, and what is true. Scores of documents add up."""

    found: int = 0
    right: int = 0
    true: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            found=self.found + other.found, right=self.right + other.right, true=self.true + other.true
        )

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 1 when nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is true that was found; 1 when nothing is."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


def of_bags(found: Iterable[object], true: Iterable[object]) -> Score:
    """Two bags compared."""
    one, other = Counter(found), Counter(true)
    return Score(found=one.total(), right=(one & other).total(), true=other.total())


def words(text: str) -> list[str]:
    """Letters and digits, folded."""
    return WORD.findall(text.casefold().replace("ё", "е"))


def text_of(blocks: Sequence[Block]) -> str:
    """The words of blocks, in order: marks of lists and rules of tables are form, not text."""
    parts = []
    for block in blocks:
        if block.kind == "table":
            parts += [" ".join(cell for cell in row if cell) for row in rows_of(block.text)]
        else:
            parts.append(MARK.sub("", block.text) if block.kind == "list" else block.text)
    return " ".join(" ".join(parts).split())


def of_text(found: str, true: str) -> Score:
    """Bags of words."""
    return of_bags(words(found), words(true))


def order(found: str, true: str) -> float:
    """Normalised indel similarity of characters, 0 to 1: 2 x longest common subsequence / both lengths."""
    one, other = " ".join(words(found)), " ".join(words(true))
    if not one and not other:
        return 1.0
    return 2 * _common(one, other) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    """Length of the longest common subsequence, bit-parallel (Hyyrö 2004): a bit a character of `one`."""
    places: dict[str, int] = {}
    for at, char in enumerate(one):
        places[char] = places.get(char, 0) | 1 << at
    full = (1 << len(one)) - 1
    row = full
    for char in other:
        match = row & places.get(char, 0)
        row = ((row + match) | (row - match)) & full
    return len(one) - row.bit_count()


def headings(blocks: Sequence[Block]) -> list[tuple[str, int]]:
    """Words and level of each heading."""
    return [(" ".join(words(block.text)), block.level) for block in blocks if block.kind == "heading"]


def of_headings(found: Sequence[Block], true: Sequence[Block]) -> Score:
    """Headings by their words."""
    return of_bags((text for text, _ in headings(found)), (text for text, _ in headings(true)))


def of_levels(found: Sequence[Block], true: Sequence[Block]) -> Score:
    """Pairs of neighbouring headings in both: does the one lie above, beside or below the other in both?"""
    known = dict(headings(true))
    both = [(level, known[text]) for text, level in headings(found) if text in known]
    pairs = list(pairwise(both))
    right = sum(_sign(a[0] - b[0]) == _sign(a[1] - b[1]) for a, b in pairs)
    return Score(found=len(pairs), right=right, true=len(pairs))


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def rows_of(table: str) -> Table:
    """The cells of a Markdown pipe table, without its rule."""
    rows = [
        [cell.strip().replace("\\|", "|") for cell in CELLS.split(line.strip())[1:-1]]
        for line in table.splitlines()
    ]
    return [row for row in rows if row and not all(RULE.fullmatch(cell) for cell in row)]


def tables_of(blocks: Sequence[Block]) -> list[Table]:
    """The tables among blocks."""
    return [rows_of(block.text) for block in blocks if block.kind == "table"]


def of_tables(found: Iterable[Table], true: Iterable[Table]) -> Score:
    """Neighbouring cells (Göbel 2012): each pair of cells that follow each other in a row or in a column."""
    return of_bags(_neighbours(found), _neighbours(true))


def _neighbours(tables: Iterable[Table]) -> list[tuple[str, str, str]]:
    pairs = []
    for table in tables:
        grid = [["".join(words(cell)) for cell in row] for row in table]
        width = max((len(row) for row in grid), default=0)
        columns = [[row[at] for row in grid if at < len(row)] for at in range(width)]
        for way, lines in (("row", grid), ("column", columns)):
            for line in lines:
                full = [cell for cell in line if cell]
                pairs += [(a, b, way) for a, b in pairwise(full)]
    return pairs


def markdown_words(markdown: str) -> list[str]:
    """The words of Markdown: tags and comments are none."""
    return words(TAG.sub(" ", markdown))


def markdown_headings(markdown: str) -> list[str]:
    """The words of each heading of Markdown."""
    return [" ".join(markdown_words(match[2])) for match in MARKDOWN_HEADING.finditer(markdown)]


def markdown_tables(markdown: str) -> list[Table]:
    """The pipe tables of Markdown as rows of cells of words, without tags and rules."""
    lines = [line.strip() for line in markdown.splitlines()]
    runs: list[list[str]] = [[]]
    for line in lines:
        if line.startswith("|"):
            runs[-1].append(line if line.endswith("|") else f"{line}|")
        elif runs[-1]:
            runs.append([])
    return [rows_of(TAG.sub(" ", "\n".join(run))) for run in runs if run]


def repeated_lines(blocks: Sequence[Block], known: Iterable[str]) -> int:
    """How many blocks hold one of the `known` running lines: leaks of headers and footers."""
    sought = [" ".join(words(line)) for line in known]
    return sum(any(line in " ".join(words(block.text)) for line in sought) for block in blocks)


def split_words(found: str, true: str) -> int:
    """How many words of the truth stand in `found` only with a hyphen within that the truth does not have."""
    known = set(words(true)) - set(words(found))
    return sum("".join(pair) in known for pair in re.findall(r"(\w+)-\s?(\w+)", found.casefold()))
