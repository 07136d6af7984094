"""A run that is killed, wherever it is: searching goes on, and one clean sync ends where a fresh build does."""

from __future__ import annotations

import signal
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from bench.kills import torment
from bench.pages import change
from bench.reader import Reader
from bench.victim import Victim
from tests.mortal import crash_points

Fresh = Callable[[Victim], dict[str, Any]]

SYNC = (
    "taken-in",
    "move-intent",
    "renamed",
    "moved",
    "intent",
    "upserted:2",
    "lexical",
    "deleted",
    "committed",
    "point:2",
    "drop-intent",
    "dropped",
    "mended",
    "mark-clean",
    "sealed",
)
FIRST = ("decided", "begun", "opened", "switched", "point")
REBUILD = ("begun", "mark-clean", "switched", "point")
QUICK = {"intent", "upserted:2", "committed", "mended", "sealed", "begun", "switched"}
"""Points of the fast suite; the others are killed at in the slow one."""


def _points(names: tuple[str, ...]) -> list[Any]:
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in names]


FORGET = ("erasing", "erased", "compacted")
ELSEWHERE = ("taken-in", "discarded", "copied", "publish", "published", "pointed", "rewritten")
"""Of containers, of old generations, of copies for others, of servers, of full text that others changed:
`test_container_kills.py`, below, `test_publish.py`, `conformance/test_on_a_server.py`, `index/test_recovery.py`."""


def test_every_place_that_may_be_killed_is() -> None:
    named = {name.partition(":")[0] for name in (*SYNC, *FIRST, *REBUILD, *FORGET, *ELSEWHERE)}
    assert named == set(crash_points())


def killed(victim: Victim, command: str, point: str) -> None:
    done = victim.run(command, crash=point)
    assert done.code == -signal.SIGKILL, f"{point} was not passed: {done.code} {done.err}"


@pytest.mark.parametrize("point", _points(SYNC))
def test_killed_between_two_steps(victim: Victim, fresh: Fresh, point: str) -> None:
    change(victim.docs, Random(1), 1, 0.5)
    with Reader(victim) as reader:
        killed(victim, "sync", point)
        assert victim.differences(fresh) == []
    assert reader.errors == []
    assert reader.searches > 3


@pytest.mark.parametrize("point", _points(FIRST))
def test_killed_in_the_first_run(newcomer: Victim, fresh: Fresh, point: str) -> None:
    killed(newcomer, "sync", point)
    assert newcomer.differences(fresh) == []


@pytest.mark.parametrize("point", _points(REBUILD))
def test_killed_while_building_beside(victim: Victim, fresh: Fresh, point: str) -> None:
    with Reader(victim) as reader:
        killed(victim, "rebuild", point)
        assert victim.differences(fresh) == []
    assert reader.errors == []


def test_killed_while_an_old_generation_is_removed(victim: Victim, fresh: Fresh) -> None:
    assert victim.run("rebuild").code == 0
    killed(victim, "rebuild", "discarded")
    assert victim.differences(fresh) == []


@pytest.mark.slow
@pytest.mark.parametrize("point", FORGET)
def test_killed_while_a_document_is_forgotten(victim: Victim, point: str) -> None:
    path = str(victim.docs / "1" / "1.md")
    done = victim.run("forget", path, "--yes", crash=point)
    assert done.code == -signal.SIGKILL, f"{point} was not passed: {done.code} {done.err}"
    done = victim.run("forget", path, "--yes")
    assert done.code == 0, done.err
    assert victim.differences() == []


@pytest.mark.slow
def test_killed_while_going_back(victim: Victim) -> None:
    assert victim.run("rebuild").code == 0
    assert victim.run("rollback", crash="switched").code == -signal.SIGKILL
    assert victim.run("rollback", "--release").code in {0, 3}
    assert victim.run("rebuild").code == 0
    assert victim.differences() == []


def test_killed_twice_at_the_same_place_of_two_rebuilds(victim: Victim, fresh: Fresh) -> None:
    before = victim.export()
    killed(victim, "rebuild", "mark-clean")
    killed(victim, "rebuild", "mark-clean")
    done = victim.run("rebuild", "--json")
    assert (done.code, done.data["chunks"]["total"]) == (0, len(before))
    assert victim.differences(fresh) == []


def test_killed_while_healing(victim: Victim, fresh: Fresh) -> None:
    (header,) = victim.state.rglob("header.bin")
    header.unlink()
    for point in ("begun", "mark-clean", "switched"):
        killed(victim, "sync", point)
    assert victim.differences(fresh) == []
    assert len([path for path in victim.state.glob("gen-*") if path.is_dir()]) == 1


@pytest.mark.parametrize(
    ("aimed", "rounds"),
    [
        (True, 3),
        pytest.param(False, 12, marks=pytest.mark.slow),
        pytest.param(True, 6, marks=pytest.mark.slow),
    ],
)
def test_killed_at_any_moment(victim: Victim, fresh: Fresh, aimed: bool, rounds: int) -> None:
    tally = torment(victim, Random(11), aimed=aimed, rounds=rounds, lasts=1.5, fresh=fresh)
    assert tally.ok, tally.as_json()
    assert not aimed or any(not phase.startswith("no store") for phase in tally.phases), tally.phases
