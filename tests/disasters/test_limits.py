"""Limits of the system that a run meets half-way: the size of a file, a lock on the manifest, a file that changes under it."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.pages import change
from bench.victim import Victim
from index.buggify import Dice
from ingest.document import Source
from ingest.errors import Code, LoadError
from ingest.reading import read
from tests.mortal import MortalWorld

Fresh = Callable[[Victim], dict[str, Any]]


def seeds_of_dying_workers(count: int) -> list[int]:
    """Seeds by which a worker dies at its third to tenth task, not at its first ones."""
    found = []
    for seed in range(1000):
        dice = Dice(seed, 0.1)
        if any(dice.fires("worker") for _ in range(10)) and not any(
            Dice(seed, 0.1).fires("worker") for _ in range(2)
        ):
            found.append(seed)
    return found[:count]


@pytest.mark.slow
@pytest.mark.parametrize("seed", seeds_of_dying_workers(2))
def test_faults_in_real_processes(victim: Victim, fresh: Fresh, seed: int) -> None:
    """Workers die, reading and writing fail; a rebuild waits for no file that killed a worker."""
    change(victim.docs, Random(seed), 9, 0.9)
    done = victim.run("sync", buggify=f"{seed}:0.1", inline=False)
    assert done.code in {0, 1, 3, 6, 8}, (done.code, done.err)
    assert "Traceback" not in done.err
    assert victim.run("rebuild").code == 0
    assert victim.differences(fresh) == []


@pytest.mark.slow
@pytest.mark.parametrize("most", [1 << 16, 1 << 19])
def test_a_limit_on_the_size_of_files(victim: Victim, fresh: Fresh, most: int) -> None:
    change(victim.docs, Random(6), 6, 0.9)
    done = victim.run("sync", limits={"FSIZE": most})
    assert done.code in {6, 8}, (done.code, done.err)
    assert "Traceback" not in done.err
    assert victim.differences(fresh) == []


def test_a_manifest_that_is_locked_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run waits a minute; here it has no patience."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **how: connect(*given, **{**how, "timeout": 0.1}))
    world = MortalWorld(tmp_path)
    path = world.write("a.md", "# Pump\n\nOpen the valve.\n")
    world.sync()
    path.write_text("# Pump\n\nClose the valve.\n", encoding="utf-8")
    with closing(connect(world.state / "manifest.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            world.sync()
        other.execute("ROLLBACK")
    assert world.sync().exit_code == 0
    assert world.stored() == world.export() == world.fresh()


def test_a_file_that_is_written_over_while_it_is_read_is_one_version_or_changing(tmp_path: Path) -> None:
    """200 races between a writer and the reader."""
    path, over = tmp_path / "a.md", threading.Event()
    versions = [letter.encode() * 300_000 for letter in "ab"]
    path.write_bytes(versions[0])

    def write() -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            beside = path.with_name("beside")
            beside.write_bytes(versions[turn % 2])
            if turn % 3:
                beside.replace(path)
            else:
                path.write_bytes(versions[turn % 2])

    writer = threading.Thread(target=write)
    writer.start()
    seen, codes = [], set()
    try:
        for _ in range(200):
            found = os.stat(path)
            source = Source(
                id="docs/a.md", root="docs", file=str(path), size=found.st_size, mtime_ns=found.st_mtime_ns,
                ctime_ns=found.st_ctime_ns, inode=found.st_ino,
            )  # fmt: skip
            try:
                seen.append(read(source))
            except LoadError as error:
                codes.add(error.code)
    finally:
        over.set()
        writer.join()
    assert codes <= {Code.CHANGING, Code.VANISHED}
    assert all(any(version.startswith(data) for version in versions) for data in seen), "a mixture"
