"""Killing a process at a chosen moment, and what is left of it afterwards."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def workers_of(group: int) -> list[int]:
    """Processes that are still in a process group or session, zombies aside."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and group in (int(fields[2]), int(fields[3])) and int(stat.parent.name) != group:
            found.append(int(stat.parent.name))
    return found


def told_of(pid: int) -> str:
    """A process as people know it: its state, its parent, its command line, where it waits."""
    folder, told = Path(f"/proc/{pid}"), [str(pid)]
    for name, most in (("stat", 60), ("wchan", 40), ("cmdline", 200)):
        try:
            told.append((folder / name).read_text("utf-8", "replace").replace("\0", " ")[:most])
        except OSError:
            told.append("gone")
    return "; ".join(told)


def kill(pid: int) -> None:
    """Kills the main process alone: its workers must find that out by themselves."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_for_index_write(state: Path, pid: int, seconds: float = 60) -> bool:
    """Waits until a file of Chroma's index changes; False when the process ends first."""
    before, until = _times(state), time.monotonic() + seconds
    while time.monotonic() < until:
        if _times(state) != before:
            return True
        if _ended(pid):
            return False
        time.sleep(0.0005)
    return False


def _times(state: Path) -> list[tuple[str, int]]:
    found = []
    for pattern in ("gen-*/chroma/*/header.bin", "gen-*/chroma/*/index_metadata.pickle"):
        for path in state.glob(pattern):
            try:
                found.append((str(path), path.stat().st_mtime_ns))
            except OSError:
                continue
    return sorted(found)


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
