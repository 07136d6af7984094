"""Files of the state directory that are lost or damaged: never an empty start, never a loop."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bench.victim import Victim

pytestmark = pytest.mark.slow

Fresh = Callable[[Victim], dict[str, Any]]


def lose(path: Path) -> None:
    path.unlink()
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def blank(path: Path) -> None:
    path.write_bytes(b"")


def garble(path: Path) -> None:
    path.write_bytes(b"no database at all" * 500)


def garble_the_first_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"\xff" * 4096)


def age(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 999")


WRITTEN = {"lock", "audit.jsonl"}
"""What a run that is stopped still writes: its turn, and its line."""


def contents(victim: Victim) -> dict[str, bytes]:
    return {
        str(path.relative_to(victim.state)): path.read_bytes()
        for path in victim.state.rglob("*")
        if path.is_file() and path.name not in WRITTEN and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.mark.parametrize("damage", [lose, blank, garble, garble_the_first_page, age])
def test_a_manifest_that_cannot_be_read_stops_the_run_and_nothing_is_touched(
    victim: Victim, damage: Callable[[Path], None]
) -> None:
    damage(victim.state / "manifest.db")
    before = contents(victim)
    for command in ("sync", "sync", "search pump", "status", "verify"):
        done = victim.run(*command.split())
        assert done.code == 6, (command, done)
        assert len(done.err.splitlines()) >= 2, "words without a remedy"
        assert "Run ingest sync first" not in done.err
    assert contents(victim) == before


@pytest.mark.parametrize("text", [None, "", "7", "1 2 3", "\xff\x00", "9 9"])
def test_a_pointer_that_is_lost_is_written_again_from_the_manifest(victim: Victim, text: str | None) -> None:
    pointer = victim.state / "CURRENT"
    if text is None:
        pointer.unlink()
    else:
        pointer.write_text(text, encoding="latin-1")
    assert victim.run("search", "pump").code == 0
    done = victim.run("sync", "--json")
    assert (done.code, done.data["documents"]["added"], done.data["chunks"]["embedded"]) == (0, 0, 0)
    assert victim.run("search", "pump").code == 0
    assert victim.run("verify").code == 0


def test_a_lost_pointer_does_not_get_round_the_brake(victim: Victim) -> None:
    victim.flags = (*victim.flags[:4], "brake.documents=2", "work.workers=1")
    (victim.state / "CURRENT").unlink()
    before = len(list(victim.docs.rglob("*.md")))
    for path in sorted(victim.docs.rglob("[0-9]*.md"))[: before // 2]:
        path.unlink()
    done = victim.run("sync", "--json")
    assert (done.code, bool(done.data["refused"])) == (3, True)


def test_a_lost_seal_costs_a_look(victim: Victim, fresh: Fresh) -> None:
    (victim.state / "gen-0001.clean").unlink()
    assert victim.differences(fresh) == []
    assert victim.healed == []
