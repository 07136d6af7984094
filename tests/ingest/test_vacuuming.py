"""Vacuuming: what a kept generation uses stays; the rest goes, and the report says what it freed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from index.errors import EnvironmentFaultError
from index.manifest import Manifest
from ingest.report import Report
from ingest.run import run
from ingest.survey import Request
from ingest.vacuuming import as_text, vacuum
from tests.ingest.test_generations import back, kept, page, rebuild, release
from tests.world import World


def go(world: World, days: int = 400) -> Report:
    story = partial(vacuum, days=days)
    return run(
        world.settings(),
        Request(command="vacuum"),
        pipeline=world.pipeline(),
        check=world._check,
        story=story,
    )


def count(world: World, sql: str) -> Any:
    manifest = Manifest.read(world.state)
    try:
        return manifest.db.execute(sql).fetchone()[0]
    finally:
        manifest.close()


@pytest.fixture
def edited(world: World) -> World:
    """A document edited ten times; generation 1 holds its fifth text, generation 2 the last."""
    for number in range(10):
        world.write("pump.md", page(f"pump of kind {number}"))
        world.sync()
        if number == 4:
            rebuild(world)
    return world


def test_only_what_a_kept_generation_uses_stays(edited: World) -> None:
    before = edited.export()
    assert count(edited, "SELECT count(*) FROM vector") == 10
    told = go(edited).as_json()

    assert told["removed"]["vectors"] == 8
    assert told["bytes"]["freed"] == told["bytes"]["before"] - told["bytes"]["after"] > 0
    assert count(edited, "SELECT count(*) FROM vector") == 2
    assert edited.export() == before == edited.stored()
    assert "8 vectors" in as_text(told)
    assert not edited.state.joinpath("manifest.db-wal").exists() or not (
        edited.state.joinpath("manifest.db-wal").stat().st_size
    )

    assert back(edited).exit_code == 0, "the kept one is whole"
    assert "kind 4" in next(iter(edited.export().values()))["text"]
    assert edited.stored() == edited.export()
    release(edited)
    edited.sync()
    assert edited.export() == before == edited.fresh()


def test_generations_beyond_those_to_keep_go(edited: World) -> None:
    edited.flags = (*edited.flags, "state.keep=0")
    told = go(edited).as_json()
    assert told["generations_removed"] == [1]
    assert kept(edited) == [2]
    assert told["removed"]["vectors"] == 9
    assert go(edited).as_json()["removed"] == {"bodies": 0, "vectors": 0, "runs": 0}


def test_old_runs_go_but_the_last_ones(edited: World, monkeypatch: pytest.MonkeyPatch) -> None:
    edited.now += timedelta(days=500)
    assert go(edited).as_json()["removed"]["runs"] == 0, "the last 100 stay"
    monkeypatch.setattr("index.history.KEPT_RUNS", 2)
    assert go(edited, days=600).as_json()["removed"]["runs"] == 0
    assert go(edited).as_json()["removed"]["runs"] == 10
    assert count(edited, "SELECT count(*) FROM effect WHERE run NOT IN (SELECT id FROM run)") == 0
    assert count(edited, "SELECT count(*) FROM run WHERE command = 'sync'") == 1, (
        "its report tells of failures"
    )
    edited.write("valve.md", page("valve"))
    assert edited.sync().exit_code == 0


def test_without_room_nothing_is_written(edited: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.space.shutil.disk_usage", lambda _: _Usage())
    with pytest.raises(EnvironmentFaultError):
        go(edited)
    monkeypatch.undo()
    assert count(edited, "SELECT count(*) FROM vector") == 10


class _Usage:
    total, used, free = 10**9, 10**9 - 1000, 1000
