"""Which paths below a root are worth a look: what the scan would never take is none of the watcher's business."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ingest.globs import matcher, names_hidden
from ingest.junk import is_junk
from ingest.scan import Root


class Concern:
    """The patterns of one root, for paths as the watcher hears them: below the root's real place."""

    def __init__(self, root: Root, never: Sequence[Path] = ()) -> None:
        self.real = os.path.realpath(root.path)
        self._never = tuple(os.path.realpath(path) for path in never)
        self._is_included = matcher(root.include) if root.include else lambda _: True
        self._is_excluded = matcher(root.exclude)
        self._is_hidden_meant = matcher([pattern for pattern in root.include if names_hidden(pattern)])
        self._shows_hidden = any(map(names_hidden, root.include))

    def __call__(self, path: str, *, folder: bool) -> bool:
        """Whether a change at `path` can change what is indexed."""
        if path == self.real:
            return True
        top = self.real.rstrip(os.sep) + os.sep
        if not path.startswith(top):
            return False
        if any(path == place or path.startswith(place + os.sep) for place in self._never):
            return False
        place = path[len(top) :].replace(os.sep, "/") + ("/" if folder else "")
        if any(map(is_junk, place.rstrip("/").split("/"))) or self._is_excluded(place):
            return False
        hidden = place.startswith(".") or "/." in place
        if folder:
            return not hidden or self._shows_hidden
        return self._is_included(place) and (not hidden or self._is_hidden_meant(place))
