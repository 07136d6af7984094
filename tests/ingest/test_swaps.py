"""Readers search while generations are switched: none ever sees an error or half an index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from index.manifest import Manifest
from index.plugins import build_embedder
from index.resident import ResidentSearcher
from index.search import Searcher
from index.snapshot import Snapshot
from ingest.export import chunks, live_contents
from ingest.report import Report
from tests.ingest.test_generations import back, from_cache, page, rebuild
from tests.world import SMALL, World

SWAPS = int(os.environ.get("INGEST_SWAPS", "50"))
READER = """
import json, sys, threading
from pathlib import Path
from index.embed.builtin import BuiltinEmbedder
from index.resident import ResidentSearcher
from index.search import Searcher

state, over = Path(sys.argv[1]), Path(sys.argv[2])
told = {"searches": 0, "errors": [], "wrong": 0, "seen": set()}

def poll(searcher, follow):
    while not over.exists():
        try:
            if follow:
                searcher.refresh()
            hits = [hit.metadata["title"] for hit in searcher.search("How do I clean the valve?", 3)]
            told["wrong"] += hits[:1] != ["The valve"] or len(hits) != 3
        except Exception as error:
            told["errors"].append(f"{type(error).__name__}: {error}")
        told["searches"] += 1
        told["seen"].add((state / "CURRENT").read_text().split()[0])

embedder = BuiltinEmbedder()
resident = ResidentSearcher(state, embedder)
threads = [threading.Thread(target=poll, args=args) for args in
           ((Searcher(state, embedder), False), (resident, True), (resident, False))]
for thread in threads:
    thread.start()
print("ready", flush=True)
for thread in threads:
    thread.join()
print(json.dumps({**told, "seen": sorted(told["seen"])}))
"""


@pytest.mark.slow
def test_readers_see_no_error_during_swaps(tmp_path: Path) -> None:
    world = World(tmp_path, *SMALL, "state.keep=1")
    for name in ("pump", "valve", "hose", "fan", "boiler"):
        world.write(f"{name}.md", page(name))
    world.sync()
    over = tmp_path / "over"
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(world.state), str(over)], stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
        try:
            for number in range(SWAPS):
                if number % 5 == 4:
                    assert back(world).exit_code == 0
                else:
                    assert from_cache(world).exit_code == 0
        finally:
            over.touch()
        told = json.loads(reader.stdout.readline())

    assert told["errors"] == []
    assert told["wrong"] == 0
    assert told["searches"] > 10, "they polled"
    assert len(told["seen"]) > 1, "they saw swaps"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Five pages; of generations the live one is kept alone."""
    world = World(tmp_path, *SMALL, "state.keep=0")
    for name in ("pump", "valve", "hose", "fan", "boiler"):
        world.write(f"{name}.md", page(name))
    world.sync()
    return world


@pytest.mark.parametrize("keep", [0, 1])
@pytest.mark.parametrize("build", [rebuild, from_cache])
def test_who_opened_the_manifest_in_the_middle_of_a_build_sees_no_half(
    world: World, monkeypatch: pytest.MonkeyPatch, build: Callable[[World], Report], keep: int
) -> None:
    """A reader that the system lets wait there, until the build is over and `CURRENT` names what was built."""
    world.flags = (*world.flags, f"state.keep={keep}")
    opened, read = list[Manifest](), Manifest.read

    def look(name: str) -> None:
        opened.extend(read(world.state) for _ in range(2) if name == "begun")

    def read_and_wait(directory: Path) -> Manifest:
        monkeypatch.setattr(Manifest, "read", read)
        monkeypatch.setattr("index.state.crash_point", look)
        build(world)
        return opened.pop()

    searcher = Searcher(world.state, build_embedder("builtin"))
    monkeypatch.setattr(Manifest, "read", read_and_wait)

    hits = searcher.search("How do I clean the valve?", 3)

    assert [hits[0].metadata["title"], len(hits)] == ["The valve", 3]
    with closing(opened.pop()) as manifest:
        assert live_contents(manifest, world.state).number == 1
        assert len(list(chunks(manifest, world.state))) == 5


def test_whom_every_look_at_an_outdated_snapshot_fails_the_manifest_answers(world: World) -> None:
    class Late(ResidentSearcher):
        """One that never comes to load what is live, since there is always something newer."""

        def _renew(self, stale: Snapshot) -> None:
            pass

    late = Late(world.state, build_embedder("builtin"))
    late.search("valve")
    from_cache(world)

    hits = late.search("How do I clean the valve?", 3)

    assert [hits[0].metadata["title"], len(hits)] == ["The valve", 3]
    late.close()
