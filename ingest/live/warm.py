"""Runs that begin in a tenth of a second: a process that has imported everything forks one child for each.

POSIX only. The server is idle between runs, and has neither documents nor the lock; see `warm_child`.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time

from ingest.ending import DEFECT
from ingest.live.child import Start, give_way, own_environment
from ingest.live.warm_child import GO, HEADER
from ingest.work.preload import NAMES, PRELOAD

CAN_FORK = sys.platform != "win32"
_START_SECONDS = 120.0
_END_SECONDS = 5.0
_POLL_SECONDS = 0.05


class WarmServer:
    """A server that starts with the first `begin` or run. For one run at a time; close it to end it.

    With `names` its workers share the models of names, some 150 MB. `nice`: see `give_way`.
    """

    def __init__(self, *, names: bool = True, nice: int = 0) -> None:
        self._nice = nice
        self._preload = (*PRELOAD, *(NAMES if names else ()))
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def pid(self) -> int | None:
        """Its process's number, None while there is none."""
        return self._process.pid if self._process else None

    def begin(self) -> None:
        """Starts it, without waiting until it is warm; nothing if it runs."""
        if self._process and self._process.poll() is None:
            return
        self.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-P", "-m", "ingest.live.warm_child"),
                    *(str(theirs.fileno()), json.dumps(self._preload)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=own_environment({}),
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
            give_way(self._process.pid, self._nice)

    def start(self, given: Start) -> WarmChild:
        """Starts a run. Raises OSError when there is no server; then nothing runs."""
        self.begin()
        assert self._control is not None  # noqa: S101 - just begun
        lent, environment = given.lent, given.environment
        lock = next((name for name, value in environment.items() if lent and value == str(lent[0])), "")
        order = {"arguments": list(given.arguments), "environment": dict(environment), "lock": lock}
        body = json.dumps(order).encode()
        self._control.settimeout(_START_SECONDS)
        socket.send_fds(
            self._control,
            [len(body).to_bytes(HEADER, "big")],
            [given.output.fileno(), given.errors, *lent[:1]],
        )
        self._control.sendall(body)
        told = _hear(self._control)
        if "pid" not in told:
            raise ConnectionError("the warm process is gone")
        self._control.sendall(GO)
        return WarmChild(self._control, told["pid"])

    def close(self) -> None:
        """Ends it and its workers, whatever they do. A run under way is asked to stop, and ends by itself."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):  # it waits for a run's end
                self._process.wait(_END_SECONDS)
            self._process = None


class WarmChild:
    """A run that was forked; see `Child`."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self._control, self._pid = control, pid
        self._code: int | None = None
        self._turn = threading.RLock()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._pid

    def signal(self, number: int) -> None:
        """Sends a signal; the number is its own until its end was heard."""
        with self._turn:
            if self._code is None:
                try:
                    os.kill(self._pid, number)
                except ProcessLookupError:
                    return

    def wait(self, seconds: float) -> int | None:
        """As `Child.wait`. Of a run whose server died it is only known that it ended: `DEFECT`."""
        if self._code is not None:
            return self._code
        self._control.settimeout(max(seconds, 0.001))
        try:
            told = _hear(self._control)
        except TimeoutError:
            return None
        if "code" not in told:
            return self._wait_alone(seconds)
        with self._turn:
            self._code = told["code"]
        with contextlib.suppress(OSError):
            self._control.sendall(GO)
        return self._code

    def _wait_alone(self, seconds: float) -> int | None:
        until = time.monotonic() + seconds
        while True:
            try:
                os.kill(self._pid, 0)
            except ProcessLookupError:
                self._code = DEFECT
                return self._code
            if time.monotonic() >= until:
                return None
            time.sleep(_POLL_SECONDS)


def _hear(control: socket.socket) -> dict[str, int]:
    """What the server says; nothing when it is gone. Raises TimeoutError."""
    line = b""
    try:
        while not line.endswith(b"\n"):
            if not (part := control.recv(1)):
                return {}
            line += part
    except TimeoutError:
        raise
    except OSError:
        return {}
    said: dict[str, int] = json.loads(line)
    return said
