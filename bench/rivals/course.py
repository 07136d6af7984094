"""The course that all tools run: the files, and what happens to them before each step."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from bench.pages import page
from bench.rivals.counted import files, splitter

PAGES = 600
COLD, NOTHING, EDITED, MOVED, SIZES = (
    "cold",
    "nothing to do",
    "1 % edited",
    "folder moved",
    "size of chunks changed",
)
STEPS = (COLD, NOTHING, EDITED, MOVED, SIZES)
EDITED_ONE_IN = 100
SAMPLE = 100
"""Files that tell how long pieces are."""


def lay(documents: Path, given: Path | None, most: int = PAGES) -> int:
    """Writes the corpus: the Markdown files of `given`, else `most` generated pages. Gives their number."""
    if given is None:
        for number in range(most):
            path = documents / f"part-{number % 4}" / f"{number}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page(number, sections=30), encoding="utf-8")
        return most
    found = sorted(given.rglob("*.md"))
    for path in found:
        target = documents / path.relative_to(given)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return len(found)


def happen(step: str, documents: Path) -> str:
    """What befalls the files before a step; in words."""
    if step == EDITED:
        return f"{edit(documents)} files"
    return f"{move(documents)} files" if step == MOVED else ""


def edit(documents: Path) -> int:
    """A sentence more in the middle of one file in a hundred; how many those are."""
    paths = sorted(documents.rglob("*.md"))
    chosen = paths[EDITED_ONE_IN // 2 :: EDITED_ONE_IN] or paths[:1]
    for path in chosen:
        paragraphs = path.read_text(encoding="utf-8").split("\n\n")
        paragraphs[len(paragraphs) // 2] += " One more sentence stands here now."
        path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return len(chosen)


def move(documents: Path) -> int:
    """Renames the fullest folder that holds no more than half of the files; how many files it holds."""
    counts = {
        folder: sum(1 for _ in folder.rglob("*.md")) for folder in documents.rglob("*") if folder.is_dir()
    }
    total = sum(1 for _ in documents.rglob("*.md"))
    fitting = {folder: count for folder, count in counts.items() if 2 * count <= total}
    if not fitting:
        return 0
    chosen = max(sorted(fitting), key=lambda folder: fitting[folder])
    chosen.rename(chosen.with_name(f"{chosen.name}-moved"))
    return fitting[chosen]


def letters(documents: Path, chunks: Sequence[str]) -> int:
    """The size in characters that makes the rivals' pieces as long, on average, as `chunks` are."""
    texts = [text for _, text in files(documents)]
    texts = texts[:: max(1, len(texts) // SAMPLE)]
    wanted = sum(map(len, chunks)) / max(1, len(chunks))
    low, high = 100, 20_000
    while high - low > low // 50:
        size = (low + high) // 2
        cut = splitter(size).split_text
        pieces = [len(piece) for text in texts for piece in cut(text)]
        low, high = (size, high) if sum(pieces) < wanted * len(pieces) else (low, size)
    return high
