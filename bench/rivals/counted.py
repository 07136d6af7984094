"""What all rivals share: the files, their pieces, our embedder, and a count of what it was asked for.

Run by a rival's own Python: nothing of this project is imported but the builtin embedder, which needs numpy and
PyStemmer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.embed.builtin import BuiltinEmbedder

TEXT, SOURCE = "text", "source"
"""Names of a piece and of its file in what a tool stores."""
BATCH = 100


class Counted:
    """The builtin embedder; `count` is of texts."""

    def __init__(self) -> None:
        self._embedder = BuiltinEmbedder()
        self.count = 0

    def embed(self, texts: Sequence[str]) -> Any:
        """Vectors, shape (len(texts), 1024)."""
        vectors = self._embedder.embed(texts)
        self.count += len(texts)
        return vectors


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Path within `folder` and text of each Markdown file, in order."""
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def splitter(size: int) -> Any:
    """The splitter that all rivals cut with, into pieces of at most `size` characters."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    return RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=0)
