"""The parts of the watcher: what concerns a root, hints on their way, walks, mounts, the files beside."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from index.errors import RefusedError
from ingest.live.concern import Concern
from ingest.live.inbox import Inbox
from ingest.live.inputs import QUIET, Inputs
from ingest.live.mounts import why_silent
from ingest.live.observe import folders_below
from ingest.live.once import once
from ingest.live.runner import Outcome
from ingest.live.walk import Walks
from ingest.scan import Root, scan
from ingest.settings import RootSettings
from tests.watched import QUICK, WorldRunner, page
from tests.world import World

NAMES = (
    "a.md",
    "b.txt",
    "sub/c.md",
    "sub/.hidden.md",
    ".dot/d.md",
    "sub/@eaDir/e.md",
    "old/f.md",
    "~$a.md",
    "g~",
    "sub/x/h.md",
)
PATTERNS = [
    {},
    {"include": ("**/*.md",)},
    {"exclude": ("old/", "b.*")},
    {"include": (".dot/**", "*.md")},
    {"include": ("sub/",), "exclude": ("x",)},
]


@pytest.mark.parametrize("patterns", PATTERNS, ids=str)
def test_what_concerns_is_what_a_scan_takes(tmp_path, patterns):
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "manifest.md").write_text("x")
    root, never = Root(name="r", path=tmp_path, **patterns), [tmp_path / "state"]

    concern = Concern(root, never)
    taken = {os.fspath(source.path) for source in scan([root], never=never).sources.values()}
    heard = {
        os.fspath(path)
        for path in tmp_path.rglob("*")
        if path.is_file() and concern(os.fspath(path), folder=False)
    }

    assert heard == taken
    assert all(concern(os.fspath(Path(path).parent), folder=True) for path in taken)


def test_what_lies_outside_or_is_ours_does_not_concern(tmp_path):
    concern = Concern(Root(name="r", path=tmp_path / "docs"), [tmp_path / "docs" / ".ingest"])

    assert concern(str(tmp_path / "docs"), folder=True)
    assert not concern(str(tmp_path / "docs2" / "a.md"), folder=False)
    assert not concern(str(tmp_path / "docs" / ".ingest" / "gen-0001"), folder=True)
    assert not concern(str(tmp_path / "docs" / "@eaDir"), folder=True)


def test_hints_arrive_once_each_and_too_many_become_one():
    inbox = Inbox(most=3)
    for name in ("/a", "/a", "/b"):
        inbox.hint(name)
    inbox.hint("/a", folder=True)
    assert {path: folder for path, (_, folder) in inbox.take().paths.items()} == {"/a": True, "/b": False}
    for number in range(10):
        inbox.hint(f"/{number}")
    inbox.lost("events were lost")
    hints = inbox.take()
    assert list(hints.reasons) == ["many changes", "events were lost"]
    assert len(hints.paths) <= 3
    assert not inbox.take().paths


def test_only_what_was_lost_puts_a_run_over_everything_off():
    times = iter(range(100))
    inbox = Inbox(most=2, clock=lambda: float(next(times)))
    inbox.hint("/a")
    inbox.hint("/b")
    assert inbox.lost_at == 0.0
    inbox.hint("/c")
    assert inbox.lost_at == 3.0
    inbox.lost("a folder moved")
    assert inbox.lost_at == 4.0


def test_who_waits_is_woken_and_a_ring_before_is_not_lost():
    inbox = Inbox()
    inbox.ring()
    assert inbox.wait(60.0)
    inbox.take()
    threading.Timer(0.05, inbox.hint, ("/a",)).start()
    assert inbox.wait(60.0)
    inbox.take()
    assert not inbox.wait(0.01)


def test_a_walk_tells_what_came_changed_and_went(tmp_path):
    walks = Walks(Root(name="r", path=tmp_path))
    (tmp_path / "a.md").write_text("1")
    (tmp_path / "b.md").write_text("1")
    assert walks.look() == [str(tmp_path / "a.md"), str(tmp_path / "b.md")]
    assert walks.look() == []
    (tmp_path / "a.md").write_text("22")
    (tmp_path / "b.md").unlink()
    assert walks.look() == [str(tmp_path / "a.md"), str(tmp_path / "b.md")]
    assert walks.look() == []


def test_what_cannot_be_listed_did_not_go(tmp_path, monkeypatch):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("1")
    (tmp_path / "b.md").write_text("1")
    walks = Walks(Root(name="r", path=tmp_path))
    walks.look()
    real = os.scandir

    def torn(path):
        if os.fspath(path).endswith("sub"):
            raise OSError(5, "Input/output error")
        return real(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", torn)
        (tmp_path / "b.md").unlink()
        assert walks.look() == [str(tmp_path / "b.md")]
    assert walks.look() == []


def test_a_root_that_is_away_tells_of_no_change(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.md").write_text("1")
    walks = Walks(Root(name="r", path=docs))
    walks.look()
    docs.rename(tmp_path / "gone")

    assert walks.try_look()[0] == []
    assert "is not there" in walks.try_look()[1]
    with pytest.raises(RefusedError):
        walks.look()
    (tmp_path / "gone").rename(docs)
    assert walks.look() == []


MOUNTS = "1 0 8:1 / / rw - ext4 /dev/sda rw\n2 1 0:9 / /mnt/share rw - nfs4 nas:/x rw\n"


@pytest.mark.parametrize(
    ("path", "mode", "kind", "why"),
    [
        ("/mnt/share/docs", "auto", "auto", "it lies on a network file system (nfs4)"),
        ("/home/docs", "auto", "auto", ""),
        ("/home/docs", "scan", "auto", 'watch.mode is "scan"'),
        ("/home/docs", "auto", "network", 'its kind is "network"'),
        ("/mnt/share/docs", "auto", "local", ""),
    ],
)
def test_which_roots_give_no_events(path, mode, kind, why):
    class Kinded(RootSettings):
        kind: str = "auto"

    assert why_silent(Kinded(name="r", path=Path(path), kind=kind), mode, MOUNTS) == why


def test_files_beside_are_told_once_when_they_are_quiet(tmp_path):
    path = tmp_path / "decisions.toml"
    inputs = Inputs({"decisions": path}, 0.0)
    assert inputs.changed(1.0) == []
    path.write_text("a = 1")
    assert inputs.changed(2.0) == []
    path.write_text("a = 12")
    assert inputs.changed(2.5) == []
    assert inputs.changed(2.5 + QUIET) == ["decisions"]
    assert inputs.changed(9.0) == []
    path.unlink()
    assert inputs.changed(10.0) == []
    assert inputs.changed(12.0) == ["decisions"]


def test_folders_are_counted_without_following_links(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "loop").symlink_to(tmp_path)

    assert folders_below(str(tmp_path)) == 3


def test_once_waits_for_a_copy_and_leaves_with_the_code_of_its_run(tmp_path):
    world = World(tmp_path, *QUICK, "chunk.min_tokens=20", "chunk.max_tokens=60")
    growing = world.write("copied.md", page(1))
    parts = [page(2), page(3), page(4)]

    class Stop(threading.Event):
        def wait(self, timeout=None):
            if parts:
                with growing.open("a") as file:
                    file.write(parts.pop())
            return False

    runner, notices = WorldRunner(world), []
    assert once(world.settings(), runner, notices.append, stop=Stop()).exit_code == 0
    assert not parts
    assert [wish.reason for wish in runner.wishes] == ["once"]
    assert world.export() == world.fresh()
    runner.ask = lambda wish: Outcome(exit_code=3, report={"error": "away", "remedy": "Mount it."})
    assert once(world.settings(), runner, notices.append).exit_code == 3
    assert notices[-1].remedy == "Mount it."


def test_once_does_not_wait_for_ever(tmp_path):
    world = World(
        tmp_path, *QUICK, "watch.max_wait_seconds=0.5", "chunk.min_tokens=20", "chunk.max_tokens=60"
    )
    growing = world.write("log.md", page(1))

    class Stop(threading.Event):
        def wait(self, timeout=None):
            growing.write_text(growing.read_text() + "more\n")
            return super().wait(timeout)

    notices = []
    assert once(world.settings(), WorldRunner(world), notices.append, stop=Stop()).exit_code == 0
    assert notices[0].event == "changing"
