"""A sign of life from deep inside a task: whoever runs it may take it as a reason to give it more time."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

_TOLD: ContextVar[Callable[[], None] | None] = ContextVar("told", default=None)


def follow(told: Callable[[], None]) -> None:
    """From now on, and in this context, `told` is called with each `beat`."""
    _TOLD.set(told)


def beat() -> None:
    """Something that takes its own time, and has a limit of its own, has come one step further."""
    if told := _TOLD.get():
        told()


STRIDE = 65_536
"""Characters."""


class Pace:
    """Beats once for each stretch of a long text that is done: its time grows with it, and one that hangs ends."""

    def __init__(self) -> None:
        self._left = STRIDE

    def gone(self, chars: int) -> None:
        """So many characters are done."""
        self._left -= chars
        if self._left <= 0:
            self._left = STRIDE
            beat()
