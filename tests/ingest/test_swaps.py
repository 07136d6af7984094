"""Readers of another process poll while generations are switched: none ever sees an error or half an index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.test_generations import back, from_cache, page
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
    assert told["searches"] > SWAPS, "they polled"
    assert len(told["seen"]) > SWAPS / 10, "they saw swaps"
