"""An engine of processes on this machine: parsers are untrusted, so each item may hang, crash or eat memory.

What kills a worker costs its own item only. The item that was running when a worker died is tried once more, alone in
a fresh worker; the others, which had not begun, go to other workers. An item over its time is not tried again. A stream
goes on after its last part that arrived; a step that killed twice or took too long is left out.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Self, TypeVar

from index.errors import EnvironmentFaultError
from ingest.errors import Code
from ingest.work.engine import Outcome
from ingest.work.frames import STEP, Frame, Kind, parse
from ingest.work.job import Item, Job
from ingest.work.limits import size
from ingest.work.pool import Pool
from ingest.work.worker import Worker

T = TypeVar("T")

_READY_BYTES = 32 << 20
_POLL_SECONDS = 0.1
_FLUSH_SECONDS = 0.05
_PATIENCE_SECONDS = 1.0
_SILENCE_SECONDS = 120.0
_MAX_RETURNS = 5
_MAX_FALSE_STARTS = 3


class LocalEngine:
    """Runs the tasks that `start` ("module:function") builds from `payload`, once in each worker.

    Workers start when there is work for them, at most `workers`; each is replaced after `recycle_after` items or when
    it has grown by half of `memory_mb`. `few`: one worker begins alone. For one thread. Raises
    EnvironmentFaultError when workers cannot start.
    """

    def __init__(
        self,
        start: str,
        payload: bytes,
        *,
        workers: int,
        preload: Sequence[str] = (),
        memory_mb: int = 1536,
        recycle_after: int = 200,
        few: bool = False,
    ) -> None:
        self._pool = Pool(
            start, payload, preload, most=workers, memory_mb=memory_mb, recycle_after=recycle_after, few=few
        )
        self._again: deque[Item] = deque()
        self._false_starts = 0
        self._looked = self._watching = self._checked = time.monotonic()

    def warm(self) -> None:
        """Begins to import the preload in the background, so that the first worker starts sooner."""
        self._pool.prepare()

    def map(
        self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float, ahead: int = 256
    ) -> Iterator[Outcome[T]]:
        """As `Engine.map`. A worker's queue holds some seconds of work: 2 to `ahead` items and 8 MB of payload.

        `timeout` bounds the wall clock and the CPU time of all threads together. `items` may pull from another map.
        """
        job = Job(task, iter(items), timeout, max(2, ahead))
        self._fill(job)
        return self._outcomes(job)

    def _outcomes(self, job: Job) -> Iterator[Outcome[T]]:
        try:
            while True:
                self._pump(0.0)
                self._fill(job)
                if job.ready:
                    yield job.take()
                elif job.open or not job.exhausted:
                    self._pump(_POLL_SECONDS)
                else:
                    return
        finally:
            job.closed = True

    def release(self) -> None:
        """As `Engine.release`."""
        self._pool.release()

    def close(self) -> None:
        """Kills the workers and waits for their end; a second call does nothing."""
        self._again.clear()
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _fill(self, job: Job) -> None:
        """Hands out items as long as workers take them, then gives the pipes a moment."""
        pool = self._pool
        while not job.exhausted and len(job.ready) < pool.capacity(job) and job.ready_bytes < _READY_BYTES:
            if not pool.has_room(job):
                break
            if (entry := next(job.items, None)) is None:
                job.exhausted = True
                break
            job.open += 1
            item = Item(job, *entry)
            if (worker := pool.choose(job)) is None:
                self._again.append(item)
            else:
                pool.send(worker, item)
        until = time.monotonic() + _FLUSH_SECONDS
        while any(worker.has_unsent for worker in pool.workers) and (left := until - time.monotonic()) > 0:
            self._pump(left)

    def _pump(self, seconds: float) -> None:
        """Moves what can be moved, waiting up to `seconds` for something; then looks after the workers."""
        pool = self._pool
        while self._again:
            if self._again[0].job.closed:
                self._again.popleft()
                continue
            if (worker := pool.choose(self._again[0].job)) is None:
                break
            pool.send(worker, self._again.popleft())
        began = time.monotonic()
        if began - self._looked > _PATIENCE_SECONDS / 4:
            self._watching = began
        for worker in pool.readable(seconds):
            item = worker.outstanding.get(worker.running)
            if not seconds and item is not None and item.job.ready_bytes > _READY_BYTES:
                worker.since = began  # it waits for who asked
            else:
                self._receive(worker)
        self._looked = time.monotonic()
        if self._looked - self._checked >= _POLL_SECONDS / 2:
            self._checked = self._looked
            for worker in list(pool.workers):
                self._check(worker, self._looked)

    def _receive(self, worker: Worker) -> None:
        frames, alive = worker.receive()
        for frame in frames:
            self._take(worker, frame)
            if worker not in self._pool.workers:
                return
        if not alive:
            self._bury(worker)
        elif worker.retiring and not worker.outstanding:
            self._pool.remove(worker)

    def _take(self, worker: Worker, frame: Frame) -> None:
        if frame.kind in (Kind.RESULT, Kind.GROWN):
            item = worker.answered(frame.ticket)
            if item is not None:
                item.job.took(frame.seconds / item.begin)
                item.finish(frame.body)
            if frame.kind == Kind.GROWN:
                self._pool.retire(worker)
        elif frame.kind == Kind.PART:
            item = worker.outstanding.get(frame.ticket)
            if item is not None and len(frame.body) >= STEP.size:
                item.arrived(STEP.unpack_from(frame.body)[0], frame.body[STEP.size :])
                worker.since = time.monotonic()
        elif frame.kind == Kind.FAILED:
            self._failed(worker, frame)
        elif frame.kind == Kind.READY:
            self._pool.welcome(worker, parse(frame.body))
            self._false_starts = 0
        elif frame.kind == Kind.UNFIT:
            said = parse(frame.body)
            self._pool.remove(worker)
            raise EnvironmentFaultError(
                f"workers cannot start: {said.get('message')}", remedy=str(said.get("remedy", ""))
            )

    def _failed(self, worker: Worker, frame: Frame) -> None:
        item = worker.answered(frame.ticket)
        if item is None:
            return
        said = parse(frame.body)
        code = Code(said["code"]) if said.get("code") in set(Code) else Code.CRASHED
        detail = str(said.get("detail", ""))[:80]
        if code != Code.MEMORY:
            item.finish(code=code, detail=detail)
            return
        worker.look(time.monotonic())
        step = worker.step if worker.running == frame.ticket else 0
        innocent = worker.done > 1 or step > 0
        self._bury(worker)
        if innocent and item.may_try_again(code, step):
            self._retry(item)
        else:
            item.finish(code=code, detail=detail)

    def _check(self, worker: Worker, now: float) -> None:
        """Ends a worker whose item takes too long, but only when what it sent had time to arrive."""
        worker.look(now)
        if worker.outstanding:
            worker.peak = max(worker.peak, size(worker.pid)[0])
        if now - self._watching < _PATIENCE_SECONDS:
            return
        item = worker.outstanding.get(worker.running)
        silent = now - worker.since
        if item is not None:
            if silent > item.job.timeout:
                self._bury(worker, late=True)
        elif silent > _SILENCE_SECONDS and (worker.outstanding or not worker.is_ready):
            self._bury(worker)

    def _bury(self, worker: Worker, *, late: bool = False) -> None:
        """Ends a worker and finds out what becomes of its items: at most one of them had begun."""
        worker.look(time.monotonic())
        suspect = worker.outstanding.pop(worker.running, None)
        ended = self._pool.remove(worker)
        if not worker.is_ready:
            self._false_starts += 1
            if self._false_starts >= _MAX_FALSE_STARTS:
                raise EnvironmentFaultError(f"workers die as they start ({worker.cause(ended)[1]})")
        for item in worker.outstanding.values():
            item.returns += suspect is None
            if item.returns > _MAX_RETURNS:
                item.finish(code=Code.CRASHED, detail="never begun")
            else:
                self._again.append(item)
        if suspect is None:
            return
        code, detail = (Code.TIMEOUT, "wall clock") if late else worker.cause(ended)
        if suspect.may_try_again(code, worker.step):
            self._retry(suspect)
        else:
            suspect.finish(code=code, detail=detail)

    def _retry(self, item: Item) -> None:
        """Once more, alone in a worker of its own."""
        item.alone = True
        worker = self._pool.hire()
        worker.reserved = True
        self._pool.send(worker, item)
