"""`python -m bench.load.truth FOLDER [SUFFIX...]`: files beside texts that others know of them, by format.

FOLDER holds `<name>/sources/<file>` and `<name>/groundtruth/<file>.md`, as docling's test data do.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from bench.load.scores import markdown_headings, markdown_tables, markdown_words, of_bags, of_tables
from ingest.document import Source, render
from ingest.errors import LoadError
from ingest.load.choose import choose, load_all
from ingest.load.loader import Loader


def read(path: Path, loaders: list[Loader]) -> str:
    """The file as Markdown, its documents one after another. Raises `LoadError`."""
    data = path.read_bytes()
    source = Source(
        id=f"bench/{path.name}", root="bench", file=str(path), size=len(data), mtime_ns=0, ctime_ns=0, inode=0
    )
    found = choose(path, data, loaders).load(source, data)
    return "\n\n".join(render(block) for document in found for block in document.blocks)


def main(arguments: list[str]) -> int:
    """Prints a line a file, then the mean of each format."""
    loaders = load_all()
    figures: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for path in sorted(Path(arguments[0]).glob("*/sources/**/*")):
        known = path.parents[1] / "groundtruth" / f"{path.name}.md"
        if not known.is_file() or (arguments[1:] and path.suffix not in arguments[1:]):
            continue
        truth = known.read_text(encoding="utf-8")
        try:
            text = read(path, loaders)
        except LoadError as error:
            print(f"{path.name}: {error.code}")
            figures[path.suffix].append((0.0, 0.0))
            continue
        score = of_bags(markdown_words(text), markdown_words(truth)).f1
        tables = of_tables(markdown_tables(text), markdown_tables(truth)).f1
        headings = of_bags(markdown_headings(text), markdown_headings(truth))
        figures[path.suffix].append((score, tables))
        print(
            f"{path.name}: text {score:.3f} tables {tables:.3f} "
            f"headings {headings.precision:.2f}/{headings.recall:.2f}"
        )
    for suffix, rows in sorted(figures.items()):
        means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        print(f"{suffix}: {len(rows)} files, text {means[0]:.3f} tables {means[1]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
