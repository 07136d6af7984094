"""CPU and memory of a command with all its processes, workers of a fork server included. Linux only."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.busy import Watch

TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of the wall, CPU seconds of all processes, and the most memory at once (PSS, MB).

    `code` is -9 for what was killed at its limit.
    """

    wall: float
    cpu: float
    memory_mb: float
    code: int


def measure(
    command: list[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    limit: float = float("inf"),
    log: Path | None = None,
    watch: Watch | None = None,
) -> Cost:
    """Runs a command in a session of its own and looks at the session's processes ten times a second.

    What takes more than `limit` seconds is killed. `log` takes what it writes to stderr; `watch` looks at its threads.
    """
    if not sys.platform.startswith("linux"):
        raise SystemExit("bench needs Linux: it reads /proc")
    started, before = time.monotonic(), _waited_for()
    with (log or Path(os.devnull)).open("wb") as words:
        process = subprocess.Popen(
            command,
            cwd=cwd,
            env=env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=words,
        )
    spent: dict[int, float] = {}
    most, looks = 0.0, 0
    while process.poll() is None:
        members = _session(process.pid)
        spent.update(members)
        if looks % 5 == 0:
            most = max(most, sum(map(_pss, members)))
        if watch and looks % 2 == 0:
            watch.look(members)
        looks += 1
        time.sleep(EVERY)
        if time.monotonic() - started > limit:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Cost(
        wall=time.monotonic() - started,
        cpu=max(sum(spent.values()), _waited_for() - before),  # the looks miss the last tenth of a second
        memory_mb=most / 1024,
        code=process.returncode,
    )


def _waited_for() -> float:
    """CPU seconds of all children that have ended, with those that they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def memory_of_session(leader: int) -> float:
    """What the processes of a session hold now (PSS), MB."""
    return sum(map(_pss, _session(leader))) / 1024


def _session(leader: int) -> dict[int, float]:
    found = {}
    for name in (entry.name for entry in Path("/proc").iterdir()):
        if not name.isdigit():
            continue
        try:
            fields = Path(f"/proc/{name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            found[int(name)] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def _pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith("Pss:")), 0.0)
