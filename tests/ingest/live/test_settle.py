"""When a path is quiet: by tables and by histories, with a clock of our own."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.live.settle import FEW, YOUNG, Dirty, Signature

SETTLE, MAX_WAIT = 5.0, 60.0
WALL = 1_700_000_000.0


def signature(version: int = 0, *, mtime: float = WALL - 1000) -> Signature:
    return Signature(10 + version, int(mtime * 1e9), int(mtime * 1e9), 1)


@dataclass
class Disk:
    """A watcher's half seconds over files whose attributes tests change."""

    files: dict[str, Signature | None] = field(default_factory=dict)
    dirty: Dirty = field(default_factory=lambda: Dirty(max_wait=MAX_WAIT))
    now: float = 100.0
    wall_shift: float = WALL - 100.0
    runs: list[tuple[float, tuple[str, ...]]] = field(default_factory=list)
    restless: list[str] = field(default_factory=list)

    def hint(
        self, path: str, seen: Signature | None = None, *, folder: bool = False, settle: float = SETTLE
    ) -> None:
        self.files[path] = seen
        self.dirty.touch(path, self.now, settle=settle, folder=folder)

    def pass_time(self, seconds: float) -> None:
        for _ in range(int(seconds * 2)):
            for path in self.dirty.to_look(self.now):
                self.dirty.look(path, self.files.get(path), self.now, self.now + self.wall_shift)
            self.restless += self.dirty.restless(self.now)
            if ready := self.dirty.ready(self.now):
                self.runs.append((self.now, ready))
                self.dirty.take(ready)
            self.now += 0.5

    @property
    def taken(self) -> list[tuple[str, ...]]:
        return [paths for _, paths in self.runs]


def test_a_saved_file_is_taken_once_when_it_was_quiet_for_the_settle_time():
    disk = Disk()
    disk.hint("/a", signature())
    disk.pass_time(20)

    assert disk.taken == [("/a",)]
    assert disk.runs[0][0] == 100.0 + SETTLE


def test_a_slow_copy_without_hints_in_between_is_not_taken_half():
    disk = Disk()
    disk.hint("/a", signature(0))
    for version in range(1, 5):
        disk.pass_time(4)
        disk.files["/a"] = signature(version)
    grown = disk.now
    disk.pass_time(20)

    assert disk.taken == [("/a",)]
    assert disk.runs[0][0] >= grown + SETTLE


def test_hints_alone_put_it_off():
    disk = Disk()
    for _ in range(5):
        disk.hint("/a", signature())
        disk.pass_time(3)
    last = disk.now - 3
    disk.pass_time(20)

    assert disk.taken == [("/a",)]
    assert disk.runs[0][0] == last + SETTLE


def test_one_run_for_what_comes_together_and_a_file_that_is_ready_waits_a_little_for_others():
    disk = Disk()
    disk.hint("/a", signature())
    disk.pass_time(3)
    disk.hint("/b", signature())
    disk.pass_time(20)

    assert disk.taken == [("/a", "/b")]


def test_a_ready_file_does_not_wait_for_one_that_is_written_for_ever():
    disk = Disk()
    disk.hint("/a", signature())
    for version in range(100):
        disk.hint("/log", signature(version))
        disk.pass_time(2)

    assert disk.runs[0] == (100.0 + 2 * SETTLE, ("/a",))
    assert disk.restless == ["/log"], "told once"
    assert all("/log" not in paths for paths in disk.taken)
    disk.pass_time(20)
    assert disk.taken[-1] == ("/log",)


def test_a_storm_that_goes_on_is_waited_out():
    disk = Disk()
    for number in range(FEW + 100):
        disk.hint(f"/{number}", signature())
    for number in range(10):
        disk.pass_time(2)
        disk.hint(f"/late-{number}", signature())
    assert disk.runs == []
    disk.pass_time(20)

    assert [len(paths) for paths in disk.taken] == [FEW + 110]


def test_what_is_restless_holds_nobody_up():
    disk = Disk()
    for version in range(int(MAX_WAIT)):
        disk.hint("/log", signature(version))
        disk.pass_time(2)
    assert disk.dirty.quiet
    disk.hint("/a", signature())
    at = disk.now
    assert not disk.dirty.quiet
    for version in range(100, 110):
        disk.hint("/log", signature(version))
        disk.pass_time(2)

    assert disk.runs[0] == (at + SETTLE, ("/a",))


