"""Files as a scan would give them to loaders, of no root."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Source


def source_at(path: Path) -> Source:
    """A file by its path, which is its id; without times."""
    state = path.stat()
    return Source(
        id=str(path), root="", file=str(path), size=state.st_size, mtime_ns=0, ctime_ns=0, inode=state.st_ino
    )
