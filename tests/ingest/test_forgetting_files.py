"""Forgetting in a real Chroma, its copies and its log: not one byte is left, and what is left of a control is found."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from index.heal import is_healthy
from index.manifest import Manifest
from ingest.forgetting import forget
from ingest.proof import files_below
from ingest.run import run
from ingest.survey import Request
from tests.publishing import Publishing

pytestmark = pytest.mark.slow
WORDS = ("zebra clause", "Zebra Clause", "quokka")


def chunk_ids(world: Publishing) -> list[bytes]:
    manifest = Manifest.read(world.state)
    try:
        sql = "SELECT DISTINCT id FROM chunk WHERE doc_id = 'docs/letter.md#'"
        return [row[0].encode() for row in manifest.db.execute(sql)]
    finally:
        manifest.close()


def holders(world: Publishing, sought: list[bytes]) -> set[str]:
    """Kinds of files in which one of the byte strings stands."""
    found = set()
    for path in files_below([world.state, world.copies]):
        data = path.read_bytes()
        if any(one in data for one in sought):
            found.add(path.name)
    return found


def test_not_a_byte_is_left_in_chroma_copies_and_logs(tmp_path: Path) -> None:
    world = Publishing(tmp_path, "publish.keep=3", "publish.grace_minutes=60", "state.keep=3")
    world.fill(1)
    world.write("letter.md", "# Zebra Clause\n\nThe zebra clause binds the quokka trust until spring.\n")
    world.sync()
    first = chunk_ids(world)
    world.write("letter.md", "# Zebra Clause\n\nThe zebra clause binds the quokka trust until autumn.\n")
    world.sync()
    world.sync(command="rebuild", everything=True)
    world.fill(2)
    world.sync()
    sought = [word.encode() for word in WORDS] + first + chunk_ids(world)
    assert {"chroma.sqlite3", "manifest.db", "lexical.db"} <= holders(world, sought), "a control"
    assert len(world.names()) == 4

    settings = world.settings()
    story = partial(forget, settings=settings, targets=["docs/letter.md"], note="", by="")
    report = run(
        settings, Request(command="forget"), pipeline=world.pipeline(), check=is_healthy, story=story
    )

    assert report.exit_code == 0, report.told
    assert holders(world, sought) == set()
    told = report.as_json()
    assert (told["generations_removed"], told["copies_removed"]) == ([1, 2], 4)
    assert len(world.names()) == 1
    assert world.sync().documents["added"] == 0
    assert holders(world, sought) == set()