@pytest.mark.parametrize(
    ("mtime", "waits"),
    [
        (0.0, SETTLE),
        (WALL - 10_000, SETTLE),
        (WALL + 3600, SETTLE),
        (4_102_444_800.0, SETTLE),
        (WALL + SETTLE - 1.0, SETTLE + 1.0),
    ],
    ids=["1970", "old", "an hour ahead", "2100", "a second ago by a clock that is ahead"],
)
def test_times_of_files_delay_by_a_moment_at_most(mtime, waits):
    disk = Disk()
    disk.hint("/a", signature(mtime=mtime))
    disk.pass_time(30)

    assert disk.runs == [(100.0 + waits, ("/a",))]


@pytest.mark.parametrize("jump", [-3600.0, 3600.0, -10.0, 10.0])
def test_a_clock_that_jumps_does_not_mean_changing(jump):
    disk = Disk()
    disk.hint("/a", signature(mtime=WALL))
    disk.pass_time(2)
    disk.wall_shift += jump
    disk.pass_time(30)

    assert disk.taken == [("/a",)]
    assert disk.runs[0][0] <= 100.0 + SETTLE + YOUNG + 0.5


def test_a_young_file_waits_until_its_times_can_tell():
    disk = Disk()
    disk.hint("/a", signature(mtime=WALL), settle=0.5)
    disk.pass_time(10)

    assert disk.runs == [(102.0, ("/a",))]


def test_what_went_is_taken_too():
    disk = Disk()
    disk.hint("/a", None)
    disk.pass_time(10)

    assert disk.taken == [("/a",)]


def test_a_folder_waits_for_what_changes_below_it_but_not_for_ever():
    disk = Disk()
    disk.hint("/new", signature(), folder=True)
    for version in range(80):
        disk.hint("/new/deep/copy", signature(version))
        disk.pass_time(2)

    assert disk.runs[0][0] >= 100.0 + MAX_WAIT
    assert disk.taken == [("/new",)]


def test_a_hint_while_a_run_goes_on_makes_it_dirty_again():
    disk = Disk()
    disk.hint("/a", signature())
    disk.pass_time(6)
    disk.hint("/a", signature(1))
    disk.pass_time(10)

    assert disk.taken == [("/a",), ("/a",)]


def test_too_much_is_said_and_can_be_forgotten():
    dirty = Dirty(max_wait=MAX_WAIT, most=3)
    for number in range(4):
        assert not dirty.overflowing
        dirty.touch(f"/{number}", 0.0, settle=SETTLE)

    assert dirty.overflowing
    dirty.clear()
    assert (len(dirty), dirty.wake()) == (0, None)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["/a", "/b", "/f/c"]),
        st.sampled_from(["hint", "write", "write in silence", "remove", "none"]),
        st.floats(0, 12),
        st.sampled_from([0.0, 0.0, -4000.0, 4000.0]),
    ),
    max_size=30,
)


@given(STEPS)
def test_whatever_happens_what_was_hinted_at_is_taken_after_its_last_change(steps):
    disk = Disk()
    hinted: dict[str, float] = {}
    for number, (path, what, seconds, jump) in enumerate(steps):
        disk.wall_shift += jump
        if what == "write in silence":
            disk.files[path] = signature(number + 1, mtime=disk.now + disk.wall_shift)
        elif what != "none":
            seen = {"hint": disk.files.get(path), "write": signature(number + 1), "remove": None}[what]
            disk.hint(path, seen)
            hinted[path] = disk.now
        disk.pass_time(seconds)
    disk.pass_time(2 * SETTLE + YOUNG + 1)

    for path, at in hinted.items():
        assert any(when >= at + SETTLE - 0.5 and path in paths for when, paths in disk.runs), path
    assert len(disk.dirty) == 0
    assert disk.dirty.wake() is None


@given(st.lists(st.floats(0.5, 4.5), min_size=1, max_size=10))
def test_no_run_while_a_file_is_written(pauses):
    disk = Disk()
    for version, pause in enumerate(pauses):
        disk.hint("/a", signature(version))
        disk.pass_time(pause)

    assert disk.runs == []
