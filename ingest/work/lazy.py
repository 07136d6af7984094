"""An engine that starts with its first item, so that a run with nothing to do starts no process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

from ingest.work.engine import Engine, Outcome

T = TypeVar("T")


FEW = 24
"""So many items are few: what only some items need is then not worth importing beforehand."""


class LazyEngine:
    """Starts workers with the first item, so that a run with nothing to do starts none.

    `start` is told whether there are but few.
    """

    def __init__(self, start: Callable[[bool], Engine]) -> None:
        self._start = start
        self._engine: Engine | None = None

    def map(self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float) -> Iterator[Outcome[T]]:
        """As `Engine.map`."""
        iterator = iter(items)
        first = list(islice(iterator, 1 if self._engine else FEW + 1))
        if not first:
            return iter(())
        if self._engine is None:
            self._engine = self._start(len(first) <= FEW)
        return self._engine.map(task, chain(first, iterator), timeout=timeout)

    def release(self) -> None:
        """As `Engine.release`."""
        if self._engine is not None:
            self._engine.release()

    def close(self) -> None:
        """Stops what was started."""
        if self._engine is not None:
            self._engine.close()
