"""Signals: a batch that is being written is finished first; everything else stops at once.

A request to stop may come twice: from a terminal, or from systemd, to all processes of a group, and from a parent
that passes it on. What comes within half a second of the first is the first, not a second one that breaks in.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ONE_SECONDS = 0.5

_depth = 0
_pending = 0
_seen = float("-inf")


class Interrupted(KeyboardInterrupt):
    """The process was asked to stop by `signum`; its exit code is 128 + signum."""

    def __init__(self, signum: int) -> None:
        super().__init__(signal.Signals(signum).name)
        self.signum = signum

    @property
    def exit_code(self) -> int:
        """130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + self.signum


def install() -> None:
    """Takes over SIGINT and SIGTERM in the main thread."""
    global _seen  # noqa: PLW0603 - signals are the process's
    _seen = float("-inf")
    if threading.current_thread() is threading.main_thread():
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, _handle)


def _handle(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's signature
    global _pending, _seen  # noqa: PLW0603 - signals are the process's
    now = time.monotonic()
    if now - _seen < ONE_SECONDS:
        return
    _seen = now
    if _depth and not _pending:
        _pending = signum
        return
    raise Interrupted(signum)


@contextmanager
def shield() -> Iterator[None]:
    """Puts a first signal off until the block is done; a second one breaks in."""
    global _depth, _pending  # noqa: PLW0603
    _depth += 1
    try:
        yield
    finally:
        _depth -= 1
    if not _depth and _pending:
        signum, _pending = _pending, 0
        raise Interrupted(signum)
