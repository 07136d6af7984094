"""`ingest` commands as processes: each on its own, or forked from a host that has imported everything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended; `code` is negative for a signal."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """What it printed, as JSON."""
        return json.loads(self.out)


class Running(Protocol):
    """A command under way."""

    pid: int

    def done(self, timeout: float = 120) -> Done:
        """Waits for its end."""
        ...


class Process:
    """An `ingest` command in a process of its own."""

    def __init__(self, arguments: list[str], out: Path, environ: Mapping[str, str] | None = None) -> None:
        self._files = (out.with_suffix(".out"), out.with_suffix(".err"))
        with self._files[0].open("wb") as stdout, self._files[1].open("wb") as stderr:
            self._popen = subprocess.Popen(
                [sys.executable, "-m", "ingest", *arguments],
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env={**os.environ, **(environ or {})},
                start_new_session=True,
            )
        self.pid = self._popen.pid

    def done(self, timeout: float = 120) -> Done:
        """Waits for its end."""
        code = self._popen.wait(timeout)
        return Done(code=code, out=self._files[0].read_text("utf-8"), err=self._files[1].read_text("utf-8"))


class Host:
    """A running `bench.host`."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-m", "bench.host"],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._under_way: Forked | None = None
        self._told()

    def _told(self) -> str:
        assert self._popen.stdout
        line = self._popen.stdout.readline()
        if not line:
            raise RuntimeError("the host is gone")
        return line.strip()

    def start(self, arguments: list[str], out: Path, **how: Any) -> Forked:
        """Forks a command. One at a time: one that is still under way, since nobody waited for it, is killed."""
        assert self._popen.stdin
        if self._under_way:
            with suppress(ProcessLookupError):
                os.killpg(self._under_way.pid, signal.SIGKILL)
            self._under_way.done()
        files = {"out": str(out.with_suffix(".out")), "err": str(out.with_suffix(".err"))}
        for name in files.values():
            Path(name).touch()  # who is killed at once has opened none
        self._popen.stdin.write(json.dumps({"arguments": arguments, **files, **how}) + "\n")
        self._popen.stdin.flush()
        self._under_way = Forked(self, int(self._told()), out)
        return self._under_way

    def ended(self) -> int:
        """The exit code of the command that is under way, when it has ended."""
        code = int(self._told())
        self._under_way = None
        return code

    def close(self) -> None:
        """Ends it."""
        assert self._popen.stdin
        self._popen.stdin.close()
        self._popen.wait(30)
        assert self._popen.stdout
        self._popen.stdout.close()


@dataclass(slots=True)
class Forked:
    """A command that a host forked."""

    host: Host
    pid: int
    out: Path

    def done(self, timeout: float = 120) -> Done:
        """Waits for its end."""
        del timeout
        code = self.host.ended()
        out, err = (self.out.with_suffix(end).read_text("utf-8") for end in (".out", ".err"))
        return Done(code=code, out=out, err=err)
