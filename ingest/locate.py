"""From a path that a person typed to ids: wherever they stand, through links, with masked parts."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path, PurePath

from index.errors import UsageError
from ingest.names import encode_name
from ingest.scan import Root

Mask = Callable[[str], str]
"""Masks identifiers in a part of a path, as the scan does."""


def ids_of(path: Path, roots: Sequence[Root], mask: Mask) -> list[str]:
    """Ids that a file or folder at `path` has or would have: as written first, then with links followed.

    Of a folder that holds roots these are the roots' names; none for what lies in no root.
    """
    ids = []
    for follow in (os.path.abspath, os.path.realpath):
        place = PurePath(follow(path.expanduser()))
        for root in roots:
            top = PurePath(follow(root.path))
            if place.is_relative_to(top):
                parts = place.relative_to(top).parts
                ids.append("/".join([root.name, *(mask(encode_name(part)) for part in parts)]))
            elif top.is_relative_to(place):
                ids.append(root.name)
    return list(dict.fromkeys(ids))


def is_below(source_id: str, prefix: str) -> bool:
    """Whether an id is `prefix` or lies below it, in a folder or as a document of a file."""
    return source_id == prefix or source_id.startswith((prefix + "/", prefix + "#"))


def prefixes(
    paths: Sequence[Path],
    roots: Sequence[Root],
    mask: Mask,
    known: Collection[str],
    *,
    ignore_missing: bool = False,
) -> tuple[str, ...]:
    """Id prefixes that limit a run to `paths`; `known` are the ids of all sources.

    Raises UsageError (exit 2) for a path that lies in no root or, unless `ignore_missing`, where nothing is and
    nothing was.
    """
    found: list[str] = []
    for path in paths:
        ids = ids_of(path, roots, mask)
        if not ids:
            named = ", ".join(f"{root.name} ({root.path})" for root in roots)
            raise UsageError(f"{path} lies in no root", remedy=f"The roots are {named}; see [[roots]].")
        if not (
            ignore_missing
            or os.path.lexists(path.expanduser())
            or any(is_below(source, prefix) for source in known for prefix in ids)
        ):
            raise UsageError(
                f"{path} is not there and was never indexed",
                remedy="Check the path; relative ones start where you stand.",
            )
        found += ids
    return tuple(dict.fromkeys(found))
