"""What `ingest why` says of documents that the brake holds: searchable, and in no file any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.container_files import pages, zipped
from tests.world import World

WAYS = {"the archive is gone": 0, "the archive has fewer pages": 5}


@pytest.fixture(params=WAYS)
def world(tmp_path: Path, request: pytest.FixtureRequest) -> World:
    """30 pages of an archive and a file; then most of the pages are gone, and the brake holds them."""
    world = World(tmp_path)
    world.write("stay.md", "# Another\n\nIt stays where it is.")
    archive = world.docs / "export.zip"
    archive.write_bytes(zipped(*pages(30, page7="The bot still says the magic word.")))
    world.sync()
    archive.unlink()
    if left := WAYS[request.param]:
        archive.write_bytes(zipped(*pages(left)))
    assert "would leave" in world.sync().refused
    return world


def withheld(world: World) -> tuple[str, str]:
    """A document that the brake holds, and its chunk."""
    return next(
        (row["metadata"]["doc_id"], row["id"])
        for row in world.export().values()
        if "magic word" in row["text"]
    )


def test_why_is_it_still_found(world: World) -> None:
    """Asked by its id, by the chunk that a search shows, and by what it says."""
    document, chunk = withheld(world)
    for asked in (document, chunk, "still says the magic word"):
        told = world.why(asked)
        assert document in told
        assert "still in the index: the brake holds its removal" in told
        assert "run ingest sync" not in told
        assert "no sync knows of it" not in told
    assert "1 documents hold this phrase, 1 chunks of them" in told
    assert chunk in told


def test_once_it_left_it_is_in_nothing(world: World) -> None:
    document, _ = withheld(world)
    world.sync(allow_delete=40)
    assert "still in the index" not in world.why(document)
    assert "no clean document holds this phrase" in world.why("still says the magic word")
