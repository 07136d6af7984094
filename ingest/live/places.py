"""Whether the roots are there, asked by a thread of its own: a share that hangs must not hang the server."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from ingest.settings import RootSettings

PAUSE = 10.0
SILENT = 45.0
"""Seconds after which a look that has not ended counts as no."""


class Places:
    """The roots of the settings, as they were at the last look."""

    def __init__(self, roots: Sequence[RootSettings]) -> None:
        self._roots = tuple(roots)
        self._away: tuple[str, ...] = ()
        self._looked: float | None = None
        self._over = threading.Event()

    def away(self) -> list[str]:
        """What is wrong, a few words each; empty when all roots are there."""
        if self._looked is None:
            return ["the roots have not been looked at yet"]
        if (silent := time.monotonic() - self._looked) > SILENT:
            return [f"the roots have not answered for {silent:.0f} s"]
        return [f"root {name} is away" for name in self._away]

    def look(self) -> None:
        """One look at all roots."""
        self._away = tuple(root.name for root in self._roots if not _is_there(root))
        self._looked = time.monotonic()

    def run(self) -> None:
        """Looks until `stop` is called."""
        self.look()
        while not self._over.wait(PAUSE):
            self.look()

    def stop(self) -> None:
        """Ends `run`."""
        self._over.set()


def _is_there(root: RootSettings) -> bool:
    try:
        return root.path.is_dir() and (not root.marker or (root.path / root.marker).exists())
    except OSError:
        return False
