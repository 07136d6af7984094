"""What a program with plain chromadb sees of published copies, from another process, while documents change."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.publishing import Publishing
from tests.runs import soon

READER = """
import json, sys, time
from pathlib import Path
import chromadb

folder, stop, rounds = (Path(word) for word in sys.argv[1:4])
seen, reads, errors = [], 0, []
while not stop.exists():
    rounds.write_text(str(reads + len(errors)))
    if not (folder / "CURRENT").exists():
        time.sleep(0.02)
        continue
    try:
        path = (folder / "latest").resolve() if reads % 2 else folder / (folder / "CURRENT").read_text().strip()
        promised = json.loads((path / "published.json").read_text())
        client = chromadb.PersistentClient(path=str(path))
        collection = client.get_collection(promised["collection"], embedding_function=None)
        rows = collection.get(include=["documents", "embeddings"])
        found = collection.query(query_embeddings=rows["embeddings"][:3], n_results=1)
        client.close()
        releases = {word for text in rows["documents"] for word in text.split() if word.startswith("r")
                    and word[1:].isdigit()}
        assert len(rows["ids"]) == promised["chunks"] == collection_size, len(rows["ids"])
        assert len(releases) == 1, releases
        assert [near[0] for near in found["ids"]] == rows["ids"][:3]
        seen += releases
        reads += 1
    except Exception as error:
        errors.append(f"{type(error).__name__}: {error}")
    time.sleep(0.1)
print(json.dumps({"reads": reads, "errors": errors, "seen": list(dict.fromkeys(seen))}))
"""


def poll_through(world: Publishing, changes: int) -> dict[str, Any]:
    """What a reader with plain chromadb, in another process, sees while the documents change."""
    stop, script, rounds = (world.folder / name for name in ("stop", "reader.py", "rounds"))
    script.write_text(READER.replace("collection_size", "12"), encoding="utf-8")
    reader = subprocess.Popen(
        [sys.executable, str(script), str(world.copies), str(stop), str(rounds)],
        stdout=subprocess.PIPE,
        cwd=world.folder,
    )

    def done() -> int:
        return int(rounds.read_text() or 0) if rounds.exists() else 0

    try:
        for version in range(changes):
            before = done()
            world.fill(version)
            world.now += timedelta(minutes=4)
            assert world.sync().published
            # Copies stay for ten minutes, which is three changes: a reader that waits for a processor may miss them.
            assert soon(lambda before=before: done() > before), "the reader reads"
    finally:
        stop.touch()
        told, _ = reader.communicate(timeout=120)
    result: dict[str, Any] = json.loads(told)
    return result


@pytest.mark.parametrize("changes", [4, pytest.param(50, marks=pytest.mark.slow)])
def test_a_reader_with_plain_chromadb_always_sees_a_whole_generation(tmp_path: Path, changes: int) -> None:
    world = Publishing(tmp_path)

    told = poll_through(world, changes)

    assert told["errors"] == []
    assert told["reads"] >= 3
    assert len(told["seen"]) >= 2
    assert told["seen"] == sorted(told["seen"], key=lambda release: int(release[1:]))
    assert len(world.names()) <= 4  # those of the last ten minutes
