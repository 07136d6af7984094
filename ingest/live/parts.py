"""The threads of a process that stays: begun in order, stopped in order, and none dies unnoticed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

LOOK = 0.5
"""Seconds between two looks at the threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that runs in a thread of its own until it is stopped. `stop` returns at once."""

    name: str
    run: Callable[[], object]
    stop: Callable[[], object]


@dataclass(slots=True)
class Parts:
    """The parts of a process. One that ends before it is stopped ends all: whoever supervises begins anew."""

    parts: Sequence[Part]
    _threads: dict[str, threading.Thread] = field(default_factory=dict)
    _errors: list[BaseException] = field(default_factory=list)

    def begin(self) -> None:
        """Starts all threads."""
        for part in self.parts:
            thread = threading.Thread(target=self._run, args=(part,), name=part.name, daemon=True)
            self._threads[part.name] = thread
            thread.start()

    def alive(self) -> dict[str, bool]:
        """Which threads are alive, by name."""
        return {name: thread.is_alive() for name, thread in self._threads.items()}

    def attend(self) -> None:
        """Waits until a part ends, and raises what ended it; a signal breaks in."""
        while all(self.alive().values()):
            time.sleep(LOOK)
        if self._errors:
            raise self._errors[0]
        raise RuntimeError("a part ended before it was stopped")

    def stop(self, *but: str) -> None:
        """Stops all parts `but` some, and waits for their ends."""
        chosen = [part for part in self.parts if part.name not in but]
        for part in chosen:
            part.stop()
        for part in chosen:
            if thread := self._threads.get(part.name):
                thread.join()

    def _run(self, part: Part) -> None:
        try:
            part.run()
        except BaseException as error:
            self._errors.append(error)
            raise
