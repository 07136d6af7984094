"""`ingest schedule` as a process: what it shows, what it does at once, how it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.lock import StateLock, secure_directory
from index.manifest import Manifest
from ingest.live.past import Recorded
from ingest.status import status

PATIENCE = 120


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a settings file and two documents."""
    (tmp_path / "docs").mkdir()
    for name in ("reset", "update"):
        (tmp_path / "docs" / f"{name}.md").write_text(f"# {name}\n\nHow to {name} the device.\n")
    (tmp_path / "ingest.toml").write_text(
        '[schedule]\naudit = ""\nsync = "@yearly"\ntimezone = "Europe/Berlin"\n'
    )
    return tmp_path


def ingest(place: Path, *arguments: str, **environ: str) -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "ingest", *arguments, "--json"], cwd=place, env={**os.environ, **environ},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def status_of(place: Path) -> dict[str, Any]:
    with closing(Manifest.read(place / ".ingest")) as manifest:
        return status(manifest, place / ".ingest")


class Process:
    """A schedule that runs; `wait_for` reads what it says."""

    def __init__(self, place: Path, *flags: str) -> None:
        words = [word for flag in flags for word in ("--set", flag)]
        self.log = place / "log"
        with self.log.open("wb") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "ingest", "schedule", *words], cwd=place, stdout=log, stderr=log
            )

    def wait_for(self, words: str) -> str:
        end = time.monotonic() + PATIENCE
        while words not in (said := self.log.read_text()):
            assert time.monotonic() < end, said
            assert self.running.poll() is None, said
            time.sleep(0.05)
        return said

    def end(self, *signals: signal.Signals) -> int:
        for number in signals:
            self.running.send_signal(number)
            time.sleep(0.3 if len(signals) > 1 else 0)
        return self.running.wait(PATIENCE)


@contextmanager
def scheduled(place: Path, *flags: str) -> Iterator[Process]:
    process = Process(place, *flags)
    try:
        yield process
    finally:
        process.running.kill()
        process.running.wait()


def test_the_next_times_are_shown(place: Path) -> None:
    code, told = ingest(place, "schedule", "--show", "--set", "schedule.rebuild='CRON_TZ=UTC 0 5 * * 7'")

    assert code == 0
    assert [job["job"] for job in told["jobs"]] == ["sync", "rebuild"]
    sync, rebuild = told["jobs"]
    assert (sync["cron"], sync["timezone"], sync["last"]) == ("@yearly", "Europe/Berlin", "")
    assert len(sync["next"]) == 3
    assert all(moment.endswith("-01-01T00:00+01:00") for moment in sync["next"])
    assert all(moment.endswith("T05:00+00:00") for moment in rebuild["next"])


def test_the_machine_has_a_time_zone(place: Path) -> None:
    code, told = ingest(place, "schedule", "--show", "--set", "schedule.timezone=''", TZ="America/New_York")

    assert code == 0
    assert told["jobs"][0]["timezone"] == "America/New_York"
    assert told["jobs"][0]["next"][0].endswith("-01-01T00:00-05:00")


@pytest.mark.parametrize(
    ("flag", "words"),
    [("schedule.sync=''", "nothing is scheduled"), ("schedule.sync='0 0 31 2 *'", "never comes")],
)
def test_a_schedule_without_a_time_is_refused(place: Path, flag: str, words: str) -> None:
    code, told = ingest(place, "schedule", "--set", flag)

    assert (code, told["exit_code"]) == (2, 2)
    assert words in told["error"]


def test_what_is_due_is_done_at_once_and_only_once(place: Path) -> None:
    with scheduled(place) as process:
        said = process.wait_for("ran job=sync")
        assert "exit_code=0" in said
        assert "sync     @yearly  (Europe/Berlin), last never" in said
        assert process.end(signal.SIGTERM) == 143
    assert status_of(place)["documents"] == 2
    last = Recorded(place / ".ingest").last("sync")

    with scheduled(place) as process:  # another process finds it done
        process.wait_for("(Europe/Berlin), last 20")
        time.sleep(1.0)
        assert process.end(signal.SIGINT) == 130
        assert "run job" not in process.log.read_text()
    assert Recorded(place / ".ingest").last("sync") == last
    assert ingest(place, "verify")[0] == 0
    assert Recorded(place / ".ingest").last("verify") is not None
    assert [run["command"] for run in status_of(place)["runs"]] == ["verify", "sync"]


def test_a_taken_lock_is_waited_for(place: Path) -> None:
    secure_directory(place / ".ingest")
    with StateLock(place / ".ingest", command="test"), scheduled(place) as process:
        said = process.wait_for("busy")
        assert "exit_code=4" in said
        assert process.end(signal.SIGTERM) == 143


@pytest.mark.slow
@pytest.mark.parametrize("signals", [(signal.SIGTERM,), (signal.SIGINT, signal.SIGINT)])
def test_a_signal_lets_the_batch_end_and_a_second_one_does_not(
    place: Path, signals: tuple[signal.Signals, ...]
) -> None:
    for number in range(400):
        (place / "docs" / f"d{number}.md").write_text(f"# D{number}\n\nPage {number} of the handbook.\n")
    with scheduled(place) as process:
        process.wait_for("run job=sync")
        end = time.monotonic() + PATIENCE
        while not (place / ".ingest" / "manifest.db").exists():  # it is at work
            assert time.monotonic() < end
            time.sleep(0.05)
        time.sleep(0.5)
        began = time.monotonic()
        code = process.end(*signals)

    assert code == 128 + signals[0]
    assert time.monotonic() - began < 60
    manifest = Manifest.read(place / ".ingest")
    rows = [row[0] for row in manifest.db.execute("SELECT exit_code FROM run")]
    manifest.close()
    assert rows in ([143], []) if len(signals) > 1 else rows == [143]
    assert ingest(place, "sync")[0] == 0  # and it goes on from there
    assert ingest(place, "verify")[1]["ok"]
