"""A small knowledge base in step, and commands that are the very command line, each in a process of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from bench.commands import Host
from bench.pages import page, write_pages
from bench.victim import Victim
from index.manifest import Manifest
from index.store.chroma_copy import stored_ids
from ingest.export import chunks

PAGES = 4
LONG = 12
"""Sections of the page that edits are made in; about as many chunks."""


class House(Victim):
    """Documents, an index, and what is asked of them."""

    def sync(self, *more: str, code: int = 0, **how: Any) -> Any:
        """The report of a run that ends with `code`."""
        done = self.run("sync", "--json", *more, **how)
        assert done.code == code, (done.code, done.out, done.err)
        return done.data

    def embedded(self, *more: str) -> int:
        """How many chunks a run that goes well embeds."""
        embedded: int = self.sync(*more)["chunks"]["embedded"]
        return embedded

    def stored(self) -> set[str]:
        """Ids that Chroma holds, read from its own database."""
        pointer = (self.state / "CURRENT").read_text("ascii").split()
        return set(stored_ids(self.state / f"gen-{int(pointer[0]):04d}" / "chroma"))

    def wipe(self) -> None:
        """Takes the vectors away; nothing else."""
        shutil.rmtree(self.state / "gen-0001" / "chroma")

    def export(self) -> dict[str, Any]:
        """The chunks of the index by id, as `ingest export` tells them."""
        manifest = Manifest.read(self.state)
        try:
            return {row["id"]: row for row in chunks(manifest, self.state)}
        finally:
            manifest.close()

    def chunks_of(self, name: str) -> set[str]:
        """Ids of the chunks of a file."""
        return {id_ for id_, row in self.export().items() if row["metadata"]["source"] == f"docs/{name}"}

    def whole(self) -> bool:
        """Whether Chroma holds the rows that the manifest knows, and all files are in it."""
        rows = self.export()
        sources = {row["metadata"]["source"] for row in rows.values()}
        files = {f"docs/{path.relative_to(self.docs)}" for path in self.docs.rglob("*.md")}
        return self.stored() == set(rows) and sources == files

    @property
    def long(self) -> Path:
        return self.docs / "long.md"


def furnish(house: House) -> House:
    write_pages(house.docs, PAGES)
    house.long.write_text(page(100, sections=LONG), encoding="utf-8")
    return house


@pytest.fixture(scope="session")
def furnished(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Path:
    house = furnish(House(tmp_path_factory.mktemp("house"), host))
    assert house.run("sync").code == 0
    return house.folder


@pytest.fixture
def house(host: Host, furnished: Path, tmp_path: Path) -> House:
    """In step."""
    return House(Path(shutil.copytree(furnished, tmp_path / "kb")), host)


@pytest.fixture
def newcomer(host: Host, tmp_path: Path) -> House:
    """Never indexed."""
    return furnish(House(tmp_path / "kb", host))
