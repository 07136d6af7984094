"""Files that belong to an export: members of its zip, or files of the folder that `entities.xml` lies in."""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING

from ingest.errors import Code, LoadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ingest.load.archive import Archive

    Found = Callable[[str], Callable[[], bytes] | None]
    """Path within the export -> what reads the file; None if there is none."""

BYTES = 500_000_000


def within(archive: Archive, folder: str) -> Found:
    """Members of a zip, below `folder` ("" or with a slash at its end)."""
    return lambda path: partial(archive.read, folder + path, BYTES) if folder + path in archive else None


def beside(file: Path) -> Found:
    """Files below the folder of `file`; none if that is a member of an archive, so that its path means nothing here."""
    if not file.is_absolute():
        return lambda _: None
    return partial(_of_folder, file.parent)


def _of_folder(folder: Path, path: str) -> Callable[[], bytes] | None:
    """A plain file that lies there; no link, nor anything behind one that leads out."""
    whole = folder / path
    try:
        plain = stat.S_ISREG(whole.lstat().st_mode)
        inside = whole.resolve().is_relative_to(folder.resolve())
    except OSError:
        return None
    return partial(_read, whole) if plain and inside else None


def _read(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            content = file.read(BYTES + 1)
    except OSError as error:
        raise LoadError(Code.UNREADABLE, "an attachment") from error
    if len(content) > BYTES:
        raise LoadError(Code.TOO_LARGE, f"an attachment of more than {BYTES} bytes")
    return content
