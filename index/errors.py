"""What can go wrong with the state, and the exit code each trouble has.

KbError
├── UsageError             2   wrong usage or configuration
├── RefusedError           3   the brake, a missing root, a pinned generation
├── LockedError            4   another run holds the lock
├── EmbedderMismatchError  5   the index was built with another embedder
├── StateError             6   manifest or store unreadable
├── GateError              7   the gate refused the switch
└── EnvironmentFaultError  8   disk space, limits, a configured tool that is missing
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class KbError(Exception):
    """Trouble with the whole run. `remedy` says in words what a person can do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class UsageError(KbError):
    """A wrong argument or setting; the message names the key and the allowed values."""

    exit_code = 2


class RefusedError(KbError):
    """The run would do harm and did not: too many deletions, a root that is away, a pinned generation."""

    exit_code = 3


class LockedError(KbError):
    """Another run holds the lock of this state directory."""

    exit_code = 4


class EmbedderMismatchError(KbError):
    """The index holds vectors of another embedder than the configured one."""

    exit_code = 5


class StateError(KbError):
    """The manifest or the store cannot be read, or is of a newer schema."""

    exit_code = 6


class GateError(KbError):
    """The new generation did not pass its checks; the live one was not touched.

    `judged` are the figures that it was judged by, `lines` the same for a person.
    """

    exit_code = 7

    def __init__(
        self,
        message: str,
        *,
        remedy: str = "",
        judged: Mapping[str, Any] | None = None,
        lines: Sequence[str] = (),
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.judged = dict(judged or {})
        self.lines = tuple(lines)


class EnvironmentFaultError(KbError):
    """The machine lacks something: disk space, a local file system, a tool that was configured."""

    exit_code = 8


SEVERITY = (6, 5, 4, 2, 8, 7, 3, 1, 0)
"""Exit codes, most important first: if several apply, the first of them is given."""


def worst(codes: list[int]) -> int:
    """The exit code that stands for all of `codes`; 0 for none."""
    return next((code for code in SEVERITY if code in codes), 0)
