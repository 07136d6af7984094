"""A worker as the engine sees it: a process, a pipe that never blocks, and what was asked of it."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import socket
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from ingest.errors import Code
from ingest.work.child import MAX_BODY, serve
from ingest.work.frames import MARK, Frame, Inflow, Kind, pack
from ingest.work.job import Item, Job

if sys.platform == "win32":
    from multiprocessing.context import SpawnProcess as _Process
else:
    from multiprocessing.context import ForkServerProcess as _Process

_RECEIVE = 1 << 18
_JOIN_SECONDS = 5.0
_DYING_SECONDS = 0.5

ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""A worker has one core: libraries of linear algebra that start threads of their own only get in each other's way."""


class Worker:
    """Not safe for threads. `outstanding` are the items sent and not answered, by ticket, oldest first."""

    def __init__(self, start: str, payload: bytes, preload: Sequence[str], memory_mb: int) -> None:
        self.pipe, theirs = socket.socketpair()
        self.marks, their_marks = socket.socketpair()
        self.process = _Process(
            target=serve,
            args=(theirs, their_marks, start, payload, preload, memory_mb),
            daemon=True,
            name="ingest-worker",
        )
        with theirs, their_marks, _plain_start():
            self.process.start()
        self.pipe.setblocking(False)
        self.marks.setblocking(False)
        self.pid = self.process.pid or 0
        self.outstanding: dict[int, Item] = {}
        self.load: Counter[Job] = Counter()
        self.bytes_out = 0
        self.assigned = 0
        self.done = 0
        self.is_ready = False
        self.ready_at = math.inf
        self.is_dying = False
        self.retiring = False
        self.reserved = False
        self.running = 0
        self.step = 0
        self.since = time.monotonic()
        self.ceiling = 0
        self.peak = 0
        self._unsent: deque[memoryview] = deque()
        self._inflow = Inflow(MAX_BODY)

    @property
    def has_unsent(self) -> bool:
        """Whether the pipe was too full for all that was sent."""
        return bool(self._unsent)

    def send(self, ticket: int, item: Item) -> None:
        """Puts an item into the worker's queue; what the pipe does not take now goes with the next `flush`."""
        if not self.outstanding:
            self.since = time.monotonic()
        self.outstanding[ticket] = item
        self.load[item.job] += 1
        self.bytes_out += len(item.payload)
        self.assigned += 1
        self._unsent.append(memoryview(pack(Kind.REQUEST, ticket, item.job.timeout, item.request())))
        self.flush()

    def flush(self) -> None:
        """Sends as much as the pipe takes. A worker that is gone is noticed when it is read."""
        while self._unsent:
            try:
                sent = self.pipe.send(self._unsent[0])
            except BlockingIOError:
                return
            except OSError:
                self._unsent.clear()
                return
            if sent == len(self._unsent[0]):
                self._unsent.popleft()
            else:
                self._unsent[0] = self._unsent[0][sent:]

    def receive(self) -> tuple[list[Frame], bool]:
        """Frames that have come, and whether the worker is still there. Nonsense counts as its end."""
        try:
            data = self.pipe.recv(_RECEIVE)
            if data:
                return self._inflow.feed(data), True
        except BlockingIOError:
            return [], True
        except (OSError, ValueError):
            pass
        self.is_dying = True
        return [], False

    def welcome(self, ceiling: int) -> None:
        """It is ready to work; `ceiling` is its limit of address space in bytes."""
        self.is_ready = True
        self.ceiling = ceiling
        self.since = self.ready_at = time.monotonic()

    def answered(self, ticket: int) -> Item | None:
        """Takes an item off the queue; None for a ticket that is not there."""
        item = self.outstanding.pop(ticket, None)
        if item is not None:
            self.load[item.job] -= 1
            self.bytes_out -= len(item.payload)
            self.done += 1
            self.reserved = False
            self.since = time.monotonic()
        return item

    def look(self, now: float) -> None:
        """Learns which item was started last, and which step of it."""
        try:
            while data := self.marks.recv(MARK.size << 12):
                whole = len(data) // MARK.size * MARK.size
                self.running, self.step = MARK.unpack_from(data, whole - MARK.size)
                self.since = now
        except (OSError, ValueError):
            pass

    def cause(self, ended: int) -> tuple[Code, str]:
        """What it died of, by its exit code; SIGKILL that is not ours comes from a system out of memory."""
        if ended >= 0:
            return Code.CRASHED, f"exit {ended}"
        detail = f"signal {-ended}"
        if ended == -getattr(signal, "SIGXCPU", 0):
            return Code.TIMEOUT, detail
        full = self.ceiling > 0 and self.peak > 0.8 * self.ceiling
        return (Code.MEMORY if full or ended == -9 else Code.CRASHED), detail

    def end(self) -> int:
        """Ends the process, whatever it does; its exit code, negative for a signal."""
        if not self.is_gone(_DYING_SECONDS if self.is_dying else 0.0):
            self.process.kill()
        self.process.join(_JOIN_SECONDS)
        code = self.process.exitcode
        self.pipe.close()
        self.marks.close()
        if code is not None:
            self.process.close()
        return -9 if code is None else code

    def is_gone(self, wait: float = 0.0) -> bool:
        """Whether the process has ended, now or within `wait` seconds."""
        self.process.join(wait)
        return self.process.exitcode is not None


_SHARED: list[int] = []
"""The fork server's process, where it is the parent's."""


def share() -> None:
    """In a process forked from one that called `prepare`: workers come from that one's fork server, which is warm.

    It ends when all who have it have ended, and so do workers that hang.
    """
    if sys.platform == "win32":
        return
    from multiprocessing import forkserver

    server: Any = forkserver._forkserver  # noqa: SLF001 - it has no notion of being shared
    if server._forkserver_pid is not None:  # noqa: SLF001
        _SHARED.append(server._forkserver_pid)  # noqa: SLF001
        server.ensure_running = lambda: None  # it would wait for a process that is not its child


def prepare(preload: Sequence[str]) -> None:
    """Starts the fork server with `preload`, if it does not run yet, without waiting for it."""
    if sys.platform == "win32" or _SHARED:
        return
    from multiprocessing import forkserver, resource_tracker

    forkserver.set_forkserver_preload(
        [*preload, "ingest.work.child", "ctypes", "resource", "ingest.work.settled"]
    )
    resource_tracker.ensure_running()  # first, because it lifts the mask that the fork server is to inherit
    places = [place for place in sys.path if place]
    with (
        _environment(PYTHONSAFEPATH="1", PYTHONPATH=os.pathsep.join(places), **ONE_THREAD),
        _deaf_to_interrupts(),
    ):
        forkserver.ensure_running()


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    """So that the fork server imports what this process would, and nothing from the current folder."""
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """The fork server inherits the mask: a Ctrl-C is for this process only, and comes when the mask is lifted."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_STARTING = threading.Lock()


@contextlib.contextmanager
def _plain_start() -> Iterator[None]:
    """Keeps multiprocessing from running the main script again in each worker."""
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main
