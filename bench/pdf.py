"""`python -m bench.pdf FOLDER...`: how well the PDF loader reads printed documents whose sources are at hand.

A folder holds `NAME.pdf`; beside it or one level up lies what it was printed from, `NAME.html`, `NAME.docx` or
`NAME.md`, which our own loaders read: that is the truth. Seconds are CPU seconds, the best of some rounds.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bench.load import scores
from bench.load.scores import Score
from ingest.document import Block, RawDocument, Source
from ingest.errors import LoadError
from ingest.load.choose import load_all
from ingest.load.loader import Loader

SOURCES = (".html", ".docx", ".md")
COLUMNS = "pages  p/s  F1    order  head P/R    level  table P/R/F1    leaks hyphens"


@dataclass(slots=True)
class Sum:
    """What one folder comes to."""

    pages: int = 0
    seconds: float = 0.0
    orders: list[float] = field(default_factory=list)
    text: Score = field(default_factory=Score)
    headings: Score = field(default_factory=Score)
    levels: Score = field(default_factory=Score)
    tables: Score = field(default_factory=Score)
    leaks: int = 0
    hyphens: int = 0
    failed: int = 0

    def add(self, found: RawDocument, true: list[Block], running: list[str]) -> None:
        """One more document."""
        text, known = scores.text_of(found.blocks), scores.text_of(true)
        self.pages += int(found.properties["pages"])
        self.orders.append(scores.order(text, known))
        self.text += scores.of_text(text, known)
        self.headings += scores.of_headings(found.blocks, true)
        self.levels += scores.of_levels(found.blocks, true)
        self.tables += scores.of_tables(scores.tables_of(found.blocks), scores.tables_of(true))
        self.leaks += scores.repeated_lines(found.blocks, running)
        self.hyphens += scores.split_words(text, known)

    def line(self) -> str:
        """The figures in one line, under `COLUMNS`."""
        mean = sum(self.orders) / max(1, len(self.orders))
        return (
            f"{self.pages:5} {self.pages / max(self.seconds, 1e-9):4.0f}  {self.text.f1:.3f} {mean:.3f}  "
            f"{self.headings.precision:.3f}/{self.headings.recall:.3f} {self.levels.recall:.3f}  "
            f"{self.tables.precision:.3f}/{self.tables.recall:.3f}/{self.tables.f1:.3f}  "
            f"{self.leaks:4} {self.hyphens:5}" + (f"  {self.failed} failed" if self.failed else "")
        )


@cache
def loader_of(suffix: str) -> Loader:
    """Who reads files that end so."""
    return next(loader for loader in load_all() if suffix in loader.suffixes)


def read(path: Path) -> list[RawDocument]:
    """What our loader makes of a file."""
    loader = loader_of(path.suffix.lower())
    data = path.read_bytes()
    source = Source(
        id=f"bench/{path.name}", root="bench", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    return list(loader.load(source, data))


def truth_of(path: Path) -> Path | None:
    """What a PDF was printed from."""
    for folder in (path.parent, path.parent.parent):
        for suffix in SOURCES:
            if (source := folder / f"{path.stem}{suffix}").is_file():
                return source
    return None


def measured(folder: Path, running: list[str], rounds: int, *, each: bool = False) -> Sum:
    """All PDFs of `folder` that have a source. `each` prints a line for each document."""
    total = Sum()
    for path in sorted(folder.glob("*.pdf")):
        if (source := truth_of(path)) is None:
            continue
        try:
            best = 1e9
            for _ in range(rounds):
                started = time.process_time()
                (found,) = read(path)
                best = min(best, time.process_time() - started)
        except LoadError:
            total.failed += 1
            continue
        total.seconds += best
        true = list(read(source)[0].blocks)
        total.add(found, true, running)
        if each:
            one = Sum(seconds=best)
            one.add(found, true, running)
            print(f"{path.stem[:20]:22}{one.line()}")
    return total


def main() -> None:
    """Prints a line a folder."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folders", nargs="+", type=Path)
    asks.add_argument("--rounds", type=int, default=2)
    asks.add_argument("--each", action="store_true", help="a line for each document as well")
    asks.add_argument("--running", action="append", default=[], help="words of a header or footer: leaks")
    given = asks.parse_args()
    print(f"{'':22}{COLUMNS}")
    for folder in given.folders:
        total = measured(folder, given.running, given.rounds, each=given.each)
        print(f"{'/'.join(folder.parts[-2:]):22}{total.line()}", flush=True)


if __name__ == "__main__":
    main()
