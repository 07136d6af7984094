"""A knowledge base in step that tests copy and then break."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.commands import Host
from bench.pages import write_pages
from bench.victim import Victim, fresh_build

PAGES = 16


@pytest.fixture(scope="session")
def in_step(host: Host, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents and an index of them."""
    victim = Victim(tmp_path_factory.mktemp("victim"), host)
    write_pages(victim.docs, PAGES)
    assert victim.run("sync").code == 0
    return victim.folder


@pytest.fixture
def victim(host: Host, in_step: Path, tmp_path: Path) -> Victim:
    return Victim(Path(shutil.copytree(in_step, tmp_path / "kb")), host)


@pytest.fixture
def newcomer(host: Host, tmp_path: Path) -> Victim:
    """Documents that were never indexed."""
    victim = Victim(tmp_path / "kb", host)
    write_pages(victim.docs, PAGES)
    return victim


@pytest.fixture(scope="session")
def fresh() -> Callable[[Victim], dict[str, Any]]:
    """A build from nothing; the same documents are built once."""
    known: dict[str, dict[str, Any]] = {}

    def build(victim: Victim) -> dict[str, Any]:
        digest = hashlib.sha256()
        for path in sorted(filter(Path.is_file, victim.docs.rglob("*"))):
            digest.update(f"{path.relative_to(victim.docs)}\0".encode() + path.read_bytes() + b"\0")
        key = digest.hexdigest()
        if key not in known:
            known[key] = fresh_build(victim)
        return known[key]

    return build
