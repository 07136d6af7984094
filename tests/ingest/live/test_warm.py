"""The process that runs are forked from: it may die at any time, and so may its parent; nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.lock import StateLock
from ingest.live.child import Start
from ingest.live.children import ChildRunner
from ingest.live.warm import WarmServer
from tests.runs import FLAGS, PATIENCE, SYNC, Place, in_background, soon

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no forks, no signals")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture
def server() -> Iterator[WarmServer]:
    made = WarmServer(names=False)
    yield made
    made.close()


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


def test_a_request_to_stop_that_goes_to_all_is_not_for_it(place: Place, server: WarmServer) -> None:
    """systemd sends SIGTERM to all processes of a unit; the runs answer it, and their parent decides."""
    runner = ChildRunner(place.config, FLAGS, warm=False)
    runner._server = server
    assert runner.run(SYNC).exit_code == 0
    before = server.pid
    assert before
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(before, number)
    time.sleep(0.2)
    assert runner.run(SYNC).exit_code == 0
    assert server.pid == before


def test_a_run_that_its_starter_does_not_know_of_does_not_begin(
    place: Place, server: WarmServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order was sent and no answer came: what falls back to a plain process must not get a second writer."""
    monkeypatch.setattr("ingest.live.warm._hear", lambda control: {})
    arguments = ["sync", "--config", str(place.config)]
    with (place.config.parent / "out").open("wb") as output:
        given = Start(arguments=arguments, environment={}, output=output, errors=output.fileno())
        with pytest.raises(ConnectionError):
            server.start(given)
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
