"""What other installed packages bring, told by their entry points; and their versions.

As `importlib.metadata` tells it, whose import, and whose parsing of descriptions, would take a twentieth of a run with
nothing to do. It is asked where packages lie otherwise than in folders, and for entry points that are about us.
"""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib import metadata

_VERSION = re.compile(rb"^Version:[ \t]*(\S.*?)\s*$", re.MULTILINE)
_OURS = b"kb_ingest."


def entry_points(*, group: str) -> tuple[metadata.EntryPoint, ...]:
    """The entry points of one of our groups, `kb_ingest.*`. What is installed later is seen by the next process."""
    return tuple(one for one in _found(tuple(sys.path)) if one.group == group)


@cache
def _found(path: tuple[str, ...]) -> tuple[metadata.EntryPoint, ...]:
    """All of our groups."""
    folders = _folders(path)
    if folders is not None and not any(
        _OURS in _read(one, "entry_points.txt") for ones in folders.values() for one in ones
    ):
        return ()
    from importlib import metadata

    stated = cast("metadata.EntryPoints", metadata.entry_points())  # Python 3.11 has another type
    return tuple(
        one for name in stated.groups if name.startswith(_OURS.decode()) for one in stated.select(group=name)
    )


@cache
def version_of(distribution: str) -> str:
    """Its version. Raises ModuleNotFoundError where it is not installed."""
    folders = _folders(tuple(sys.path))
    if folders is not None and _normal(distribution) not in folders:
        raise ModuleNotFoundError(f"No package metadata was found for {distribution}")
    for folder in (folders or {}).get(_normal(distribution), ()):
        head = (_read(folder, "METADATA") or _read(folder, "PKG-INFO")).partition(b"\n\n")[0]
        if stated := _VERSION.search(head):
            return stated[1].decode()
    from importlib import metadata

    return metadata.version(distribution)


@cache
def _folders(path: tuple[str, ...]) -> dict[str, list[str]] | None:
    """Normalized names of distributions, and the folders that tell of each; None where some may lie elsewhere.

    Of two folders one may be what is left of a version that was removed.
    """
    finders = (one for one in sys.meta_path if hasattr(one, "find_distributions"))
    if any(getattr(one, "__name__", "") != "PathFinder" for one in finders):
        return None
    folders: dict[str, list[str]] = {}
    for place in path:
        try:
            entries = sorted(os.scandir(place or "."), key=lambda entry: entry.name)
        except NotADirectoryError:
            return None
        except OSError:
            continue
        for entry in entries:
            name, dot, kind = entry.name.lower().rpartition(".")
            if kind in {"dist-info", "egg-info"} and dot:
                folders.setdefault(_normal(name.partition("-")[0]), []).append(entry.path)
            elif kind in {"egg", "egg-info"}:
                return None
    return folders


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(folder: str, name: str) -> bytes:
    try:
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - hundreds, most of which are not there
            return file.read()
    except OSError:
        return b""
