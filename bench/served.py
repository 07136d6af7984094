"""A real `ingest serve` over a folder, for what measures it and for tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from bench.commands import PROJECT

FLAGS = (
    "chunk.min_tokens=20",
    "chunk.max_tokens=130",
    "brake.documents=1000000",
    'clean.recognizers=["email", "phone"]',
    "select.parallel=['*']",
    "serve.port=0",
    "serve.open=true",
    "serve.watch=false",
    "schedule.sync=''",
)


class Served:
    """A server process over a folder with `docs` and `state`; `base` are flags in place of the usual ones."""

    def __init__(self, folder: Path, *flags: str, base: Sequence[str] = FLAGS) -> None:
        self.folder, self.docs = folder, folder / "docs"
        self.docs.mkdir(parents=True, exist_ok=True)
        (folder / "ingest.toml").write_text(
            "[state]\ndir = 'state'\n[audit]\npath = 'state/audit.jsonl'\n[[roots]]\nname = 'docs'\npath = 'docs'\n",
            encoding="utf-8",
        )
        self.flags = [word for flag in (*base, *flags) for word in ("--set", flag)]
        self.url = ""
        self._popen: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        assert self._popen
        return self._popen.pid

    def command(self, *words: str) -> list[str]:
        config = str(self.folder / "ingest.toml")
        name, *more = words
        return [sys.executable, "-m", "ingest", name, "--config", config, *self.flags, *more]

    def start(self, patience: float = 120) -> None:
        """Starts it and waits until it listens."""
        with (self.folder / "serve.log").open("w", encoding="utf-8") as log:
            self._popen = subprocess.Popen(
                self.command("serve"),
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                text=True,
            )
        until = time.monotonic() + patience
        while not self.url:
            lines = self.log().splitlines()
            self.url = next((line.split()[-1] for line in lines if " serving http" in line), "")
            if self._popen.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"no server: {self.log()[-2000:]}")
            time.sleep(0.05)

    def log(self) -> str:
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    def stop(self, signum: int = signal.SIGTERM, patience: float = 120) -> int:
        """Sends a signal and waits; its exit code."""
        self.signal(signum)
        assert self._popen
        return self._popen.wait(patience)

    def signal(self, signum: int) -> None:
        os.kill(self.pid, signum)

    def close(self) -> None:
        """Kills it if it is still there."""
        if self._popen and self._popen.poll() is None:
            self._popen.kill()
            self._popen.wait(60)

    def cpu(self) -> float:
        """CPU seconds of its process so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ready(url: str, patience: float = 120) -> None:
    """Waits until it is ready."""
    until = time.monotonic() + patience
    while httpx.get(f"{url}/readyz").status_code != 200:
        if time.monotonic() > until:
            raise RuntimeError(httpx.get(f"{url}/readyz").text)
        time.sleep(0.1)
