"""Shares and disks that are away, empty, foreign or unreadable: real mounts, a real other user; nothing is deleted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench.commands import PROJECT
from index.errors import RefusedError
from tests.ingest.test_sync import page
from tests.world import World

NAMESPACES = (
    shutil.which("unshare") and not subprocess.run(["unshare", "-Urm", "true"], check=False).returncode
)
needs_mounts = pytest.mark.skipif(not NAMESPACES, reason="NOT RUN: needs user namespaces, to mount")
Said = list[dict[str, Any]]
NOBODY = 65534


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """What `shares.py` tells: for each story what each run said."""
    done = subprocess.run(
        [
            "unshare",
            "-Urm",
            sys.executable,
            "-m",
            "tests.disasters.shares",
            tmp_path_factory.mktemp("shares"),
        ],
        cwd=PROJECT,
        env={"PYTHONPATH": str(PROJECT), "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told: dict[str, Said] = json.loads(done.stdout.splitlines()[-1])
    return told


def codes(said: Said) -> list[int]:
    assert all(one["whole"] for one in said)
    return [one["code"] for one in said]


def kept(said: Said) -> bool:
    """Whether no run changed what is searchable, nor embedded anything after the first."""
    return all(one["sources"] == said[0]["sources"] and not one["embedded"] for one in said[1:])


@needs_mounts
def test_an_empty_mount_over_the_root(stories: dict[str, Said]) -> None:
    said = stories["an_empty_mount_over_the_root"]
    assert (codes(said), kept(said)) == ([0, 3, 3, 0], True)
    assert "shows no file, and 2 were there: nothing was changed" in said[1]["words"]
    assert "Check that the share is mounted" in said[1]["remedy"]


@needs_mounts
def test_a_share_that_is_not_mounted_behind_a_file_that_says_so(stories: dict[str, Said]) -> None:
    said = stories["a_share_that_is_not_mounted"]
    assert (codes(said), kept(said)) == ([0, 3, 0], True)
    assert "3 of 3 known files are not in it" in said[1]["words"]


@needs_mounts
def test_a_foreign_disk_in_the_roots_place(stories: dict[str, Said]) -> None:
    said = stories["a_foreign_disk_in_the_roots_place"]
    assert (codes(said), kept(said[:3])) == ([0, 3, 3, 0, 0], True)
    assert "tmpfs at " in said[1]["words"]
    assert "--allow-delete 3" in said[1]["remedy"]
    assert said[3]["sources"] == ["docs/holiday.md", "docs/wedding.md"]
    assert said[4]["sources"] == ["docs/holiday.md"], "once accepted it is the root"


@needs_mounts
def test_another_disk_with_the_same_files_is_welcome(stories: dict[str, Said]) -> None:
    said = stories["a_disk_with_the_same_files"]
    assert codes(said) == [0, 0]
    assert said[1]["sources"] == ["docs/fan.md", "docs/pump.md"]


@needs_mounts
def test_a_share_within_the_root_that_is_away(stories: dict[str, Said]) -> None:
    said = stories["a_share_within_the_root"]
    assert (codes(said), kept(said[:5])) == ([0, 1, 1, 0, 1, 0, 0], True)
    assert [one["failed"] for one in said[1:3]] == [[["docs/team/", True]], [["docs/team/", False]]]
    assert said[5]["sources"] == said[6]["sources"] == ["docs/fan.md", "docs/pump.md"]


@needs_mounts
def test_a_share_that_is_unmounted_while_it_is_listed(stories: dict[str, Said]) -> None:
    said = stories["unmounted_while_it_is_listed"]
    assert (codes(said), kept(said)) == ([0, 3, 0], True)
    assert "was mounted, unmounted or replaced while it was listed" in said[1]["words"]


@contextmanager
def as_another_user() -> Iterator[None]:
    """Whoever may do everything is nobody for a while: the kernel then refuses what it refuses to others."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def foreign() -> Iterator[World]:
    """A world that belongs to somebody else than root."""
    folder = Path(tempfile.mkdtemp())
    try:
        warm = World(folder / "warm")  # what is imported late is read as who we are
        warm.write("pump.md", page("pump"))
        warm.sync()
        (folder / "kb").mkdir()
        if not os.geteuid():
            os.chown(folder, NOBODY, NOBODY)
            os.chown(folder / "kb", NOBODY, NOBODY)
        with as_another_user():
            world = World(folder / "kb")
            for name in ("pump", "x/fan", "x/valve", "x/y/hose"):
                world.write(f"{name}.md", page(name))
            assert world.sync().exit_code == 0
        yield world
    finally:
        for place in (folder / "kb" / "docs", folder / "kb" / "docs" / "x"):
            place.chmod(0o700)
        shutil.rmtree(folder)


@pytest.mark.parametrize("mode", [0o000, 0o300], ids=["closed", "entered but not listed"])
@pytest.mark.parametrize("command", ["sync", "rebuild"])
def test_a_folder_that_this_user_may_not_list(foreign: World, mode: int, command: str) -> None:
    before = foreign.export()
    (foreign.docs / "x").chmod(mode)
    with as_another_user():
        for new in (True, False):
            report = foreign.sync(command=command, everything=command == "rebuild", prune=True)
            assert report.exit_code == 1
            assert [(one.source, one.stage, one.code, one.new) for one in report.failures] == [
                ("docs/x/", "scan", "unreadable", new)
            ]
            assert "Check permissions and the share" in report.as_text()
            assert report.stale == ["docs/x/fan.md#", "docs/x/valve.md#", "docs/x/y/hose.md#"]
            assert foreign.stored() == foreign.export() == before
            told = foreign.why("docs/x/y/hose.md")
            assert "not seen by the last run: docs/x/ cannot be listed; what is known (" in told
            assert "found" not in told.splitlines()[0]
            told = foreign.why("docs/x")
            assert ("the last run: itself cannot be listed; what" in told, "gone" in told) == (True, False)
        assert foreign.sync(new_failures_only=True).exit_code == 0
        assert {"source": "docs/x/", "do": "fail", "why": "unreadable"} in foreign.plan()["reasons"]
        (foreign.docs / "x").chmod(0o700)
        assert "(now it can: run ingest sync)" in foreign.why("docs/x/y/hose.md")
        (foreign.docs / "x" / "fan.md").unlink()
        assert foreign.sync().exit_code == 0
        assert foreign.stored() == foreign.export() == foreign.fresh()


def test_a_folder_that_cannot_be_entered_is_listed_by_name_alone(foreign: World) -> None:
    """Its names are there and nothing can be asked of them: they are unknown one by one."""
    before = foreign.export()
    (foreign.docs / "x").chmod(0o400)
    with as_another_user():
        report = foreign.sync()
        assert (report.exit_code, {one.code for one in report.failures}) == (1, {"unreadable"})
        assert "not seen by the last run: itself cannot be listed" in foreign.why("docs/x/fan.md")
        assert foreign.stored() == foreign.export() == before


def test_a_root_that_this_user_may_not_list(foreign: World) -> None:
    before = foreign.export()
    (foreign.docs / "x").chmod(0)
    with as_another_user():
        assert "docs/x/fan.md: cannot be listed now, the last run could; what" in foreign.why("docs/x/fan.md")
    foreign.docs.chmod(0)
    with as_another_user():
        for asked in ({}, {"command": "rebuild", "everything": True}):
            with pytest.raises(RefusedError, match=r"cannot be listed \(PermissionError\)"):
                foreign.sync(**asked)
        assert foreign.stored() == foreign.export() == before
