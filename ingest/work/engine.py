"""What an engine is: it maps pure functions over items, in this process or in others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ingest.errors import Code

T = TypeVar("T")

Task = Callable[[bytes], bytes]
"""A pure function over bytes (JSON, or raw float32): no pickles travel, so a worker cannot own its parent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What came of one item: `data`, or a failure's `code` when the worker died or took too long."""

    tag: T
    data: bytes = b""
    code: Code | None = None
    detail: str = ""


class Engine(Protocol):
    """Runs tasks by name. Memory is bounded: at most a fixed number of items are in flight."""

    def map(self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float) -> Iterator[Outcome[T]]:
        """Outcomes in any order. Several maps may be open at once. `timeout` is seconds an item."""
        ...

    def close(self) -> None:
        """Stops the workers."""
        ...
