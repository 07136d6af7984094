"""The real process: ready, in step, locked, stopped by a signal with the right code."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bench.commands import PROJECT
from bench.pages import write_pages
from bench.served import Served, ready
from tests.served import wait_for

QUICK = ("chunk.max_tokens=60", 'clean.recognizers=["email"]', "work.workers=1", "store.batch_chunks=40")
pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    served = Served(tmp_path, *QUICK)
    yield served
    served.close()


def run(served: Served, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        served.command(*words), capture_output=True, text=True, timeout=120, check=False, cwd=PROJECT
    )


def writing(served: Served) -> None:
    """Starts it, and a sync of 100 pages that has written some of them when this returns."""
    (served.docs / "a.md").write_text("# Pump\n\nThe pump needs oil.\n", encoding="utf-8")
    served.start()
    httpx.post(f"{served.url}/sync?wait", json={}, timeout=120)
    pointer = served.folder / "state" / "CURRENT"
    before = pointer.read_text(encoding="ascii")
    write_pages(served.docs, 100)
    httpx.post(f"{served.url}/sync", json={})
    wait_for(lambda: pointer.read_text(encoding="ascii") != before, 120)


def test_a_day_of_a_server(served: Served) -> None:
    (served.docs / "a.md").write_text("# Pump\n\nThe pump needs oil.\n", encoding="utf-8")
    served.start()
    assert httpx.get(f"{served.url}/healthz").json()["ok"]
    told = httpx.post(f"{served.url}/sync?wait", json={}, timeout=120).json()
    ready(served.url)
    found = httpx.post(f"{served.url}/search", json={"query": "oil"}).json()["hits"]
    beside, search = run(served, "sync"), run(served, "search", "oil")
    second = run(served, "serve")
    refused = run(served, "serve", "--set", "serve.open=false", "--set", "serve.host='0.0.0.0'")
    code = served.stop()

    assert told["exit_code"] == 0
    assert [hit["doc_id"] for hit in found] == ["docs/a.md#"]
    assert (beside.returncode, f"pid {served.pid}" in beside.stderr) == (4, True)
    assert search.returncode == 0
    assert (second.returncode, f"pid {served.pid}" in second.stderr) == (4, True)
    assert (refused.returncode, "there is no token" in refused.stderr) == (2, True), refused.stderr
    assert code == 143
    assert run(served, "sync").returncode == 0


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_lets_the_batch_end_and_closes(served: Served, signum: signal.Signals, code: int) -> None:
    writing(served)
    began = time.monotonic()
    assert served.stop(signum) == code
    assert time.monotonic() - began < 60  # a batch and 5 s on a machine with nothing else to do
    assert not (served.folder / "state" / "gen-0001.dirty").exists()
    assert "Traceback" not in served.log()


def test_a_second_signal_is_hard(served: Served) -> None:
    writing(served)
    served.signal(signal.SIGTERM)
    time.sleep(0.05)
    assert served.stop() == 143
    again = run(served, "sync")
    assert again.returncode == 0, again.stderr


def test_idle_it_costs_next_to_nothing(served: Served) -> None:
    (served.docs / "a.md").write_text("# Pump\n\nThe pump needs oil.\n", encoding="utf-8")
    served.start()
    httpx.post(f"{served.url}/sync?wait", json={}, timeout=120)
    ready(served.url)
    time.sleep(1)
    before = served.cpu()
    time.sleep(5)

    assert served.cpu() - before < 5 * 0.03  # 1 % on a machine with nothing else to do; ticks are 10 ms
