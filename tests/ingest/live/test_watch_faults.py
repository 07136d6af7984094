"""What goes blind, dies, fills up or is taken away while a folder is watched: nothing is lost, nothing is removed."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ingest.live import supervise
from ingest.live.clock import Clock
from ingest.live.observe import Ears
from ingest.live.runner import Outcome
from tests.watched import page, watched

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).resolve().parents[3]
NAMESPACES = (
    shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], check=False).returncode
)
in_namespaces = pytest.mark.skipif(
    not NAMESPACES, reason="needs user namespaces, for mounts and limits of its own"
)


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """Roots and threads are looked at more often than in life."""
    monkeypatch.setattr(supervise, "CHECK", 0.3)
    monkeypatch.setattr(supervise, "CHECK_AWAY", 0.2)


def test_a_handler_that_breaks_is_noticed_and_what_it_missed_is_found(tmp_path, monkeypatch):
    with watched(tmp_path) as one:
        with monkeypatch.context() as patch:
            patch.setattr(threading, "excepthook", lambda *_: None)
            patch.setattr(Ears, "dispatch", lambda *_: 1 / 0)
            one.world.write("missed.md", page(5))
            one.until(lambda: one.said("rearmed"), "set up again")
        one.until_in_step()
        one.world.write("heard.md", page(6))
        one.until(lambda: any("heard.md" in names for names in one.limited), "heard again")

    assert "watching was set up again" in one.full


@pytest.mark.slow
def test_what_breaks_down_again_and_again_is_walked(tmp_path):
    class Dead:
        lives = False

        def __init__(self, *_):
            pass

        def watches(self):
            return None

        def close(self):
            pass

    with watched(tmp_path, observe=Dead) as one:
        one.until(lambda: one.said("scanning"), "walking")
        one.world.write("new.md", page(5))
        one.until_in_step()

    assert "broke down 3 times" in one.said("scanning")[0].message
    assert "'docs'" in one.said("scanning")[0].message


def test_a_root_that_cannot_be_watched_at_all_is_walked(tmp_path):
    def refuse(*_):
        raise OSError(24, "inotify instance limit reached")

    with watched(tmp_path, observe=refuse) as one:
        one.world.write("new.md", page(5))
        one.until_in_step()

    assert "instance limit" in one.said("scanning")[0].message
    assert one.limited == [("new.md",)]


def test_a_root_that_goes_and_comes_back_loses_nothing(tmp_path):
    with watched(tmp_path) as one:
        before = one.world.export()
        one.world.docs.rename(tmp_path / "elsewhere")
        one.until(lambda: any(outcome.exit_code == 3 for outcome in one.runner.outcomes), "exit 3")
        assert one.said("away")
        assert one.watcher.standing()["roots"] == {"docs": "away"}
        assert one.world.export() == before
        (tmp_path / "elsewhere" / "meanwhile.md").write_text(page(8), "utf-8")
        (tmp_path / "elsewhere").rename(one.world.docs)
        one.until(lambda: "docs/meanwhile.md#" in one.world.placed(), "back in step")
        one.world.write("later.md", page(9))
        one.until(lambda: any("later.md" in names for names in one.limited), "watched again")
        one.until_in_step()

        assert one.said("back")
        assert one.watcher.standing() == {
            "dirty": 0,
            "wanted": [],
            "held": False,
            "broken": "",
            "roots": {"docs": "watched"},
        }
        assert one.world.export() == one.world.fresh()


def test_an_empty_folder_in_the_root_s_place_removes_nothing(tmp_path):
    with watched(tmp_path) as one:
        before = one.world.export()
        one.world.docs.rename(tmp_path / "elsewhere")
        one.world.docs.mkdir()
        one.until(lambda: any(outcome.exit_code == 3 for outcome in one.runner.outcomes), "exit 3")
        assert one.world.export() == before
        one.world.docs.rmdir()
        (tmp_path / "elsewhere").rename(one.world.docs)
        one.until(lambda: one.runner.outcomes[-1].exit_code == 0, "back in step")

        assert one.world.export() == before


def test_lost_events_make_everything_be_looked_at(tmp_path, monkeypatch):
    with watched(tmp_path) as one:
        monkeypatch.setattr(Ears, "dispatch", lambda *_: None)
        one.world.write("unheard.md", page(5))
        logging.getLogger("watchdog.observers.inotify_c").warning("Inotify queue overflowed")
        one.until_in_step()

    assert one.full == ["start", "events were lost"]


@pytest.mark.slow
def test_a_storm_is_one_run_over_everything(tmp_path):
    with watched(tmp_path, "watch.settle_seconds=1.5") as one:
        one.runner.ask = lambda wish: Outcome(exit_code=0)
        one.watcher.dirty.most = 500
        storm(one.world.docs, 3_000)
        one.until(lambda: one.full[1:], "a run over everything")
        one.until(lambda: one.at_rest, "rest")

    assert [reason for reason in one.full[1:] if "many changes" not in reason] == []
    assert len(one.runner.wishes) <= 4


def storm(docs: Path, files: int) -> None:
    for number in range(files):
        folder = docs / f"d{number % 50}"
        if number < 50:
            folder.mkdir()
        (folder / f"s{number}.md").write_text("x")


@pytest.mark.parametrize(
    ("code", "limited"),
    [(4, True), (3, True), (70, True), (2, True)],
    ids=["lock busy", "away", "defect", "unknown path"],
)
def test_a_run_that_could_not_be_made_is_made_up_for(tmp_path, monkeypatch, code, limited):
    monkeypatch.setattr("ingest.live.agenda.AGAIN", {})
    monkeypatch.setattr("ingest.live.agenda.OTHERWISE", (0.3, 1.0))
    with watched(tmp_path) as one:
        answers = [Outcome(exit_code=code, report={"error": "no", "remedy": "Wait."})]
        one.runner.ask = lambda wish: answers.pop() if answers else None
        one.world.write("new.md", page(5))
        one.until_in_step()

    assert [outcome.exit_code for outcome in one.runner.outcomes] == [0, code, 0]
    assert one.said("run")[1].remedy == "Wait."


def test_files_that_fail_in_passing_are_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.live.agenda.PASSING_AGAIN", (0.3, 1.0))
    with watched(tmp_path) as one:
        report = {"failures": [{"source": "docs/a.md", "code": "changing", "new": True, "remedy": "Wait."}]}
        answers = [Outcome(exit_code=1, report=report)]
        one.runner.ask = lambda wish: answers.pop() if answers else None
        one.world.write("new.md", page(5))
        one.until_in_step()

    assert one.full == ["start", "retry"]
    assert "docs/a.md: changing" in one.said("run")[1].message


def test_what_is_missing_on_a_share_is_looked_at_once_more(tmp_path):
    with watched(tmp_path) as one:
        steady = one.watcher.clock.steady
        one.runner.ask = lambda wish: Outcome(exit_code=0, report={"missing": [{"source": "docs/a.md"}]})
        one.world.write("new.md", page(5))
        one.until(lambda: "files are missing" in one.watcher.agenda.later, "a second look")
        assert 55 < one.watcher.agenda.later["files are missing"] - steady() < 65
        one.watcher.agenda.want("files are missing", steady())
        one.watcher.inbox.ring()
        one.until(lambda: "files are missing" in one.full and not one.runner.busy, "the second look")

        assert "files are missing" not in one.watcher.agenda.later, "two are enough"


class Shifted:
    """The real time, and what a test adds to it."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now().astimezone() + self.by


