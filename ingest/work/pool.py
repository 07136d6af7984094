"""The workers of an engine: hired when there is work, chosen by load, replaced after a while."""

from __future__ import annotations

import logging
import selectors
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ingest.work.job import Item, Job
from ingest.work.worker import Worker, prepare

_LOG = logging.getLogger(__name__)

_AHEAD_BYTES = 8 << 20
ALONE = 32
"""So many items are left to one worker, where few are said to come, unless one takes long: a second costs as much.

More than few, since each file that is read may be chunked and embedded too."""
SLOW_SECONDS = 1.0
WORN = 200
"""So many items make a worker's caches larger than what a fresh one costs: a tenth of a second."""


class Pool:
    """At most `most` workers that take items, and one more that ends its queue before it is replaced."""

    def __init__(
        self,
        start: str,
        payload: bytes,
        preload: Sequence[str],
        *,
        most: int,
        memory_mb: int,
        recycle_after: int,
        few: bool = False,
    ) -> None:
        self._start, self._payload, self.preload = start, payload, tuple(preload)
        self._few = few
        self._most, self._memory_mb, self._recycle_after = max(1, most), memory_mb, recycle_after
        self._selector = selectors.DefaultSelector()
        self._tickets = 0
        self._asked = 0.0
        self._closed = self._warned = False
        self.workers: list[Worker] = []

    def capacity(self, job: Job) -> int:
        """Items of `job` that all workers together may have queued."""
        return self._most * job.depth()

    def has_room(self, job: Job) -> bool:
        """Whether a worker, or one that may still be hired, would take one more item of `job`."""
        best, may_hire = self._least_busy(job)
        return may_hire or best is not None

    def choose(self, job: Job) -> Worker | None:
        """The least busy worker that may take one more item of `job`; a new one while there are too few."""
        best, may_hire = self._least_busy(job)
        if may_hire and (best is None or best.outstanding):
            return self.hire()
        return best

    def _least_busy(self, job: Job) -> tuple[Worker | None, bool]:
        self._require_open()
        serving = [worker for worker in self.workers if not worker.retiring]
        only = serving[0] if self._few and len(serving) == 1 and self._tickets < ALONE else None
        depth, best = 1 if only else job.depth(), None
        for worker in serving:
            queued = len(worker.outstanding) if only else worker.load[job]
            if worker.reserved or queued >= depth or (queued >= 2 and worker.bytes_out >= _AHEAD_BYTES):
                continue
            if best is None or len(worker.outstanding) < len(best.outstanding):
                best = worker
        return best, len(serving) < self._most and (only is None or self._is_slow(only))

    def _is_slow(self, worker: Worker) -> bool:
        return time.monotonic() - max(self._asked, worker.ready_at) > SLOW_SECONDS

    def prepare(self) -> None:
        """Begins to import what workers need, if that has not begun."""
        prepare(self.preload)

    def hire(self) -> Worker:
        """A new worker."""
        self.prepare()
        worker = Worker(self._start, self._payload, self.preload, self._memory_mb)
        self.workers.append(worker)
        self._selector.register(worker.pipe, selectors.EVENT_READ, worker)
        return worker

    def welcome(self, worker: Worker, said: Mapping[str, Any]) -> None:
        """Takes in that a worker is ready; what it says of the preload is told once."""
        worker.welcome(int(said.get("ceiling", 0)))
        if said.get("missing") and not self._warned:
            self._warned = True
            _LOG.warning("workers start slowly: not preloaded: %s", ", ".join(said["missing"]))

    def send(self, worker: Worker, item: Item) -> None:
        """Gives `item` to `worker`, which retires when it has had its share."""
        self._tickets += 1
        self._asked = time.monotonic()
        worker.send(self._tickets, item)
        self._listen(worker)
        if worker.assigned >= self._recycle_after:
            self.retire(worker)

    def retire(self, worker: Worker) -> None:
        """Lets a worker finish its queue and go; one at a time."""
        if not any(other.retiring for other in self.workers):
            worker.retiring = True

    def release(self) -> None:
        """Ends workers that are idle and have done much."""
        for worker in [one for one in self.workers if not one.outstanding and one.done >= WORN]:
            self.remove(worker)

    def readable(self, seconds: float) -> Iterator[Worker]:
        """Workers that sent something, waiting up to `seconds`; sends what the pipes take by the way."""
        self._require_open()
        for key, events in self._selector.select(seconds) if self.workers else ():
            worker = key.data
            if worker not in self.workers:
                continue
            if events & selectors.EVENT_WRITE:
                worker.flush()
                self._listen(worker)
            if events & selectors.EVENT_READ:
                yield worker

    def remove(self, worker: Worker) -> int:
        """Ends a worker; its exit code."""
        self.workers.remove(worker)
        self._selector.unregister(worker.pipe)
        return worker.end()

    def close(self) -> None:
        """Ends all."""
        self._closed = True
        for worker in self.workers:
            worker.process.kill()
        while self.workers:
            self.remove(self.workers[-1])
        self._selector.close()

    def _require_open(self) -> None:
        if self._closed:
            raise RuntimeError("the engine is closed")

    def _listen(self, worker: Worker) -> None:
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if worker.has_unsent else 0)
        if self._selector.get_key(worker.pipe).events != wanted:
            self._selector.modify(worker.pipe, wanted, worker)
