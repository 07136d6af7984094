"""Forks health checks for a command, from before it opened anything: a check then costs no import of Chroma.

The check is `index.health_child` as it is, in a process of its own that may crash, and dies with the command.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

DIES_WITH_ITS_PARENT = 1


class Spare:
    """A process that waits for orders; in `index.health` it stands where the module `subprocess` does."""

    TimeoutExpired = subprocess.TimeoutExpired
    DEVNULL, PIPE = subprocess.DEVNULL, subprocess.PIPE

    def __init__(self) -> None:
        (orders, self._ask), (self._answers, answers) = os.pipe(), os.pipe()
        parent = os.getpid()
        if not os.fork():
            os.close(self._ask)
            os.close(self._answers)
            _serve(orders, answers, parent)
        os.close(orders)
        os.close(answers)

    def run(self, command: Sequence[str], **how: Any) -> subprocess.CompletedProcess[bytes]:
        """Runs `python -m index.health_child DIRECTORY EXPECTATION PARENT`."""
        assert command[1:3] == ["-m", "index.health_child"], command
        os.write(self._ask, json.dumps(command[3:5]).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            part = os.read(self._answers, 65536)
            if not part:
                raise RuntimeError("the spare process is gone")
            answer += part
        code, out = json.loads(answer)
        return subprocess.CompletedProcess(command, code, out.encode())


def _serve(orders: int, answers: int, parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIES_WITH_ITS_PARENT, signal.SIGKILL)
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_IGN)
    with os.fdopen(orders) as lines:
        while os.getppid() == parent and (line := lines.readline()):
            os.write(answers, json.dumps(_checked(json.loads(line))).encode() + b"\n")
    os._exit(0)


def _checked(arguments: list[str]) -> tuple[int, str]:
    spare = str(os.getpid())
    with _forked() as (pid, out):
        if not pid:
            from index.health_child import main

            code = 1
            try:
                code = main([*arguments, spare])
            finally:
                os._exit(code)
        told = b"".join(iter(lambda: os.read(out, 65536), b""))
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), told.decode()


@contextmanager
def _forked() -> Iterator[tuple[int, int]]:
    out, inside = os.pipe()
    pid = os.fork()
    if not pid:
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, signal.SIG_DFL)
        os.dup2(inside, 1)
        os.dup2(os.open(os.devnull, os.O_RDWR), 2)
    os.close(inside)
    yield pid, out
    os.close(out)