def test_a_clock_that_is_set_makes_everything_be_looked_at(tmp_path):
    wall = Shifted()
    with watched(tmp_path, clock=Clock(wall=wall)) as one:
        wall.by = timedelta(minutes=10)
        one.until(lambda: any("clock jump" in reason for reason in one.full), "a run")
        wall.by = timedelta(0)
        one.until(lambda: sum("clock jump" in reason for reason in one.full) == 2, "a run")


@pytest.mark.slow
def test_a_new_day_turns_labels(tmp_path):
    wall = Shifted()
    now = wall()
    wall.by = now.replace(hour=23, minute=59, second=57, microsecond=0) - now
    with watched(tmp_path, clock=Clock(wall=wall)) as one:
        one.world.write("old-0.md", "---\nvalid_until: 2025-06-01\n---\n" + page(0))
        one.until(lambda: one.limited, "a run")
        one.world.now = datetime.fromisoformat("2025-06-02T00:00:01+00:00")
        one.until(lambda: "a new day" in one.full, "a run after midnight")
        one.until(lambda: one.world.verdicts()["docs/old-0.md#"].kind == "expired", "the label turned")


@pytest.mark.slow
def test_a_root_without_events_is_walked_and_settles_too(tmp_path):
    with watched(tmp_path, "watch.mode='scan'", "watch.network_settle_seconds=1.0") as one:
        assert one.watcher.supervisor.posts[0].observation is None
        with open(one.world.docs / "copied.md", "w") as file:
            for part in range(8):
                file.write(page(100 + part))
                file.flush()
                time.sleep(0.2)
        one.until(lambda: any("copied.md" in names for names in one.limited), "the copy")
        (one.world.docs / "old-1.md").unlink()
        one.until_in_step()
        assert one.world.export() == one.world.fresh()

    assert sum("copied.md" in names for names in one.limited) == 1
    assert one.full == ["start"]
    assert 'watch.mode is "scan"' in one.said("scanning")[0].message


def in_namespace(what: str, folder: Path) -> dict[str, object]:
    """Runs a case of `namespace.py` where this user is root over mounts and limits of its own."""
    done = subprocess.run(
        ["unshare", "-Urm", sys.executable, "-m", "tests.ingest.live.namespace", what, str(folder)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@in_namespaces
def test_too_few_watches_are_noticed_and_the_root_is_walked(tmp_path):
    told = in_namespace("limit", tmp_path)

    assert told["scanning"] == [
        "root 'docs' is looked at every 0.5 s, since the system watches only 20 of its 41 folders"
    ]
    assert "max_user_watches" in told["remedy"]
    assert told["in_step"]


@in_namespaces
def test_an_unmounted_share_removes_nothing_and_is_in_step_when_it_is_back(tmp_path):
    told = in_namespace("unmount", tmp_path)

    assert told == {"before": 3, "away": 3, "codes": [3], "back": True, "after": 4}


@pytest.mark.slow
def test_many_thousand_new_files_are_all_found(tmp_path):
    """WATCH_STORM sets their number; 60,000 is what the fault matrix asks for."""
    files = int(os.environ.get("WATCH_STORM", "2500"))
    with watched(tmp_path) as one:
        one.watcher.dirty.most = min(5_000, files // 3)
        storm(one.world.docs, files)
        shutil.rmtree(one.world.docs / "d7")
        there = sum(1 for _ in one.world.docs.rglob("*.md"))
        one.until(
            lambda: one.at_rest and sum(one.runner.outcomes[-1].report["verdicts"].values()) == there,
            "a verdict for each file",
            seconds=3600,
        )

        work = one.world.plan()["documents"]
        assert (work["load"], work["put"], work["drop"]) == (0, 0, 0)
        assert "many changes" in " ".join(one.full)
