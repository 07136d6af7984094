"""Hints on their way from the threads that hear them to the one that decides. Bounded, and nothing in it raises."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.live.settle import MOST


@dataclass(slots=True)
class Hints:
    """What came in since the last look: path -> (when it was last hinted at, whether it is a folder)."""

    paths: dict[str, tuple[float, bool]] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)
    """Why everything has to be looked at; in the order they came."""


class Inbox:
    """Takes hints from any thread."""

    def __init__(self, *, most: int = MOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._clock = most, clock
        self._arrived = threading.Condition()
        self._hints = Hints()
        self._rung = False
        self.lost_at = clock()
        """When a hint was lost last."""

    def hint(self, path: str, *, folder: bool = False) -> None:
        """Something may have changed at `path`."""
        with self._arrived:
            now = self._clock()
            if len(self._hints.paths) >= self._most and path not in self._hints.paths:
                self._hints.paths.clear()
                self._hints.reasons["many changes"] = None
                self.lost_at = now
            before = self._hints.paths.get(path)
            self._hints.paths[path] = (now, folder or bool(before and before[1]))
            self._ring()

    def lost(self, reason: str) -> None:
        """Hints were lost, or one that says too little: everything has to be looked at."""
        with self._arrived:
            self.lost_at = self._clock()
            self._hints.reasons[reason] = None
            self._ring()

    def ring(self) -> None:
        """Wakes who waits."""
        with self._arrived:
            self._ring()

    def _ring(self) -> None:
        self._rung = True
        self._arrived.notify_all()

    def take(self) -> Hints:
        """What came in; the inbox is empty afterwards."""
        with self._arrived:
            hints, self._hints, self._rung = self._hints, Hints(), False
        return hints

    def wait(self, seconds: float) -> bool:
        """Waits for a hint, or so long; tells whether one is there."""
        with self._arrived:
            if not self._rung:
                self._arrived.wait(seconds)
            return self._rung
