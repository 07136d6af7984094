"""What an engine is: it maps pure functions over items, in this process or in others."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from ingest.errors import Code

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Where a stream goes on that was cut off: the steps before `begin` are done, those of `skip` are given up.

    `skip` maps a step that killed its worker to what it died of.
    """

    begin: int = 1
    skip: Mapping[int, Code] = field(default_factory=dict)


Stream = Callable[[Resume], Generator[tuple[int, bytes], None, bytes]]
"""A long answer in steps, numbered from 1 and the same each time.

Yields (n, data) when step n is done, b"" if there is nothing to hand over yet, and (0, b"") before the first as a sign
of life; each restarts the limits on time. What it returns is the last word.
"""

Task = Callable[[bytes], bytes | Stream]
"""A pure function over bytes (JSON, or raw float32): no pickles travel, so a worker cannot own its parent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[T]):
    """What came of one item: `data`, or a failure's `code` when the worker died or took too long.

    Of a stream there are some with `part` first, in order; the one without comes last, and may be a failure.
    """

    tag: T
    data: bytes = b""
    code: Code | None = None
    detail: str = ""
    part: bool = False


class Engine(Protocol):
    """Runs tasks by name. Memory is bounded: at most a fixed number of items are in flight."""

    def map(self, task: str, items: Iterable[tuple[T, bytes]], *, timeout: float) -> Iterator[Outcome[T]]:
        """Outcomes in any order. Several maps may be open at once. `timeout` is seconds an item, or a step of it.

        Where workers do it, the first items are under way when this returns: who asked may do something else first.
        """
        ...

    def release(self) -> None:
        """One kind of work is over: what workers keep in memory for it may go. The next items get fresh workers."""
        ...

    def close(self) -> None:
        """Stops the workers."""
        ...
