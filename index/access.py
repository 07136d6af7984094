"""A file that this user may not open is not damaged: what to say of it, instead of sending for a backup."""

from __future__ import annotations

import os
from pathlib import Path

from index.errors import EnvironmentFaultError

_WHOLE = "Nothing is damaged: restore and move nothing."


def is_denied(error: BaseException) -> bool:
    """Whether the system refused a file, by what SQLite or the system raised."""
    import sqlite3

    if isinstance(error, sqlite3.Error):
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        return code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM)
    return isinstance(error, PermissionError)


def denied(what: str, path: Path) -> EnvironmentFaultError:
    """What to raise (exit 8) when `is_denied`; `what` names the file at `path` in words."""
    return EnvironmentFaultError(
        f"{what} {path} may not be opened by the user {user()}", remedy=f"{remedy(path)} {_WHOLE}"
    )


def remedy(place: Path | str) -> str:
    """How a person gives access to a file."""
    return (
        f"Give the user {user()} read and write access to {place} and its folder, or run this as their owner; "
        "see that the disk is not mounted read-only."
    )


def user() -> str:
    """The name of the user whose rights count; its number where it has none."""
    number = os.geteuid() if hasattr(os, "geteuid") else None
    if number is None:
        return os.environ.get("USERNAME", "of this process")
    try:
        import pwd

        return pwd.getpwuid(number).pw_name
    except (ImportError, KeyError):
        return str(number)
