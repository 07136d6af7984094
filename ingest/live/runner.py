"""What watcher, scheduler and server ask for, and what they are told: they decide when, a run does the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A run that is asked for. `paths` limit a sync to the sources there and below; none: all.

    `reason` is a few words for logs and metrics: "watch", "schedule", "http"; never a document's text.
    """

    command: str = "sync"
    paths: tuple[Path, ...] = ()
    arguments: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a run ended: its exit code, its report as `--json` gives it (or `error` and `remedy`), wall seconds."""

    exit_code: int
    report: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0


class Runner(Protocol):
    """Does what is wished, one run at a time."""

    def run(self, wish: Wish) -> Outcome:
        """Does one run and waits for its end; trouble is an outcome, never an exception."""
        ...
