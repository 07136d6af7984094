"""Limits a worker sets on itself. Where a system has no such limit (Windows, parts of macOS), none is set."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import sys

_FILE_BYTES = 64 << 20
_SLACK_SECONDS = 1
_PR_SET_PDEATHSIG = 1


def isolate() -> None:
    """Cuts the worker off: dies with its parent, deaf to Ctrl-C, no core dumps, small private files, no output.

    Output goes nowhere because parsers quote documents in their messages, and `--json` owns standard output.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o077)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(null, stream)
    os.close(null)
    if sys.platform == "win32":
        return
    _die_with_parent()
    import resource

    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, _FILE_BYTES)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def cap_memory(memory_mb: int) -> int:
    """Limits the address space to what is in use now and `memory_mb`; the limit in bytes, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    import resource

    ceiling = size()[0] + (memory_mb << 20)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
    return ceiling


def allow_cpu(seconds: float) -> None:
    """Lets the process use `seconds` of CPU, all threads together, from now on; then SIGXCPU ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(used.ru_utime + used.ru_stime + seconds) + _SLACK_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def size(pid: int | str = "self") -> tuple[int, int]:
    """Address space and resident memory of a process in bytes; zeros where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb", buffering=0) as file:  # noqa: PTH123 - read for every item
            fields = file.read().split()
        page = os.sysconf("SC_PAGE_SIZE")
        return int(fields[0]) * page, int(fields[1]) * page
    except (OSError, IndexError, AttributeError):
        return 0, 0


def _die_with_parent() -> None:
    """The parent is the fork server, which ends with the engine's process once nobody else holds its pipe."""
    from multiprocessing import forkserver

    server = getattr(forkserver, "_forkserver", None)
    alive = getattr(server, "_forkserver_alive_fd", None)
    if server is not None and isinstance(alive, int):
        os.close(alive)
        server._forkserver_alive_fd = None  # noqa: SLF001 - else a hung worker would keep the fork server alive
    if sys.platform.startswith("linux"):
        import ctypes

        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent or parent == 1:
            os._exit(0)
