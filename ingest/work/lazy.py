"""An engine that starts with its first item, so that a run with nothing to do starts no process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TypeVar

from ingest.work.engine import Engine, Outcome

T = TypeVar("T")


class LazyEngine:
    """Starts workers with the first item, so that a run with nothing to do starts none."""

    def __init__(self, start: Callable[[], Engine]) -> None:
        self._start = start
        self._engine: Engine | None = None

    def map(self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float) -> Iterator[Outcome[T]]:
        """As `Engine.map`."""
        iterator = iter(items)
        first = next(iterator, None)
        if first is None:
            return iter(())
        if self._engine is None:
            self._engine = self._start()
        return self._engine.map(task, chain([first], iterator), timeout=timeout)

    def close(self) -> None:
        """Stops what was started."""
        if self._engine is not None:
            self._engine.close()
