"""What other installed packages bring, told by their entry points."""

from __future__ import annotations

import re
import sys
from functools import cache
from importlib import metadata
from typing import cast

_VERSION = re.compile(r"^Version:[ \t]*(\S.*)$", re.MULTILINE)


def entry_points(*, group: str) -> tuple[metadata.EntryPoint, ...]:
    """The entry points of one of our groups, `kb_ingest.*`. What is installed later is seen by the next process."""
    return tuple(_found(tuple(sys.path)).select(group=group))


@cache
def _found(path: tuple[str, ...]) -> metadata.EntryPoints:
    """A look reads a file of every distribution, and a run asks for several groups.

    Parsing all of them takes twice as long as seeing that none is about us.
    """
    stated = (one.read_text("entry_points.txt") or "" for one in metadata.distributions(path=list(path)))
    if not any("kb_ingest." in text for text in stated):
        return metadata.EntryPoints(())
    return cast(
        "metadata.EntryPoints", metadata.entry_points()
    )  # Python 3.11 has another type, which selects too


@cache
def version_of(distribution: str) -> str:
    """Its version. Raises PackageNotFoundError where it is not installed.

    As `importlib.metadata.version`, which parses the whole description for it: a millisecond each, and a run asks for
    a dozen.
    """
    found = metadata.distribution(distribution)
    stated = _VERSION.search((found.read_text("METADATA") or "").partition("\n\n")[0])
    return stated[1].strip() if stated else found.version
