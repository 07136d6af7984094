"""Memory, descriptors, threads and CPU of a server and of all processes below it. Linux only."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
SERVE, WARM, WORKERS, TRACKER, PASSING = "serve", "warm", "fork server", "tracker", "run"
MARKS = {"ingest.live.warm_child": WARM, "multiprocessing.forkserver": WORKERS, "resource_tracker": TRACKER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vital:
    """One process: `role` tells a server's lasting processes from those of a run. Memory in MB, CPU in seconds.

    `heap` is the part of `pss` that is no file: others on the machine that map the same libraries do not change it.
    """

    pid: int
    role: str
    pss: float
    heap: float
    rss: float
    descriptors: int
    threads: int
    cpu: float


def vitals(server: int) -> list[Vital]:
    """The server and all below it, as they are now."""
    return [vital for pid, role in _family(server) if (vital := _vital(pid, role))]


def at_rest(server: int, patience: float = 20) -> tuple[bool, list[Vital]]:
    """As `vitals`, of a moment between runs if there is one soon; whether there was."""
    until = time.monotonic() + patience
    while True:
        before = {role for _, role in _family(server)}
        found = vitals(server)
        alone = PASSING not in before and PASSING not in {role for _, role in _family(server)}
        if alone or time.monotonic() > until:
            return alone, found
        time.sleep(0.1)


def cpu(server: int) -> float:
    """CPU seconds of the server's family, ended children that were waited for included."""
    return sum(_cpu(pid, ended=True) for pid, _ in _family(server))


def size(folder: Path) -> float:
    """MB that a folder takes on disk."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.lstat().st_blocks * 512
        except OSError:
            continue
    return total / 1e6


def _family(server: int) -> Iterator[tuple[int, str]]:
    """Each process with its role. What a lasting process forks has its command line too, but is below it."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    todo = [(server, SERVE, frozenset({SERVE}))]
    while todo:
        pid, role, above = todo.pop()
        yield pid, role
        for child in children.get(pid, []):
            named = next((name for mark, name in MARKS.items() if mark in _line(child)), PASSING)
            below = PASSING if named in above or role == PASSING else named
            todo.append((child, below, above | {below}))


def _vital(pid: int, role: str) -> Vital | None:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        memory = {line.split()[0]: float(line.split()[1]) / 1024 for line in lines[1:]}
        return Vital(
            pid=pid,
            role=role,
            pss=memory["Pss:"],
            heap=memory["Pss_Anon:"],
            rss=memory["Rss:"],
            descriptors=_count(Path(f"/proc/{pid}/fd")),
            threads=_count(Path(f"/proc/{pid}/task")),
            cpu=_cpu(pid),
        )
    except (OSError, KeyError):
        return None


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir())


def _cpu(pid: int, *, ended: bool = False) -> float:
    fields = _stat(pid)
    return sum(map(int, fields[11 : 15 if ended else 13])) / TICKS if fields else 0.0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
