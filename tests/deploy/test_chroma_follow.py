"""A real Chroma server that follows what is published."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


def sync(folder: Path) -> None:
    environ = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run(
        [sys.executable, "-m", "ingest", "sync"], cwd=folder, env=environ, check=True, capture_output=True
    )


def wait_for(wanted: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.needs("sh")
def test_the_server_moves_on_to_each_new_copy(tmp_path: Path) -> None:
    from chromadb import HttpClient
    from chromadb.errors import ChromaError

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("# Pumps\n\nHow to reset the pump.\n", "utf-8")
    (tmp_path / "ingest.toml").write_text(
        "[[roots]]\nname = 'docs'\npath = 'docs'\n[publish]\ndir = 'published'\n"
        "[clean]\nrecognizers = ['email']\n[work]\nworkers = 1\n",
        "utf-8",
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def titles() -> list[str]:
        """What the server holds now; nothing while it is away."""
        try:
            found = HttpClient(host="127.0.0.1", port=port).get_collection("chunks", embedding_function=None)
            return sorted(str(row["source"]) for row in found.get()["metadatas"] or [])
        except (ValueError, OSError, ChromaError, KeyError):
            return []
        except Exception as error:
            if type(error).__module__.partition(".")[0] in {"httpx", "httpcore", "chromadb"}:
                return []
            raise

    environ = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PUBLISHED": str(tmp_path / "published"),
        "CHROMA_HOST": "127.0.0.1",
        "CHROMA_PORT": str(port),
        "ANONYMIZED_TELEMETRY": "False",
    }
    assert shutil.which("chroma", path=environ["PATH"])
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(
            ["sh", str(PROJECT / "deploy" / "chroma-follow.sh")], env=environ, stdout=log, stderr=log
        )
    try:
        sync(tmp_path)
        wait_for(lambda: titles() == ["docs/a.md"])
        (tmp_path / "docs" / "b.md").write_text("# Valves\n\nTurn the red valve left.\n", "utf-8")
        sync(tmp_path)
        wait_for(lambda: titles() == ["docs/a.md", "docs/b.md"])
    finally:
        server.terminate()
        assert server.wait(PATIENCE) == 0
    with socket.socket() as free:
        assert free.connect_ex(("127.0.0.1", port)) != 0, "the server it started is gone with it"
    assert (tmp_path / "log").read_text().count("chroma-follow: serving gen-0001-") == 2
