"""How busy the cores are while a command reads: what its threads used, and what they would have used alone. Linux only.

On a machine that does other things too, a thread that could run waits for a core; the kernel counts both times.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path

Thread = tuple[int, int]
Times = Mapping[Thread, tuple[float, float]]
"""Of threads, by process and thread: seconds that each ran, and seconds that it waited for a core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """Shares of all cores, 0 to 1: `used`, and `wanted`, which is that and what threads waited for, up to all cores."""

    used: float
    wanted: float


@dataclass(slots=True)
class Watch:
    """Looks at the threads of some processes again and again; tells how busy they kept `cores` between two moments."""

    cores: int = field(default_factory=lambda: len(os.sched_getaffinity(0)))
    looks: list[tuple[float, Times]] = field(default_factory=list)

    def look(self, processes: Mapping[int, float]) -> None:
        """What the threads of `processes` have used by now."""
        self.looks.append((time.time(), {key: told for pid in processes for key, told in _threads(pid)}))

    def busy(self, begin: float, end: float) -> Busy:
        """Between two moments, in seconds since 1970; nothing where fewer than two looks lie between them."""
        seconds = used = wanted = 0.0
        inside = [one for one in self.looks if begin <= one[0] <= end]
        for (since, before), (until, after) in pairwise(inside):
            steps = [(now, before.get(thread, (0.0, 0.0))) for thread, now in after.items()]
            ran = sum(now[0] - then[0] for now, then in steps)
            waited = sum(now[1] - then[1] for now, then in steps)
            room = self.cores * (until - since)
            seconds, used, wanted = seconds + room, used + ran, wanted + min(room, ran + waited)
        return Busy(used=used / seconds, wanted=wanted / seconds) if seconds else Busy(used=0.0, wanted=0.0)


def stage(log: Path, event: str) -> tuple[float, float]:
    """When a stage of a sync began and ended, by its log (`--log json`). Raises LookupError where it is not told."""
    for line in log.read_text(encoding="utf-8").splitlines():
        told = json.loads(line) if line.startswith("{") else {}
        if told.get("event") == event:
            end = datetime.fromisoformat(told["time"]).timestamp()
            return end - told["seconds"], end
    raise LookupError(event)


def _threads(pid: int) -> Iterator[tuple[Thread, tuple[float, float]]]:
    with suppress(OSError):  # it has ended
        for path in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                ran, waited, _ = (path / "schedstat").read_text(encoding="ascii").split()
                yield (pid, int(path.name)), (int(ran) / 1e9, int(waited) / 1e9)
