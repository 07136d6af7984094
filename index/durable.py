"""Files that are on disk for good, and outlive a loss of power; and files that can be done without."""

from __future__ import annotations

import os
from contextlib import suppress
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


def put_aside(path: Path, data: bytes) -> None:
    """Replaces a file that the next run can do without: at once, by any number of processes, and without the disk.

    Where it cannot be written nothing happens.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
