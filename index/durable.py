"""Waiting until what was written is on disk, and outlives a loss of power."""

from __future__ import annotations

import os
from pathlib import Path


def sync_file(path: Path) -> None:
    """Waits until a file's content is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_directory(path: Path) -> None:
    """Waits until a directory's entries are on disk; not needed, and not possible, on Windows."""
    if os.name == "posix":
        sync_file(path)
