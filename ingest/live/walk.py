"""Roots without events are walked at intervals, by the scan itself: what differs from the last walk is dirty."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from index.errors import RefusedError
from ingest.live.settle import Signature
from ingest.scan import Root, scan


class Walks:
    """What one root showed in the last walk."""

    def __init__(self, root: Root, never: Sequence[Path] = ()) -> None:
        self.root, self._never = root, never
        self._seen: dict[str, Signature] = {}

    def look(self) -> list[str]:
        """Walks the root; paths that came, changed or went. Raises RefusedError (exit 3) when it is away.

        What could not be listed is unknown: it did not go.
        """
        found = scan([self.root], never=self._never)
        now = {
            source.file: Signature(source.size, source.mtime_ns, source.ctime_ns, source.inode)
            for source in found.sources.values()
        }
        went = self._seen.keys() - now.keys()
        if found.unknown:
            kept = {path for path in went if _may_be_there(path)}
            now.update({path: self._seen[path] for path in kept})
            went -= kept
        changed = [path for path, seen in now.items() if self._seen.get(path) != seen]
        self._seen = now
        return sorted([*changed, *went])

    def try_look(self) -> tuple[list[str], str]:
        """As `look`, with the trouble in words instead of an exception."""
        try:
            return self.look(), ""
        except RefusedError as error:
            return [], str(error)


def _may_be_there(path: str) -> bool:
    """Whether `path` is there, or its folder cannot be listed."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def signature_of(path: str) -> Signature | None:
    """The attributes of what is at `path`, through a link; None if nothing is there or it cannot be told."""
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return Signature(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
