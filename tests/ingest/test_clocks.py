"""Clocks that jump and files of any year: no file is read twice for that, none is forgotten."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest

from tests.ingest.test_sync import page
from tests.world import World

YEARS = {
    "1970": 0.0,
    "just before": -1.5,
    "2100": 4_102_444_800.0,
    "now": datetime(2025, 6, 1, tzinfo=UTC).timestamp(),
}


@pytest.mark.parametrize("year", YEARS)
def test_files_of_any_year_are_read_once(world: World, year: str) -> None:
    path = world.write("a.md", page("pump"))
    os.utime(path, (YEARS[year], YEARS[year]))
    assert world.sync().exit_code == 0
    for _ in range(2):
        planned = world.plan()
        assert (planned["documents"]["load"], planned["documents"]["keep"]) == (0, 1)
        assert world.sync().documents["unchanged"] == 1
    path.write_text(page("fan"), encoding="utf-8")
    os.utime(path, (YEARS[year], YEARS[year]))
    assert world.sync().documents["updated"] == 1
    assert world.stored() == world.export() == world.fresh()


@pytest.mark.parametrize("hours", [1, -1, 24 * 365, -24 * 365])
def test_a_clock_that_jumps_changes_nothing(world: World, hours: int) -> None:
    world.write("a.md", page("pump"))
    gone = world.write("b.md", page("fan"))
    world.sync()
    world.now += timedelta(hours=hours)
    assert world.plan()["documents"] == {"load": 0, "put": 0, "relabel": 0, "drop": 0, "keep": 2}
    gone.unlink()
    world.write("c.md", page("valve"))
    report = world.sync()
    assert (report.exit_code, report.documents["added"], report.documents["removed"]) == (0, 1, 1)
    assert world.stored() == world.export() == world.fresh()


def test_a_file_that_changes_after_the_scan_is_read_by_the_next_run(world: World) -> None:
    """It is "changing" once, not for ever, wherever its times are."""
    path = world.write("a.md", page("pump"))
    pipeline = world.pipeline()
    found = pipeline.scan()
    os.utime(path, (4_102_444_800.0, 4_102_444_800.0))
    from dataclasses import replace

    from ingest.run import run
    from ingest.survey import Request

    report = run(world.settings(), Request(), pipeline=replace(pipeline, scan=lambda: found))
    assert [(one.source, one.code) for one in report.failures] == [("docs/a.md", "changing")]
    assert world.sync().exit_code == 0
    assert world.stored() == world.export() == world.fresh()
