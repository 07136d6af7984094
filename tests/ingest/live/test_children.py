"""The runner of the live part: real runs in processes of their own, warm and cold, under a lock that is shared."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.lock import StateLock
from ingest.live.children import ChildRunner
from ingest.live.runner import Wish
from ingest.live.warm import WarmServer
from tests.runs import FLAGS, PATIENCE, SYNC, Place, in_background, soon

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no forks, no signals")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="module")
def server() -> Iterator[WarmServer]:
    """One for all tests: to warm up takes two seconds."""
    made = WarmServer(names=False)
    yield made
    made.close()


@pytest.fixture(params=["warm", pytest.param("cold", marks=pytest.mark.slow)])
def runner(place: Place, server: WarmServer, request: pytest.FixtureRequest) -> Iterator[ChildRunner]:
    with StateLock(place.state, command="ingest watch") as lock:
        made = ChildRunner(place.config, FLAGS, lock, warm=False)
        made._server = server if request.param == "warm" else None
        yield made


def test_runs_tell_what_they_did(place: Place, runner: ChildRunner) -> None:
    stranger = StateLock(place.state)
    first = runner.run(SYNC)
    page = place.write("new.md", "# New\n\nA page about valves.\n")
    place.write("other.md", "# Other\n\nA page about pumps.\n")
    second = runner.run(Wish(paths=(page,)))
    verified = runner.run(Wish(command="verify"))
    rebuilt = runner.run(Wish(command="rebuild"))

    assert (first.exit_code, first.report["documents"]["added"]) == (0, 1)
    assert (second.exit_code, second.report["documents"]["added"]) == (0, 1)
    assert 0 < second.seconds < PATIENCE
    assert (verified.exit_code, verified.report["ok"]) == (0, True)
    assert (rebuilt.exit_code, rebuilt.report["generation"]) == (0, 2)
    assert not stranger.try_acquire()
    assert place.members() == [os.getpid()]


def test_trouble_is_an_outcome(place: Place, runner: ChildRunner) -> None:
    usage = runner.run(Wish(arguments=("--no-such-option",)))
    assert (usage.exit_code, usage.report["exit_code"]) == (2, 2)
    assert runner.run(SYNC).exit_code == 0
    (place.docs / "reset.md").rename(place.state.parent / "away.md")
    refused = runner.run(SYNC)
    assert refused.exit_code == 3
    assert "shows no file" in refused.report["error"]
    assert runner.run(Wish(arguments=("--allow-delete", "1"))).exit_code == 0
    place.write("reset.md", "# Reset\n\nHold it.\n")
    (place.state / "manifest.db").write_bytes(b"no database at all")
    unreadable = runner.run(SYNC)
    assert (unreadable.exit_code, bool(unreadable.report["remedy"])) == (6, True)


def test_without_the_lock_a_run_asks_for_it_like_anybody(place: Place) -> None:
    with ChildRunner(place.config, FLAGS, warm=False) as runner:
        with StateLock(place.state, command="ingest rebuild"):
            turned_away = runner.run(SYNC)
        assert runner.run(SYNC).exit_code == 0
    assert turned_away.exit_code == 4
    assert f"pid {os.getpid()} (ingest rebuild)" in turned_away.report["error"]


def test_a_run_over_its_limit_is_asked_to_stop(place: Place, runner: ChildRunner) -> None:
    place.hang()
    runner._limit = 3.0
    late = runner.run(SYNC)
    place.go_on()
    runner._limit = PATIENCE

    assert late.exit_code == 143
    assert "longer than the limit of 3 s" in late.report["error"]
    assert 3 <= late.seconds < PATIENCE
    assert runner.run(SYNC).exit_code == 0


def test_a_run_that_does_not_stop_is_killed(place: Place, runner: ChildRunner) -> None:
    import fcntl

    assert runner.run(SYNC).exit_code == 0
    runner._limit, runner._grace = 3.0, 0.5
    with (place.state / "audit.jsonl").open("rb") as log:
        fcntl.flock(log, fcntl.LOCK_EX)  # who writes its last line is shielded, and waits
        late = runner.run(SYNC)
    runner._limit = PATIENCE

    assert late.exit_code == 128 + signal.SIGKILL
    assert "longer than the limit" in late.report["error"]
    assert runner.run(SYNC).exit_code == 0


@pytest.mark.parametrize("warm", [True, False])
def test_runs_give_way(place: Place, warm: bool) -> None:
    place.hang()
    with ChildRunner(place.config, nice=7, warm=warm) as runner:
        ended = in_background(runner)
        place.await_hanging()
        child = runner._child
        assert child
        mine = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == min(19, mine + 7)
        place.go_on()
        assert ended().exit_code == 0


def test_a_run_that_crashes_costs_itself(place: Place, runner: ChildRunner) -> None:
    place.hang()
    ended = in_background(runner)
    place.await_hanging()
    child = runner._child
    assert child
    child.signal(signal.SIGSEGV)
    crashed = ended()
    place.go_on()

    assert crashed.exit_code == 128 + signal.SIGSEGV
    assert "SIGSEGV" in crashed.report["error"]
    assert runner.run(SYNC).exit_code == 0


def test_stop_is_passed_on_and_no_run_begins_after_it(place: Place, runner: ChildRunner) -> None:
    place.hang()
    ended, waiting = in_background(runner), in_background(runner)
    place.await_hanging()
    runner.stop()

    assert {ended().exit_code, waiting().exit_code} == {143}
    assert runner.run(SYNC).exit_code == 143


def test_a_second_stop_kills(place: Place, runner: ChildRunner) -> None:
    import fcntl

    assert runner.run(SYNC).exit_code == 0
    with (place.state / "audit.jsonl").open("rb") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        ended = in_background(runner)
        assert soon(lambda: runner._child)
        runner.stop()
        time.sleep(0.3)
        runner.stop()
        assert ended().exit_code in {128 + signal.SIGKILL, 143}


def test_wishes_are_done_one_at_a_time(place: Place, runner: ChildRunner) -> None:
    most, under_way = 0, 0
    real = runner._attend

    def counted(child: Any) -> tuple[int, str]:
        nonlocal most, under_way
        under_way += 1
        most = max(most, under_way)
        try:
            return real(child)
        finally:
            under_way -= 1

    runner._attend = counted  # type: ignore[method-assign]
    endings = [in_background(runner) for _ in range(3)]

    assert [ended().exit_code for ended in endings] == [0, 0, 0]
    assert most == 1


def test_what_a_run_says_is_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), ChildRunner(place.config, ("no.such=1",), warm=False) as runner:
        assert runner.run(Wish(reason="schedule")).exit_code == 2
    assert any("sync: ingest: " in line for line in caplog.messages)
    assert any("sync (schedule) ended with 2" in line for line in caplog.messages)


def test_many_paths_are_a_whole_sync(place: Place) -> None:
    runner = ChildRunner(place.config, FLAGS, warm=False)
    few, many = (tuple(place.docs / f"{number}.md" for number in range(size)) for size in (2, 2000))
    assert runner._arguments(Wish(paths=few))[-3:] == ["--", *map(str, few)]
    assert "--" not in runner._arguments(Wish(paths=many))
