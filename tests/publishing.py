"""A world with a real Chroma whose index is published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.heal import is_healthy
from index.store.chroma import ChromaStore
from index.store.store import VectorStore
from ingest.report import Report
from ingest.run import run
from ingest.survey import Request
from tests.world import SMALL, World


class Publishing(World):
    """A world with a real Chroma and `publish.dir`."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.copies = folder / "published"
        super().__init__(folder, *SMALL, f"publish.dir='{self.copies}'", *flags)

    def _open(self, path: Path, dimension: int) -> VectorStore:
        return ChromaStore(path / "chroma", dimension)

    def sync(self, **asked: Any) -> Report:
        return run(self.settings(), Request(**asked), pipeline=self.pipeline(), check=is_healthy)

    def fill(self, version: int, documents: int = 12) -> None:
        for number in range(documents):
            self.write(
                f"d{number}.md", f"# Guide {number}\n\nStep {number} of release r{version} is done by hand.\n"
            )

    def names(self) -> list[str]:
        return sorted(path.name for path in self.copies.iterdir() if path.name.startswith(("gen-", ".")))

    def bytes(self, name: str) -> bytes:
        return b"".join(
            path.read_bytes() for path in sorted((self.copies / name).rglob("*")) if path.is_file()
        )
