"""`ingest watch` as people start it: a process, its lines, its lock and its end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from index.lock import StateLock
from ingest.cli import main
from tests.watched import PATIENCE, page

PROJECT = Path(__file__).resolve().parents[3]
SETTINGS = """
[[roots]]
name = "docs"
path = "docs"
[watch]
settle_seconds = 0.5
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "old.md").write_text(page(1), "utf-8")
    (tmp_path / "ingest.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    for number, handler in handlers.items():
        signal.signal(number, handler)


class Process:
    """`ingest watch --json`, and what it said so far."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ingest", "watch", "--json", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.said.append(json.loads(line))

    def until(self, condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        deadline = time.monotonic() + 2 * PATIENCE
        while True:
            for line in self.said:
                if condition(line):
                    return line
            assert self.process.poll() is None, self.process.stderr.read()
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        code = self.process.wait(2 * PATIENCE)
        self._reader.join()
        return code


@contextmanager
def process(folder: Path, *arguments: str) -> Iterator[Process]:
    started = Process(folder, *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.ended()


def ran(reason: str) -> Callable[[dict[str, Any]], bool]:
    return lambda line: line["event"] == "run" and line["reason"] == reason


@pytest.mark.slow
def test_it_runs_syncs_holds_the_lock_and_ends_when_it_is_told_to(folder):
    with process(folder) as one:
        assert one.until(ran("start"))["documents"]["added"] == 1
        (folder / "docs" / "new.md").write_text(page(2, "hydraulic novelty"), "utf-8")
        run = one.until(ran("watch"))
        assert (run["exit_code"], run["paths"], run["documents"]["added"]) == (0, 1, 1)
        assert (run["failures"], run["chunks"]["total"]) == ([], 2)
        with pytest.raises(SystemExit) as refused:
            main(["sync"])
        assert refused.value.code == 4
        assert one.end(signal.SIGTERM) == 143
        assert one.process.stderr.read() == ""
    with pytest.raises(SystemExit) as free:
        main(["sync"])
    assert free.value.code == 0


@pytest.mark.slow
def test_ctrl_c_while_a_run_is_on_lets_it_end_in_order(folder):
    for number in range(300):
        (folder / "docs" / f"n{number}.md").write_text(page(10 + number), "utf-8")
    with process(folder) as one:
        one.until(lambda line: line["event"] == "watching")
        time.sleep(1.0)
        assert one.end(signal.SIGINT) == 130
    with pytest.raises(SystemExit) as free:
        main(["sync"])
    assert free.value.code == 0
    with pytest.raises(SystemExit) as sound:
        main(["verify"])
    assert sound.value.code == 0


@pytest.mark.slow
def test_once_leaves_with_the_code_of_its_run_wherever_its_output_goes(folder):
    for name, code in (("good.md", 0), ("broken.pdf", 1)):
        (folder / "docs" / name).write_bytes(b"%PDF-1.4 broken" if code else page(3).encode())
        with (folder / "log").open(
            "w"
        ) as log:  # a file, as under cron: what a run says must not be lost in it
            done = subprocess.run(
                [sys.executable, "-m", "ingest", "watch", "--once"],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stdout=log,
                stderr=log,
                check=False,
            )
        assert done.returncode == code, (folder / "log").read_text()
    assert "failed docs/broken.pdf: " in (folder / "log").read_text()


def test_a_second_one_says_who_holds_the_lock(folder, capsys):
    (folder / ".ingest").mkdir(mode=0o700)
    with StateLock(folder / ".ingest", command="ingest watch"), pytest.raises(SystemExit) as refused:
        main(["watch", "--json"])

    assert refused.value.code == 4
    assert "ingest watch" in json.loads(capsys.readouterr().out)["error"]


def test_settings_that_are_wrong_are_told_before_anything_begins(folder, capsys):
    with pytest.raises(SystemExit) as refused:
        main(["watch", "--set", "watch.mode=events"])

    assert refused.value.code == 2
    assert "watch.mode" in capsys.readouterr().err
