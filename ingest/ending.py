"""How a command ends: each kind of trouble with its exit code, what happened and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from index.access import is_denied, remedy
from index.errors import EnvironmentFaultError, GateError, KbError, StateError

DEFECT = 70
"""A fault of the program itself, as in sysexits.h: never taken for 1, which means that some sources failed."""
STOPPED = "stopped; what was done is kept"
AGAIN = "Run it again to go on."


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An exit code with words. `noted` is what logs and history may keep: it names no file of a person's.

    `told` are facts beside the words, `lines` the same for a person.
    """

    exit_code: int
    message: str
    noted: str
    remedy: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[str] = ()


def ending_of(error: BaseException) -> Ending:
    """How a command ends that was left with `error`."""
    import sqlite3

    from index.interrupt import Interrupted

    kind = type(error).__name__
    if isinstance(error, KbError):
        words = str(error)
        return Ending(
            exit_code=error.exit_code,
            message=words,
            noted=words,
            remedy=error.remedy,
            told={"judged": error.judged} if isinstance(error, GateError) else {},
            lines=error.lines if isinstance(error, GateError) else (),
        )
    if isinstance(error, KeyboardInterrupt):
        code = error.exit_code if isinstance(error, Interrupted) else 130
        return Ending(exit_code=code, message=STOPPED, noted="interrupted", remedy=AGAIN)
    if isinstance(error, sqlite3.DatabaseError) and is_denied(error):
        return Ending(
            exit_code=EnvironmentFaultError.exit_code,
            message=f"a file of the state may not be opened ({error})",
            noted=kind,
            remedy=remedy("the state directory"),
        )
    if isinstance(error, sqlite3.DatabaseError):
        return Ending(
            exit_code=StateError.exit_code,
            message=f"the state cannot be read or written ({kind}: {error})",
            noted=kind,
            remedy="Check the disk, then run ingest doctor.",
        )
    if isinstance(error, OSError):
        return Ending(
            exit_code=EnvironmentFaultError.exit_code,
            message=_told(error),
            noted=f"{kind} {error.errno}",
            remedy=remedy(_where(error))
            if is_denied(error) and error.filename is not None
            else "Check that it is there, that this user may use it and that the disk has room.",
        )
    return Ending(
        exit_code=DEFECT,
        message=f"a defect of kb-ingest ({kind})",
        noted=kind,
        remedy="Please report it with the lines above; they hold no text of a document.",
    )


def _told(error: OSError) -> str:
    return f"{_where(error)}: {error.strerror or type(error).__name__}"


def _where(error: OSError) -> str:
    where = error.filename if error.filename is not None else "the system"
    return os.fsdecode(where) if isinstance(where, str | bytes) else str(where)
