"""Runs that are killed while a container arrives: nothing of it is there until all is, and one clean sync mends it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

from bench.victim import Victim
from index.catalog import Catalog
from index.manifest import Manifest
from tests.ingest.container_files import pages, zipped

pytestmark = pytest.mark.slow

Fresh = Callable[[Victim], dict[str, Any]]
MANY = 250
"""Members, so that the first hundreds are stored before the last are read."""


def killed(victim: Victim, point: str) -> None:
    done = victim.run("sync", crash=point)
    assert done.code == -signal.SIGKILL, f"{point} was not passed: {done.code} {done.err}"


def of_archive(victim: Victim) -> list[str]:
    manifest = Manifest.read(victim.state)
    try:
        return [record.content for record in Catalog(manifest).of_sources(["docs/a.zip"])]
    finally:
        manifest.close()


def loose(victim: Victim) -> int:
    """Stored texts that nothing refers to."""
    manifest = Manifest.read(victim.state)
    try:
        sql = "SELECT count(*) FROM body WHERE hash NOT IN (SELECT body FROM document UNION SELECT body FROM chunk)"
        return int(manifest.db.execute(sql).fetchone()[0])
    finally:
        manifest.close()


def test_killed_while_a_container_arrives(victim: Victim, fresh: Fresh) -> None:
    (victim.docs / "a.zip").write_bytes(zipped(*pages(MANY)))
    killed(victim, "taken-in:2")
    assert of_archive(victim) == []
    assert loose(victim) >= 100
    assert victim.run("sync").code == 0
    assert len(of_archive(victim)) == MANY
    assert victim.differences(fresh) == []
    assert loose(victim) == 0


@pytest.mark.slow
def test_killed_while_a_new_export_arrives(victim: Victim, fresh: Fresh) -> None:
    (victim.docs / "a.zip").write_bytes(zipped(*pages(MANY)))
    assert victim.run("sync").code == 0
    before = of_archive(victim)
    edited = {f"page{number}": "Edited." for number in range(0, MANY, 2)}
    (victim.docs / "a.zip").write_bytes(zipped(*pages(MANY, **edited)))
    killed(victim, "taken-in")
    assert of_archive(victim) == before
    (victim.docs / "a.zip").unlink()
    assert victim.run("sync").code == 0
    assert of_archive(victim) == []
    assert victim.differences(fresh) == []
    assert loose(victim) == 0
