"""One open map, and its items on their way."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.errors import Code
from ingest.work.engine import Outcome, Resume

_AHEAD_SECONDS = 4.0
_AHEAD_FIRST = 8
_MOST_SKIPPED = 20
_MOST_DEATHS = 60


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
    """One request. `alone` after it was running when a worker died; `returns` counts deaths that no item explains.

    Of a stream `begin` is the first step that has not arrived, `skip` those that are given up.
    """

    job: Job
    tag: Any
    payload: bytes
    alone: bool = False
    returns: int = 0
    begin: int = 1
    skip: dict[int, Code] = field(default_factory=dict)
    deaths: int = 0
    died_at: int = 0

    def request(self) -> bytes:
        """The body of its frame."""
        resume = b""
        if self.begin > 1 or self.skip:
            resume = json.dumps({"begin": self.begin, "skip": self.skip}).encode()
        return b"\0".join((self.job.task.encode(), resume, self.payload))

    def arrived(self, step: int, data: bytes) -> None:
        """Hands a part of a stream to the map that asked."""
        self.begin = max(self.begin, step + 1)
        if not self.job.closed:
            self.job.ready.append(Outcome(tag=self.tag, data=data, part=True))
            self.job.ready_bytes += len(data)

    def may_try_again(self, code: Code, step: int) -> bool:
        """Whether it is worth another try after its worker died of `code`, in `step` of a stream (0: in none).

        Once more, alone; but never after a timeout. A step that kills twice, or takes too long, is left out.
        """
        if not step:
            return not self.alone and code != Code.TIMEOUT
        self.deaths += 1
        if step in self.skip or len(self.skip) >= _MOST_SKIPPED or self.deaths > _MOST_DEATHS:
            return False
        if code == Code.TIMEOUT or self.died_at == step:
            self.skip[step] = code
        self.died_at = step
        return True

    def finish(self, data: bytes = b"", code: Code | None = None, detail: str = "") -> None:
        """Hands the outcome to the map that asked, if it still listens."""
        self.job.open -= 1
        if not self.job.closed:
            self.job.ready.append(Outcome(tag=self.tag, data=data, code=code, detail=detail))
            self.job.ready_bytes += len(data)


def resume_of(said: bytes) -> Resume:
    """What `Item.request` wrote."""
    if not said:
        return Resume()
    told = json.loads(said)
    return Resume(begin=told["begin"], skip={int(step): Code(code) for step, code in told["skip"].items()})
