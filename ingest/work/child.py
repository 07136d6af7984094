"""What runs in a worker: takes requests ahead, runs one at a time under limits, sends results back.

A reader and a writer thread keep requests and results moving, so that the engine's process may be busy for seconds.
Before each item its ticket goes through a pipe of its own, which outlives the worker: it tells who killed it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import socket
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from index.buggify import die, fail_task
from index.errors import KbError
from ingest import pulse
from ingest.errors import Code
from ingest.work import limits
from ingest.work.attempt import Attempt
from ingest.work.engine import Stream, Task
from ingest.work.frames import MARK, STEP, Frame, Inflow, Kind, pack
from ingest.work.job import resume_of

MAX_BODY = 1 << 29
_DONTWAIT = getattr(socket, "MSG_DONTWAIT", 0)
_SWITCH_SECONDS = 0.001
_MOST_UNSENT = 8 << 20


def serve(
    pipe: socket.socket,
    marks: socket.socket,
    start: str,
    payload: bytes,
    preload: Sequence[str],
    memory_mb: int,
) -> None:
    """A worker's life. It ends when the engine closes the pipe, or kills it."""
    limits.isolate()
    sys.setswitchinterval(_SWITCH_SECONDS)
    missing = [name for name in preload if name not in sys.modules]
    sender = _Sender(pipe)
    tasks: Mapping[str, Task] = {}
    with Attempt() as attempt:
        tasks = _resolve(start)(payload)
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)  # parsers make many objects and few cycles
    if attempt.error is not None:
        sender.send(pack(Kind.UNFIT, body=_describe(attempt.error)))
        pipe.recv(1)  # until the engine has read it and closes
        return
    inbox: SimpleQueue[Frame] = SimpleQueue()
    threading.Thread(target=_read, args=(pipe, inbox), daemon=True).start()
    ceiling = limits.cap_memory(memory_mb)
    sender.send(pack(Kind.READY, body=json.dumps({"missing": missing, "ceiling": ceiling}).encode()))
    marks.setblocking(False)
    base = limits.size()[1]
    while True:
        request = inbox.get()
        course = _Course(request, sender, marks)
        course.begin(0)
        answer = _run(tasks, request, course)
        grown = limits.size()[1] - base > memory_mb << 19
        sender.send(
            pack(Kind.GROWN if grown and answer.kind == Kind.RESULT else Kind(answer.kind), *answer[1:])
        )


class _Course:
    """Tells the engine how far an item is, and restarts the limits on time with each step."""

    def __init__(self, request: Frame, sender: _Sender, marks: socket.socket) -> None:
        self._request, self._sender, self._marks = request, sender, marks
        self._step = 0

    def begin(self, step: int) -> None:
        self._step = step
        with contextlib.suppress(BlockingIOError):
            self._marks.send(MARK.pack(self._request.ticket, step))
        limits.allow_cpu(self._request.seconds)

    def beat(self) -> None:
        """The step goes on, with as much time as it had at its start."""
        self.begin(self._step)

    def follow(self, stream: Stream, resume: bytes) -> bytes:
        """Goes through a stream, sending its parts; its last word."""
        self.begin(1)
        steps = stream(resume_of(resume))
        while True:
            try:
                step, data = next(steps)
            except StopIteration as end:
                return bytes(end.value)
            if data:
                self._sender.send(pack(Kind.PART, self._request.ticket, 0.0, STEP.pack(step) + data))
                self._sender.wait(_MOST_UNSENT)
            self.begin(step + 1)


def _run(tasks: Mapping[str, Task], request: Frame, course: _Course) -> Frame:
    began = time.perf_counter()
    name, resume, payload = request.body.split(b"\0", 2)
    data = b""
    pulse.follow(course.beat)
    die("worker")
    with Attempt() as attempt:
        fail_task("task")
        given = tasks[name.decode()](payload)
        data = course.follow(given, resume) if callable(given) else given
    seconds = time.perf_counter() - began
    code, detail = attempt.code, attempt.detail
    if len(data) > MAX_BODY:
        code, detail = Code.TOO_LARGE, f"result of {len(data)} bytes"
    if code is None:
        return Frame(Kind.RESULT, request.ticket, seconds, data)
    body = json.dumps({"code": code, "detail": detail}).encode()
    return Frame(Kind.FAILED, request.ticket, seconds, body)


def _resolve(start: str) -> Callable[[bytes], Mapping[str, Task]]:
    module, _, name = start.partition(":")
    found: Any = getattr(importlib.import_module(module), name)
    return found  # type: ignore[no-any-return] # named by a string


def _describe(error: BaseException) -> bytes:
    """A KbError is written for people and holds no document; of any other, its type and place are told."""
    place = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in place)
    said = {"message": type(error).__name__ + where, "remedy": ""}
    if isinstance(error, KbError):
        said.update(message=str(error), remedy=error.remedy)
    elif isinstance(error, ImportError) and error.name:
        said.update(message=f"there is no module {error.name}")
    return json.dumps(said).encode()


def _read(pipe: socket.socket, inbox: SimpleQueue[Frame]) -> None:
    """Takes requests as they come; the engine bounds how many. The end of the pipe ends the worker at once."""
    inflow = Inflow(1 << 31)
    try:
        while data := pipe.recv(1 << 18):
            for frame in inflow.feed(data):
                inbox.put(frame)
    finally:
        os._exit(0)


class _Sender:
    """Sends without waiting where it can; the rest is left to a thread, in order."""

    def __init__(self, pipe: socket.socket) -> None:
        self._pipe = pipe
        self._backlog: deque[memoryview] = deque()
        self._wake = threading.Condition()
        threading.Thread(target=self._write, daemon=True).start()

    def send(self, data: bytes) -> None:
        rest = memoryview(data)
        with self._wake:
            if _DONTWAIT and not self._backlog:
                try:
                    rest = rest[self._pipe.send(rest, _DONTWAIT) :]
                except BlockingIOError:
                    pass
                except OSError:
                    os._exit(0)
            if rest:
                self._backlog.append(rest)
                self._wake.notify_all()

    def wait(self, most: int) -> None:
        """Waits until no more than `most` bytes are unsent: who asked may be slower than the worker."""
        with self._wake:
            while sum(map(len, self._backlog)) > most:
                self._wake.wait()

    def _write(self) -> None:
        try:
            while True:
                with self._wake:
                    while not self._backlog:
                        self._wake.wait()
                    rest = self._backlog[0]
                self._pipe.sendall(rest)
                with self._wake:
                    self._backlog.popleft()
                    self._wake.notify_all()
        finally:
            os._exit(0)
