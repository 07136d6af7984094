"""What the workers of these tests run: good tasks and all kinds of bad ones."""

import json
import os
import re
import resource
import signal
import sys
import time
from multiprocessing import forkserver

from index.errors import UsageError
from ingest.pulse import beat

KEPT = []


def start(payload: bytes):
    return {
        "echo": lambda data: payload + data,
        "pid": lambda data: str(os.getpid()).encode(),
        "sleep": _sleep,
        "mark": _mark,
        "bad": _bad,
        "leak": _leak,
        "big": lambda data: b"x" * int(data),
        "limits": _limits,
        "print": _print,
        "pulse": _pulse,
        "stream": lambda data: _stream(json.loads(data)),
    }


def _stream(asked):
    """Counts to `steps`; `bad` maps a step to what it does there, `marks` is a file that each step done is noted in."""

    def steps(resume):
        yield 0, b""
        for step in range(1, asked["steps"] + 1):
            if step < resume.begin:
                yield step, b""
                continue
            if step in resume.skip:
                yield step, f"{step} {resume.skip[step]}".encode()
                continue
            time.sleep(asked.get("sleep", 0))
            if kind := asked.get("bad", {}).get(str(step)):
                _bad(kind.encode())
            if asked.get("marks"):
                with open(asked["marks"], "a") as file:
                    file.write(f"{step}\n")
            yield (
                step,
                b"" if step in asked.get("silent", ()) else f"{step}".encode().ljust(asked.get("size", 0)),
            )
        return f"end {os.getpid()}".encode()

    return steps


def _pulse(data):
    for _ in range(int(data)):
        time.sleep(0.5)
        beat()
    return data


def _sleep(data):
    time.sleep(float(data))
    return data


def _mark(data):
    """Leaves a file, so that others see that it was done."""
    with open(data, "x"):
        return b""


def _limits(data):
    umask = os.umask(0o077)
    core = resource.getrlimit(resource.RLIMIT_CORE)[0]
    interrupt = int(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)
    alive = forkserver._forkserver._forkserver_alive_fd
    return f"{core} {umask:o} {interrupt} {alive}".encode()


def _print(data):
    print(data)
    os.write(1, data)
    os.write(2, data)
    return b""


def _leak(data):
    KEPT.append(bytearray(os.urandom(1 << 20) * int(data)))
    return str(os.getpid()).encode()


def _bad(data):
    kind = data.decode()
    if kind == "abort":
        os.abort()
    if kind == "abort-late":
        time.sleep(0.3)
        os.abort()
    if kind == "exit":
        os._exit(0)
    if kind == "sys-exit":
        sys.exit(3)
    if kind == "hang":
        time.sleep(1000)
    if kind == "hold":  # keeps the interpreter lock for ever, as a bad pattern does
        re.match(r"(x+x+)+y", "x" * 60)
    if kind == "cpu":
        while True:
            pass
    if kind == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "memory":
        return bytes(1 << 34)
    if kind == "memory-slow":
        while True:
            KEPT.append(bytearray(1 << 20))
    if kind == "memory-abort":  # as libraries in C++ do
        try:
            _bad(b"memory-slow")
        except MemoryError:
            time.sleep(0.4)
            os.abort()
    if kind == "deep":
        return _deep(data)
    if kind == "raise":
        raise ValueError("text of a document: 4111 1111 1111 1111")
    if kind == "once" and KEPT:  # dies only if it is not the first in its worker
        os.abort()
    KEPT.append(None)
    return b"fine " + data


def _deep(data):
    return _deep(data) + b"."


def broken(payload: bytes):
    raise KeyError("text of a document")


def refused(payload: bytes):
    raise UsageError("a setting is wrong", remedy="Set it right.")


def dies(payload: bytes):
    os.abort()
