"""A run as its starter sees it: a process that ends, that may be signalled, and that never outlives its wait."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

PACKAGE = Path(__file__).resolve().parents[2]


class Child(Protocol):
    """A run under way."""

    @property
    def pid(self) -> int:
        """The number of its process."""
        ...

    def signal(self, number: int) -> None:
        """Sends a signal; nothing when it has ended."""
        ...

    def wait(self, seconds: float) -> int | None:
        """Its exit code, negative for a signal; None when it is still there after `seconds`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A run to start: `ingest` with `arguments`, and what it gets.

    `environment` is more than ours; its report goes to `output`, its log to the descriptor `errors`. `lent` are
    descriptors that it inherits, first that of the lock.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]
    output: IO[bytes]
    errors: int
    lent: Sequence[int] = ()


class PlainChild:
    """`python -m ingest ...`, in a session of its own: a Ctrl-C is its parent's, which tells it what to do."""

    def __init__(self, given: Start, *, nice: int = 0) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest", *given.arguments],
            stdin=subprocess.DEVNULL,
            stdout=given.output,
            stderr=given.errors,
            env=own_environment(given.environment),
            pass_fds=given.lent,
            start_new_session=True,
        )
        give_way(self.pid, nice)

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def signal(self, number: int) -> None:
        """Sends a signal; on Windows any signal ends it at once."""
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int | None:
        """As `Child.wait`."""
        try:
            return self._process.wait(max(seconds, 0.0))
        except subprocess.TimeoutExpired:
            return None


def own_environment(more: Mapping[str, str]) -> dict[str, str]:
    """The variables of this process, and what makes `python -P -m ingest` find this package and speak UTF-8."""
    path = os.pathsep.join(filter(None, (str(PACKAGE), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8:backslashreplace", **more}


def give_way(pid: int, nice: int) -> None:
    """Lets a process that was just started, and all that it starts, stand back `nice` steps behind this one."""
    if nice and sys.platform != "win32":
        with suppress(OSError):  # it has ended already
            os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + nice)
