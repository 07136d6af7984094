"""Seeded faults for tests: `INGEST_BUGGIFY=<seed>[:<probability>]`, heeded only with INGEST_TEST=1.

A seed switches each named point on or off; one that is on fires each time it is passed with the probability. What fires
follows from the seed, the point and how often the process passed it, never from the time: a seed can be replayed. After
FoundationDB's macro of that name. Whatever fires is what a disk, a share or a library does in life: the code around
must take it as such, a run may fail with its exit code, and one clean sync must end where a fresh build does.
"""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import time
from dataclasses import dataclass, field
from typing import Final

from index.errors import StateError

PROBABILITY = 0.25
SLOW_SECONDS = 0.02
READING: Final = (errno.EIO, errno.EACCES, errno.ESTALE)
WRITING: Final = (errno.ENOSPC, errno.EIO)


class InjectedFaultError(Exception):
    """What a plug-in might raise: nobody knows it by name."""


@dataclass(slots=True)
class Dice:
    """One seed's faults; `fired` are those that happened, in order."""

    seed: int
    probability: float = PROBABILITY
    passed: dict[str, int] = field(default_factory=dict)
    fired: list[str] = field(default_factory=list)

    def fires(self, point: str) -> bool:
        """Whether `point` fires this time."""
        times = self.passed[point] = self.passed.get(point, 0) + 1
        if self._draw(point, 0) >= 0.5 or self._draw(point, times) >= self.probability:
            return False
        self.fired.append(point)
        return True

    def _draw(self, point: str, times: int) -> float:
        digest = hashlib.sha256(f"{self.seed}/{point}/{times}".encode()).digest()
        return int.from_bytes(digest[:4]) / (1 << 32)


def dice_of(text: str) -> Dice | None:
    """What a setting like "7" or "7:0.1" means; None for "". Raises ValueError."""
    if not text:
        return None
    seed, _, probability = text.partition(":")
    return Dice(int(seed), float(probability or PROBABILITY))


_dice = dice_of(os.environ.get("INGEST_BUGGIFY", "")) if os.environ.get("INGEST_TEST") == "1" else None


def arm(dice: Dice | None) -> None:
    """For tests in this process: faults from now on, or none any more."""
    global _dice  # noqa: PLW0603 - the environment is the process's too
    _dice = dice


def fires(point: str) -> bool:
    """Whether a fault happens here and now. Without INGEST_BUGGIFY never, at no cost."""
    return _dice is not None and _dice.fires(point)


def fail(point: str, numbers: tuple[int, ...]) -> None:
    """Raises OSError with one of `numbers`, or returns."""
    if _dice is not None and _dice.fires(point):
        number = numbers[_dice.passed[point] % len(numbers)]
        raise OSError(number, os.strerror(number))


def fail_database(point: str) -> None:
    """Raises what SQLite raises when a lock is not given, or the disk fails or is full; or returns."""
    if _dice is not None and _dice.fires(point):
        import sqlite3

        said = (
            (sqlite3.SQLITE_BUSY, "SQLITE_BUSY", "database is locked"),
            (sqlite3.SQLITE_IOERR, "SQLITE_IOERR", "disk I/O error"),
            (sqlite3.SQLITE_FULL, "SQLITE_FULL", "database or disk is full"),
        )
        code, name, words = said[_dice.passed[point] % len(said)]
        error = sqlite3.OperationalError(words)
        error.sqlite_errorcode, error.sqlite_errorname = code, name
        raise error


def fail_store(point: str) -> None:
    """Raises what a store raises that cannot go on, or is slow, or returns."""
    if fires(point):
        raise StateError(f"an injected fault ({point})", remedy="Run it again.")
    if fires(f"slow-{point}"):
        time.sleep(SLOW_SECONDS)


def fail_task(point: str) -> None:
    """Raises InjectedFaultError, or is slow, or returns."""
    if fires(point):
        raise InjectedFaultError
    if fires(f"slow-{point}"):
        time.sleep(SLOW_SECONDS)


def die(point: str) -> None:
    """Kills this process, or returns."""
    if fires(point):
        os.kill(os.getpid(), signal.SIGKILL)
