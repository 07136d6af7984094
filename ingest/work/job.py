"""One open map, and its items on their way."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.errors import Code
from ingest.work.engine import Outcome

_AHEAD_SECONDS = 4.0
_AHEAD_FIRST = 8


@dataclass(slots=True, eq=False)
class Job:
    """`open` counts items handed out and not yet answered; `seconds` is what one takes, averaged."""

    task: str
    items: Iterator[tuple[Any, bytes]]
    timeout: float
    ahead: int
    ready: deque[Outcome[Any]] = field(default_factory=deque)
    ready_bytes: int = 0
    open: int = 0
    exhausted: bool = False
    closed: bool = False
    seconds: float = 0.0

    def depth(self) -> int:
        """Items a worker may have queued: some seconds of work, since who asks may be busy that long."""
        if not self.seconds:
            return min(_AHEAD_FIRST, self.ahead)
        return max(2, min(self.ahead, math.ceil(_AHEAD_SECONDS / self.seconds)))

    def took(self, seconds: float) -> None:
        """Learns what an item costs."""
        self.seconds = seconds if not self.seconds else 0.8 * self.seconds + 0.2 * seconds

    def take(self) -> Outcome[Any]:
        """The next outcome."""
        outcome = self.ready.popleft()
        self.ready_bytes -= len(outcome.data)
        return outcome


@dataclass(slots=True, eq=False)
class Item:
    """One request. `alone` after it was running when a worker died; `returns` counts deaths that no item explains."""

    job: Job
    tag: Any
    payload: bytes
    alone: bool = False
    returns: int = 0

    def finish(self, data: bytes = b"", code: Code | None = None, detail: str = "") -> None:
        """Hands the outcome to the map that asked, if it still listens."""
        self.job.open -= 1
        if not self.job.closed:
            self.job.ready.append(Outcome(tag=self.tag, data=data, code=code, detail=detail))
            self.job.ready_bytes += len(data)
