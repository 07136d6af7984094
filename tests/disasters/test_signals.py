"""A run that is asked to stop: it ends a batch, leaves all clean and goes on next time."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.aim import workers_of
from bench.commands import Done, Running
from bench.pages import change, write_pages
from bench.victim import Victim
from index.interrupt import ONE_SECONDS

pytestmark = pytest.mark.slow

Fresh = Callable[[Victim], dict[str, Any]]


def stop(
    victim: Victim, when: Callable[[], bool], signum: int, *, inline: bool, again: bool = False
) -> tuple[Done, int]:
    running = victim.start("sync", inline=inline)
    until = time.monotonic() + 60
    while not when() and time.monotonic() < until:
        time.sleep(0.001)
    send(running, signum)
    if again:
        time.sleep(ONE_SECONDS + 0.1)
        with suppress(ProcessLookupError):  # it was quick
            send(running, signum)
    return running.done(), running.pid


def send(running: Running, signum: int) -> None:
    """As a terminal does: to the whole group, workers too."""
    os.killpg(running.pid, signum)


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Whether nothing of a run is left, soon after its end: a server that still imports sees it when it has done so."""
    until = time.monotonic() + seconds
    while workers_of(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not workers_of(pid)


def has_children(victim: Victim) -> Callable[[], bool]:
    return lambda: len(workers_of(victim.leaders[-1])) >= 3


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_while_reading(newcomer: Victim, fresh: Fresh, signum: int, code: int) -> None:
    done, pid = stop(newcomer, has_children(newcomer), signum, inline=False)
    assert (done.code, "Run it again" in done.err) == (code, True), done.err
    assert gone(pid)
    assert "Traceback" not in done.err
    assert list(newcomer.state.glob("*.dirty")) == []
    assert newcomer.differences(fresh) == []


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_stopped_while_writing(newcomer: Victim, fresh: Fresh, signum: int, code: int) -> None:
    def writing() -> bool:
        return bool(list(newcomer.state.glob("gen-*/chroma/*/header.bin")))

    done, _ = stop(newcomer, writing, signum, inline=True)
    assert (done.code, "Run it again" in done.err) == (code, True), done.err
    assert list(newcomer.state.glob("*.dirty")) == []
    rest = newcomer.run("sync", "--json")
    assert rest.code == 0
    assert 0 < rest.data["chunks"]["embedded"] < rest.data["chunks"]["total"], (
        "it did not go on where it stopped"
    )
    assert newcomer.differences(fresh) == []
    assert newcomer.healed == []


@pytest.mark.slow
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_second_signal_is_hard_and_still_loses_nothing(newcomer: Victim, fresh: Fresh, signum: int) -> None:
    write_pages(newcomer.docs, 60)

    def writing() -> bool:
        return bool(list(newcomer.state.glob("gen-*/chroma/*/header.bin")))

    done, pid = stop(newcomer, writing, signum, inline=False, again=True)
    assert done.code in {128 + signum, -signum}, done
    assert gone(pid)
    assert newcomer.differences(fresh) == []


def test_a_signal_that_comes_twice_at_once_is_one(newcomer: Victim, fresh: Fresh) -> None:
    """From systemd to all processes of a unit, and from the parent that passes it on."""

    write_pages(newcomer.docs, 40)
    running = newcomer.start("sync", inline=True)
    until = time.monotonic() + 60
    while not list(newcomer.state.glob("gen-*/chroma/*/header.bin")) and time.monotonic() < until:
        time.sleep(0.001)
    send(running, signal.SIGTERM)
    for _ in range(2):
        time.sleep(0.02)
        with suppress(ProcessLookupError):  # it may have ended by the first
            send(running, signal.SIGTERM)
    assert running.done().code == 143
    assert list(newcomer.state.glob("*.dirty")) == []
    assert newcomer.differences(fresh) == []


def test_killed_workers_and_their_server_end_with_the_run(victim: Victim, fresh: Fresh) -> None:
    change(victim.docs, Random(5), 5, 0.9)
    running = victim.start("sync", inline=False)
    until = time.monotonic() + 60
    while len(workers_of(running.pid)) < 3 and time.monotonic() < until:
        time.sleep(0.002)
    assert len(workers_of(running.pid)) >= 3
    os.kill(running.pid, signal.SIGKILL)
    assert running.done().code == -signal.SIGKILL
    assert gone(running.pid)
    assert victim.differences(fresh) == []


def test_a_second_run_is_turned_away_and_readers_are_not(victim: Victim) -> None:
    from index.lock import StateLock

    with StateLock(victim.state, command="ingest sync"):
        began = time.process_time()
        done = victim.run("sync", "--json")
        assert (done.code, f"pid {os.getpid()} (ingest sync)" in done.err) == (4, True), done.err
        assert time.process_time() - began < 2
        for command in ("search pump", "status", "export", "plan", "why docs/keep.md"):
            done = victim.run(*command.split())
            assert done.code == 0, (command, done.err)


def test_a_second_real_sync_beside_the_first(newcomer: Victim, tmp_path: Path) -> None:
    write_pages(newcomer.docs, 60)
    host, newcomer.host = newcomer.host, None
    first = newcomer.start("sync")
    until = time.monotonic() + 60
    while not (newcomer.state / "lock").exists() or not (newcomer.state / "lock").read_text("utf-8"):
        assert time.monotonic() < until
        time.sleep(0.01)
    newcomer.host = host
    began = time.monotonic()
    done = newcomer.run("sync", inline=False)
    assert (done.code, f"pid {first.pid}" in done.err) == (4, True), done.err
    assert time.monotonic() - began < 10  # 2 s on a machine with nothing else to do
    assert first.done().code == 0
    shutil.rmtree(tmp_path / "kb")
