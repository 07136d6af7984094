"""A lock that a child works under: shared with it, refused to all others, and held as long as one of them lives."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import LockedError
from index.lock import INHERITED, StateLock

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows lends no locks")

PATIENCE = 30.0
CHILD = """
import sys
from pathlib import Path
from index.lock import StateLock
with StateLock(Path(sys.argv[1]), command="ingest sync") as lock:
    print("in", flush=True)
    sys.stdin.readline()
"""
PARENT = f"""
import os, subprocess, sys, time
from pathlib import Path
from index.lock import StateLock
with StateLock(Path(sys.argv[1]), command="ingest watch") as lock, lock.lent() as (handles, environment):
    child = subprocess.Popen([sys.executable, "-c", {CHILD!r}, sys.argv[1]], pass_fds=handles,
                             env={{**os.environ, **environment}})
    print(child.pid, flush=True)
    time.sleep(600)
"""


def _start(program: str, directory: Path, **how: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(directory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **how,  # type: ignore[call-overload]
    )


def _enter(directory: Path, handles: tuple[int, ...], environment: dict[str, str]) -> subprocess.Popen[str]:
    child = _start(CHILD, directory, pass_fds=handles, env={**os.environ, **environment})
    assert child.stdout
    assert child.stdout.readline() == "in\n"
    return child


def _soon(fact: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE
    while not fact() and time.monotonic() < until:
        time.sleep(0.02)
    return fact()


def test_the_lock_outlives_a_killed_parent_as_long_as_its_child_works(tmp_path: Path) -> None:
    parent = _start(PARENT, tmp_path)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert parent.stdout.readline() == "in\n"
    stranger = StateLock(tmp_path)

    assert not stranger.try_acquire()
    assert stranger.holder() == f"pid {parent.pid} (ingest watch)"
    parent.kill()
    parent.wait(PATIENCE)
    assert not stranger.try_acquire()
    assert stranger.holder() == f"pid {child} (ingest sync)"
    with pytest.raises(LockedError, match=f"pid {child} "):
        stranger.__enter__()
    parent.communicate("\n")  # the child's line
    assert _soon(stranger.try_acquire)
    assert stranger.path.read_text().split()[0] == str(os.getpid())
    stranger.release()


def test_the_note_names_who_is_in_and_forgets_who_left(tmp_path: Path) -> None:
    with StateLock(tmp_path, command="ingest watch") as lock, lock.lent() as (handles, environment):
        own = f"{os.getpid()} ingest watch\n"
        for _ in range(2):
            child = _enter(tmp_path, handles, environment)
            assert lock.path.read_text() == f"{own}{child.pid} ingest sync\n"
            child.communicate("\n")
            assert child.returncode == 0
            assert lock.path.read_text() == own
        killed = _enter(tmp_path, handles, environment)
        killed.kill()
        killed.communicate()
        after = _enter(tmp_path, handles, environment)
        assert lock.path.read_text() == f"{own}{after.pid} ingest sync\n"
        after.communicate("\n")
    assert lock.path.read_text() == ""


@pytest.mark.parametrize(
    "claim", ["own", "other file", "directory", "closed", "-1", "", "1e9", "99999999999"]
)
def test_a_variable_lets_nobody_in(tmp_path: Path, claim: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even with a descriptor of the very file: the system is asked whether that descriptor holds the lock."""
    (tmp_path / "other").write_text("")
    names = {"own": "lock", "other file": "other", "directory": "."}
    with StateLock(tmp_path, command="ingest watch"):
        handle = os.open(tmp_path / names.get(claim, "other"), os.O_RDONLY)
        if claim == "closed":
            os.close(handle)
        monkeypatch.setenv(INHERITED, str(handle) if claim in {*names, "closed"} else claim)

        assert not StateLock(tmp_path).try_acquire()
        if claim != "closed":
            os.close(handle)


def test_a_descriptor_of_the_file_with_a_free_lock_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lock").write_text("")
    handle = os.open(tmp_path / "lock", os.O_RDWR)
    monkeypatch.setenv(INHERITED, str(handle))
    with StateLock(tmp_path):
        assert INHERITED not in os.environ
        assert not StateLock(tmp_path).try_acquire()
    os.close(handle)


def test_two_locks_of_a_child_exclude_each_other_and_the_second_comes_after_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StateLock(tmp_path) as lock, lock.lent() as ((handle,), environment):
        lent = os.dup(handle)
        monkeypatch.setenv(next(iter(environment)), str(lent))
        first, second = StateLock(tmp_path), StateLock(tmp_path)

        assert first.try_acquire()
        assert not os.get_inheritable(lent)
        assert not second.try_acquire()
        first.release()
        assert second.try_acquire()
        second.release()
        os.close(lent)


def test_a_lock_of_another_directory_is_not_taken_for_this_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with StateLock(tmp_path / "a") as lock, lock.lent() as ((handle,), _), StateLock(tmp_path / "b"):
        monkeypatch.setenv(INHERITED, str(handle))

        assert not StateLock(tmp_path / "b").try_acquire()
        assert os.environ[INHERITED] == str(handle)


def test_a_lock_that_is_not_held_lends_nothing(tmp_path: Path) -> None:
    with StateLock(tmp_path).lent() as lent:
        assert lent == ((), {})
