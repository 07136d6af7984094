"""Where commands may not write what they were asked to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.settings import Settings


def refuse_root(settings: Settings, file: Path) -> None:
    """Raises UsageError (2) for a file below a root: the next run would read it as a document."""
    from index.errors import UsageError

    for root in settings.roots:
        if file.resolve().is_relative_to(root.path.resolve()):
            raise UsageError(
                f"{file} lies in the root {root.name!r}: the next run would read it as a document",
                remedy="Write it somewhere else.",
            )
