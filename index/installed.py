"""What other installed packages bring, told by their entry points."""

from __future__ import annotations

import sys
from functools import cache
from importlib import metadata


def entry_points(*, group: str) -> tuple[metadata.EntryPoint, ...]:
    """The entry points of a group. What is installed later is seen by the next process."""
    return _found(group, tuple(sys.path))


@cache
def _found(group: str, path: tuple[str, ...]) -> tuple[metadata.EntryPoint, ...]:
    """Each look reads a file of every distribution: 10 ms where 200 are installed, and a run asks five times."""
    del path  # where it is looked for
    return tuple(metadata.entry_points(group=group))
