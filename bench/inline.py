"""An engine in this process, for tests and measurements that want no other. Nothing is limited here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self, TypeVar

from index.buggify import fail_task
from ingest.work.attempt import Attempt
from ingest.work.engine import Outcome, Resume, Task

T = TypeVar("T")


class InlineEngine:
    """Maps one item at a time; an exception costs its own item, a crash costs the process."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        self._tasks = tasks

    def map(self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float) -> Iterator[Outcome[T]]:
        """Outcomes in the order of the items."""
        run = self._tasks[task]
        for tag, payload in items:
            data = b""
            with Attempt(interrupts=True) as attempt:
                fail_task("task")
                given = run(payload)
                if callable(given):
                    steps = given(Resume())
                    while True:
                        try:
                            _, part = next(steps)
                        except StopIteration as end:
                            data = end.value
                            break
                        if part:
                            yield Outcome(tag=tag, data=part, part=True)
                else:
                    data = given
            yield Outcome(tag=tag, data=data, code=attempt.code, detail=attempt.detail)

    def release(self) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Nothing runs, so nothing is stopped."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
