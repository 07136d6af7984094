"""A process that has imported what a run needs, and forks one child for each run: started by `warm.WarmServer`.

It holds no document, opens no file and has one thread, so that a fork is safe; what a run takes in memory goes with
the child, and a child that crashes costs one run. Workers come from a fork server that is warm as well. It ends with
its parent, and is deaf to signals that ask a whole group to stop.

When nobody listens any more (the process that started it ended, however), a run under way is asked to stop, as by
SIGTERM: it finishes its batch and closes, under the lock that it shares.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from typing import Any, NoReturn

from ingest.ending import DEFECT

PRELOAD = (
    "chromadb",
    "chromadb.api.rust",
    "chromadb.telemetry.product.posthog",
    "difflib",
    "index.store.chroma",
    "index.verify",
    "ingest.cli.stored",
    "ingest.cli.progress",
    "ingest.cli.sync",
    "ingest.configure",
    "ingest.warm_up",
    "ingest.run",
    "ingest.work.local",
    "multiprocessing.popen_forkserver",
)
"""What the process of a run imports. Models of names and parsers are its workers' and are preloaded there."""
COMMAND_LINE = "ingest.cli"
"""By name, since it stands above: what a run is, whoever starts it."""
GO = b"g"
HEADER = 8
"""Bytes that hold the length of an order; descriptors come with them."""
_ANSWERED_BY = (signal.SIGINT, signal.SIGTERM)


def main() -> None:
    """Serves the socket whose descriptor is the first argument; the second is JSON: modules that workers need."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.pthread_sigmask(signal.SIG_BLOCK, _ANSWERED_BY)
    _import(PRELOAD)
    workers_need: list[str] = json.loads(sys.argv[2])
    _prepare(workers_need)
    gc.collect()
    gc.freeze()
    ended = _listen_for_ends()
    while order := receive(control):
        _prepare(workers_need)  # the fork server again, if it died
        _do(control, ended, *order)


def _prepare(workers_need: Sequence[str]) -> None:
    from ingest.work.worker import prepare

    prepare(workers_need)
    signal.pthread_sigmask(signal.SIG_BLOCK, _ANSWERED_BY)  # again: multiprocessing lifts it


def _import(names: Sequence[str]) -> None:
    """One thread: the libraries of linear algebra that start some when they are loaded are told not to."""
    from ingest.work.worker import ONE_THREAD

    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    for name in names:
        with contextlib.suppress(ImportError):  # the run that needs it will tell
            importlib.import_module(name)
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """An order and its descriptors (stdout, stderr, the lock if there is one); None when there will be none."""
    try:
        head, handles, _, _ = socket.recv_fds(control, HEADER, 3)
        body = b""
        while head and len(body) < (length := int.from_bytes(head, "big")):
            part = control.recv(min(length - len(body), 1 << 16))
            if not part:
                return None
            body += part
    except OSError:
        return None
    return (json.loads(body), handles) if head else None


def _listen_for_ends() -> int:
    """A descriptor that can be read when a child has ended."""
    reading, writing = os.pipe()
    for handle in (reading, writing):
        os.set_blocking(handle, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def _do(control: socket.socket, ended: int, order: dict[str, Any], handles: list[int]) -> None:
    """Forks a run, tells its pid, then how it ended. The pid stays taken until the other side has heard it.

    The run begins when the other side has heard its pid and says so: never one that nobody knows of.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        control.close()
        os.close(writing)
        if os.read(reading, 1) != GO:
            os._exit(DEFECT)
        os.close(reading)
        _run(order, handles)
    for handle in (reading, *handles):
        os.close(handle)
    listening = _tell(control, {"pid": pid}) and _said(control) == GO
    if listening:
        with contextlib.suppress(BrokenPipeError):  # it was killed meanwhile
            os.write(writing, GO)
    os.close(writing)
    code = _await(pid, ended, control if listening else None)
    if code is not None and _tell(control, {"code": code}):
        _said(control)
    os.waitpid(pid, 0)


def _await(pid: int, ended: int, control: socket.socket | None) -> int | None:
    """Waits for a run's end; its exit code, negative for a signal, or None when nobody listens any more."""
    awaited = [ended, control.fileno()] if control else [ended]
    while (status := os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)) is None:
        ready, _, _ = select.select(awaited, [], [])
        if ended in ready:
            os.read(ended, 512)
        if control and control.fileno() in ready:  # nothing is said during a run, so this is the end
            os.kill(pid, signal.SIGTERM)
            awaited, control = [ended], None
    if control is None:
        return None
    return status.si_status if status.si_code == os.CLD_EXITED else -status.si_status


def _said(control: socket.socket) -> bytes:
    try:
        return control.recv(1)
    except OSError:
        return b""


def _tell(control: socket.socket, words: dict[str, int]) -> bool:
    try:
        control.sendall(json.dumps(words).encode() + b"\n")
    except OSError:
        return False
    return True


def _run(order: dict[str, Any], handles: Sequence[int]) -> NoReturn:
    """The run: the very command line, in this process, which then ends without a look back."""
    code = DEFECT
    try:
        signal.set_wakeup_fd(-1)
        for number in (*_ANSWERED_BY, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _ANSWERED_BY)
        for stream, handle in enumerate((os.open(os.devnull, os.O_RDONLY), *handles[:2])):
            os.dup2(handle, stream)
        sys.stdout, sys.stderr = (  # the old ones remember what they were connected to
            os.fdopen(stream, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
            for stream in (1, 2)
        )
        arguments: list[str] = order["arguments"]
        sys.argv = ["ingest", *arguments]
        os.environ.update(order["environment"])
        if order["lock"]:
            os.environ[order["lock"]] = str(handles[2])
        from ingest.work.worker import share

        share()
        importlib.import_module(COMMAND_LINE).main(arguments)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else DEFECT if stop.code else 0
    finally:
        with contextlib.suppress(OSError, ValueError):
            if code == DEFECT and (error := sys.exc_info()[1]):
                places = "".join(traceback.format_tb(error.__traceback__))  # no values
                sys.stderr.write(f"{places}{type(error).__name__}\n")
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
