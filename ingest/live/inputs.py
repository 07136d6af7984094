"""The files beside the documents that a run depends on: settings and decisions. A change is told when it is over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.live.settle import Signature
from ingest.live.walk import signature_of

QUIET = 1.0
"""Seconds that such a file must not change: people save it twice, editors in two steps."""


@dataclass(slots=True)
class _Seen:
    told: Signature | None
    now: Signature | None
    since: float


class Inputs:
    """Looks at a few files by name; cheap enough for every second or two.

    What changed since `before` looked, at files that are still meant, is told too.
    """

    def __init__(self, files: Mapping[str, Path], now: float, before: Inputs | None = None) -> None:
        self._files = dict(files)
        self._seen = {}
        for name, path in self._files.items():
            seen = signature_of(str(path))
            known = before.known(name, path) if before else None
            self._seen[name] = known or _Seen(seen, seen, now)

    def known(self, name: str, path: Path) -> _Seen | None:
        """What was seen of a file, None if another one was meant."""
        return self._seen[name] if self._files.get(name) == path else None

    def changed(self, now: float) -> list[str]:
        """Names of files that changed since they were told last, and are quiet again."""
        names = []
        for name, path in self._files.items():
            seen, before = signature_of(str(path)), self._seen[name]
            if seen != before.now:
                before.now, before.since = seen, now
            elif seen != before.told and now - before.since >= QUIET:
                before.told = seen
                names.append(name)
        return names
