"""Histories in which runs are killed and disks fail: after one clean sync nothing tells them from a fresh build.

`HISTORIES=1000 pytest -m nightly tests/properties/test_upheavals.py` goes through so many.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from index.buggify import Dice
from ingest.ending import DEFECT
from tests.mortal import TORN, MortalWorld, crash_points
from tests.properties.history_files import NAMES, PAGES, small
from tests.properties.test_history import History
from tests.world import World

POINTS = st.builds("{}:{}".format, st.sampled_from([TORN, *crash_points()]), st.sampled_from([1, 1, 2, 5]))
FOLDERS = st.sampled_from(["x", "y", "y/z", "архив", "moved"])
MOST_TROUBLED = 2
"""Runs with faults between two that have none: a file that killed three workers waits until it changes."""
FIRED: Counter[str] = Counter()


class Upheaval(History):
    """As a history, and: kills, faults, old times, files that turn into folders."""

    world: MortalWorld

    def world_at(self, folder: Path) -> World:
        return MortalWorld(folder)

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, tuple[str, int]] = {}
        self.troubled = 0

    @rule(name=NAMES)
    def back_up(self, name: str) -> None:
        path = self.world.docs / name
        if path.is_file():
            self.kept[name] = (path.read_text(encoding="utf-8"), path.stat().st_mtime_ns)

    @rule(name=NAMES, exactly=st.booleans())
    def restore(self, name: str, exactly: bool) -> None:
        """From a backup: with the time it had, or as a checkout does."""
        if name in self.kept:
            text, time = self.kept[name]
            self.write(name, text)
            if exactly:
                os.utime(self.world.docs / name, ns=(time, time))

    @rule(name=NAMES, letter=st.sampled_from("абв"))
    def edit_behind_its_time(self, name: str, letter: str) -> None:
        """As many bytes as before, at the same time."""
        path = self.world.docs / name
        if path.is_file() and (text := path.read_text(encoding="utf-8")):
            times = path.stat()
            path.write_text(text.replace("о", letter), encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
            self.in_step = False

    @rule(old=FOLDERS, new=FOLDERS)
    def move_folder(self, old: str, new: str) -> None:
        source, target = self.world.docs / old, self.world.docs / new
        if source.is_dir() and not target.exists() and target.parent.is_dir() and not new.startswith(old):
            source.rename(target)
            self.in_step = False

    @rule(name=NAMES, body=PAGES)
    def turn_into_a_folder(self, name: str, body: str) -> None:
        self.clear(name)
        self.world.write(f"{name}/{Path(name).name}", body)
        self.in_step = False

    @rule(
        point=POINTS,
        command=st.sampled_from(["sync", "sync", "sync", "rebuild"]),
        name=NAMES,
        body=PAGES,
        then=st.sampled_from(["stay", "back", "go"]),
    )
    def kill(self, point: str, command: str, name: str, body: str, then: str) -> None:
        before = self.text(name)
        self.write(name, body)
        self.world.killed(point, command=command, everything=command == "rebuild")
        self.in_step = False
        self.afterwards(name, before, then)

    @precondition(lambda self: self.troubled < MOST_TROUBLED)
    @rule(seed=st.integers(0, 10**6), probability=st.sampled_from([0.05, 0.25]), name=NAMES, body=PAGES)
    def suffer(self, seed: int, probability: float, name: str, body: str) -> None:
        """A run in which disks, shares and libraries fail; it ends with a code of those that are documented."""
        self.write(name, body)
        dice = Dice(seed, probability)
        code = self.world.troubled(dice)
        assert code != DEFECT, dice.fired
        FIRED.update(dice.fired)
        self.troubled += 1
        self.in_step = False

    def clean(self, command: str) -> None:
        self.world.now += timedelta(hours=self.troubled)  # what crashed is tried again after a while
        super().clean(command)
        self.troubled = 0

    def compare(self, fresh: World) -> None:
        super().compare(fresh)
        assert self.world.full_text() == sorted(self.world.export())


QUIET = settings(deadline=None, suppress_health_check=list(HealthCheck))
TestUpheaval = Upheaval.TestCase
TestUpheaval.settings = settings(QUIET, max_examples=3, stateful_step_count=8)


@pytest.mark.slow
@pytest.mark.timeout(3000)
class TestLongUpheaval(Upheaval.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(QUIET, max_examples=8, stateful_step_count=25)


class Counted(Upheaval):
    """Says now and then how many there were."""

    def teardown(self) -> None:
        super().teardown()
        FIRED["histories"] += 1
        if FIRED["histories"] % 10 == 0:
            print(dict(FIRED), flush=True)


@pytest.mark.nightly
@pytest.mark.timeout(0)
class TestManyUpheavals(Counted.TestCase):  # type: ignore[name-defined, misc]
    settings = settings(
        QUIET, max_examples=int(os.environ.get("HISTORIES", "200")), stateful_step_count=20, derandomize=False
    )


@pytest.mark.parametrize("trusting", [False, True])
def test_a_run_that_trusts_what_a_kill_left_is_caught(tmp_path: Path, trusting: bool) -> None:
    """The control: without the look at a torn store the comparison must fail; with it, it must not."""
    world = MortalWorld(tmp_path)
    for number in range(4):
        world.write(f"{number}.md", small(number, ""))
    world.sync()
    world.write("0.md", small(10, ""))
    assert world.killed(f"{TORN}:1")
    assert not world.killed("", trusting=trusting)
    assert (world.stored() == world.export() == world.fresh()) != trusting
