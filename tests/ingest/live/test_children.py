"""The runner of the live part: real runs in processes of their own, warm and cold, under a lock that is shared."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.lock import StateLock, secure_directory
from ingest.live.children import ChildRunner
from ingest.live.runner import Outcome, Wish
from ingest.live.warm import WarmServer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no forks, no signals")

PATIENCE = 120.0
FLAGS = ("clean.recognizers=[]", "work.workers=1")
SYNC = Wish(reason="test")


class Place:
    """A folder of documents with its settings, and what a run under way can be told by."""

    def __init__(self, folder: Path) -> None:
        self.docs, self.state, self.config = folder / "docs", folder / ".ingest", folder / "ingest.toml"
        self.docs.mkdir(parents=True)
        secure_directory(self.state)
        self.config.write_text('[[roots]]\nname = "docs"\npath = "docs"\n', encoding="utf-8")
        self.write("reset.md", "# Reset\n\nHold the button for five seconds.\n")

    def write(self, name: str, text: str) -> Path:
        path = self.docs / name
        path.write_text(text, encoding="utf-8")
        return path

    writer = -1

    def hang(self) -> None:
        """Lets a run wait for ever, where it reads the decisions."""
        path = self.config.parent / "decisions.fifo"
        os.mkfifo(path)
        with self.config.open("a", encoding="utf-8") as file:
            file.write(f'[decisions]\npath = "{path.name}"\n')

    def await_hanging(self) -> None:
        """Until a run has come to that place; its signals are its own by then."""
        path = self.config.parent / "decisions.fifo"

        def opened() -> int | None:
            try:
                return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody reads
                return None

        self.writer = soon(opened)
        assert self.writer

    def go_on(self) -> None:
        path = self.config.parent / "decisions.fifo"
        if self.writer >= 0:
            os.close(self.writer)
        path.unlink()
        path.write_text("")  # nothing was decided

    def members(self) -> list[int]:
        """Who is in the lock."""
        return [int(line.split()[0]) for line in (self.state / "lock").read_text().splitlines()]


def soon(fact: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := fact()) and time.monotonic() < until:
        time.sleep(0.005)
    return found


def in_background(runner: ChildRunner, wish: Wish = SYNC) -> Callable[[], Outcome]:
    """Begins a run in a thread; what it gives waits for the end."""
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(runner.run(wish)), daemon=True)
    thread.start()

    def ended() -> Outcome:
        thread.join(PATIENCE)
        return outcomes[0]

    return ended


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


@pytest.mark.slow
def test_a_warm_process_that_died_is_started_anew(place: Place) -> None:
    with ChildRunner(place.config, FLAGS, names=False) as runner:
        assert runner._server is not None
        assert runner.run(SYNC).exit_code == 0
        before = runner._server.pid
        assert before
        os.kill(before, signal.SIGKILL)
        assert runner.run(SYNC).exit_code == 0
        assert runner.run(SYNC).exit_code == 0
        assert runner._server.pid not in {None, before}


@pytest.mark.slow
def test_a_run_whose_warm_process_dies_is_waited_for(place: Place) -> None:
    place.hang()
    with ChildRunner(place.config, FLAGS, names=False) as runner:
        assert runner._server is not None
        ended = in_background(runner)
        place.await_hanging()
        child = runner._child
        assert child
        os.kill(runner._server.pid or 0, signal.SIGKILL)
        time.sleep(0.3)
        child.signal(signal.SIGTERM)
        assert ended().exit_code == 143  # by its report, since nobody saw its exit code
        place.go_on()
        assert runner.run(SYNC).exit_code == 0


PARENT = """
import sys
from pathlib import Path
from index.lock import StateLock
from ingest.live.children import ChildRunner
from ingest.live.runner import Wish
config, state = Path(sys.argv[1]), Path(sys.argv[2])
with StateLock(state, command="ingest watch") as lock, ChildRunner(config, sys.argv[4:], lock, names=False) as runner:
    runner._server = runner._server if sys.argv[3] == "warm" else None
    print(runner.run(Wish()), flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(("how", "ending"), [("warm", "interrupted"), ("cold", "done")])
def test_nobody_enters_while_the_child_of_a_killed_parent_works(place: Place, how: str, ending: str) -> None:
    """A warm child is asked to stop then; a cold one does its run to the end. Both are in the lock until they end."""
    for number in range(40):
        place.write(f"{number}.md", f"# Page {number}\n\nAbout valve {number} and its {number} screws.\n")
    parent = subprocess.Popen([sys.executable, "-c", PARENT, place.config, place.state, how, *FLAGS])
    members = soon(
        lambda: len(found := place.members()) == 2 and found if place.state.joinpath("lock").exists() else 0
    )
    assert members
    assert members[0] == parent.pid
    os.kill(members[1], signal.SIGSTOP)
    stranger = StateLock(place.state)
    try:
        parent.kill()
        parent.wait(PATIENCE)
        time.sleep(0.3)
        assert not stranger.try_acquire()
        assert stranger.holder() == f"pid {members[1]} (ingest sync)"
    finally:
        os.kill(members[1], signal.SIGCONT)
    assert soon(stranger.try_acquire)
    stranger.release()
    with ChildRunner(place.config, FLAGS, warm=False) as runner:
        after = runner.run(SYNC).report
        assert after["healed"] == []
        assert (after["documents"]["unchanged"] == 41) == (ending == "done")


def test_a_run_that_its_starter_does_not_know_of_does_not_begin(
    place: Place, server: WarmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order was sent and no answer came: what falls back to a plain process must not get a second writer."""
    monkeypatch.setattr("ingest.live.warm._hear", lambda control: {})
    with (place.config.parent / "out").open("wb") as output, pytest.raises(ConnectionError):
        server.start(["sync", "--config", str(place.config)], {}, output, output.fileno(), ())
    server.close()

    assert not (place.state / "manifest.db").exists()
    assert (place.config.parent / "out").read_bytes() == b""


@pytest.mark.slow
def test_thirty_runs_leave_nothing_behind(place: Place) -> None:
    def size() -> tuple[int, int, int]:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages >> 8, len(os.listdir("/proc/self/fd")), threading.active_count()

    with StateLock(place.state) as lock, ChildRunner(place.config, FLAGS, lock, names=False) as runner:
        for number in range(33):
            place.write("page.md", f"# Page\n\nEdition {number} of a page about valves.\n")
            assert runner.run(SYNC).report["documents"]["unchanged"] == min(1, number)
            if number == 2:
                before = size()
        after = size()
    assert after[0] <= before[0] + 4, "megabytes"
    assert after[1:] == before[1:], "descriptors, threads"
