"""A server that nobody watches: every line it writes is an event, and what its runs find is told once."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.test_figures import asked
from tests.ingest.live.listeners import hook

PROJECT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0


def wait_for(found: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (answer := found()):
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
    return answer


def post(url: str, token: str) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    with urllib.request.urlopen(
        urllib.request.Request(f"{url}/sync", b"{}", headers), timeout=PATIENCE
    ) as answer:
        assert answer.status in {200, 202}


@pytest.mark.slow
def test_events_and_messages_of_a_server(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# A\n\nkremnezem is a word of the text\n", "utf-8")
    (tmp_path / "docs" / "bad.docx").write_text("kremnezem is no archive", "utf-8")
    (tmp_path / "token").write_text("0123456789abcdef0123\n", "utf-8")
    log = tmp_path / "log"

    def events() -> list[dict[str, Any]]:
        return [
            json.loads(line)
            for line in log.read_text("utf-8").splitlines(keepends=True)
            if line.endswith("\n")
        ]

    def named(name: str) -> list[dict[str, Any]]:
        return [row for row in events() if row["event"] == name]

    with hook() as heard:
        (tmp_path / "ingest.toml").write_text(
            "[[roots]]\nname = 'docs'\npath = 'docs'\n[serve]\nport = 0\n[work]\nworkers = 1\n"
            f"[notify]\nwebhook = '{heard.url}'\n"
            "[[tokens]]\nname = 'me'\ntoken_file = 'token'\nspaces = ['*']\nmay = ['search', 'sync']\n",
            "utf-8",
        )
        with log.open("w", encoding="utf-8") as stderr:
            server = subprocess.Popen(
                [sys.executable, "-m", "ingest", "serve", "--log", "json"],
                cwd=tmp_path,
                env={**os.environ, "PYTHONPATH": str(PROJECT)},
                stderr=stderr,
            )
        try:
            url = wait_for(lambda: named("serving"))[0]["url"]
            post(url, "0123456789abcdef0123")
            wait_for(lambda: len(named("done")) >= 1)
            done = len(named("done"))
            post(url, "0123456789abcdef0123")
            wait_for(lambda: len(named("done")) > done)
            wait_for(lambda: len(named("end")) > done)
            assert heard.posts
            with urllib.request.urlopen(f"{url}/metrics", timeout=PATIENCE) as answer:
                served = set(re.findall(r"^(\w+)", answer.read().decode(), re.MULTILINE))
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(PATIENCE)

    assert code in {0, 143}
    # drift is known after a first verify
    assert asked() - served == {"up", "kb_drift_chunks"}, (
        "board and alerts ask for figures that a server does not give"
    )
    assert all({"time", "level", "event"} <= row.keys() for row in events())
    runs = [row["run"] for row in named("done")]
    assert len(set(runs)) == len(runs) >= 2
    assert {row["run"] for row in named("scan")} >= set(runs)
    assert [data["status"] for data in heard.data] == ["trouble"], "the second run had nothing new to tell"
    assert heard.data[0]["run"] == runs[0]
    assert "kremnezem" not in log.read_text("utf-8").lower()
