"""What a reading is worth beside a text that is known: words, order, headings, cells of tables."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"<!--.*?-->|<[^<>]+>", re.DOTALL)
MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)


def words(text: str) -> list[str]:
    """The words of `text` in lower case; marks and tags are none."""
    return WORD.findall(TAG.sub(" ", text).lower().replace("ё", "е"))


def f1(found: Iterable[str], known: Iterable[str]) -> float:
    """F1 of two bags: how much of the one is in the other, and the reverse."""
    return balance(*precision_recall(found, known))


def precision_recall(found: Iterable[str], known: Iterable[str]) -> tuple[float, float]:
    """(share of `found` that is known, share of `known` that was found), as bags."""
    one, other = Counter(found), Counter(known)
    same = sum((one & other).values())
    return (same / one.total() if one else float(not other)), (
        same / other.total() if other else float(not one)
    )


def balance(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def order(found: Sequence[str], known: Sequence[str]) -> float:
    """How much of two sequences of words stands in the same order, 0 to 1."""
    return SequenceMatcher(None, found, known, autojunk=False).ratio()


def headings(markdown: str) -> list[str]:
    """The headings of Markdown, as words."""
    return [" ".join(words(match[2])) for match in MARKDOWN_HEADING.finditer(markdown)]


def neighbours(tables: Iterable[Sequence[Sequence[str]]]) -> list[str]:
    """Pairs of cells that stand beside or above each other, empty cells left out: what a table is, in pairs."""
    pairs: list[str] = []
    for table in tables:
        rows = [[" ".join(words(cell)) for cell in row] for row in table]
        for row in rows:
            filled = [cell for cell in row if cell]
            pairs += [f"{one}→{other}" for one, other in itertools.pairwise(filled)]
        for column in range(max(map(len, rows), default=0)):
            filled = [row[column] for row in rows if column < len(row) and row[column]]
            pairs += [f"{one}↓{other}" for one, other in itertools.pairwise(filled)]
    return pairs


def pipe_tables(markdown: str) -> list[list[list[str]]]:
    """The pipe tables of Markdown as rows of cells, without their delimiter rows."""
    tables: list[list[list[str]]] = []
    rows: list[list[str]] = []
    for line in [*markdown.split("\n"), ""]:
        stripped = line.strip()
        if stripped.startswith("|"):
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", stripped.strip("|"))]
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                rows.append(cells)
        elif rows:
            tables.append(rows)
            rows = []
    return tables
