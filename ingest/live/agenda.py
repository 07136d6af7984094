"""When a run over everything is due, and what an ended run asks for. Pure: times and codes in; decisions out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

AGAIN: Mapping[int, tuple[float, float]] = {
    2: (60.0, 3600.0),
    3: (10.0, 600.0),
    4: (5.0, 60.0),
    5: (60.0, 3600.0),
    6: (60.0, 3600.0),
    8: (30.0, 3600.0),
}
"""Exit code -> seconds before the next try, and the most they grow to."""
OTHERWISE = (30.0, 3600.0)
"""The same for every other code: a defect, a child that was killed."""
PASSING = frozenset({"changing", "unreadable", "vanished", "embedder", "timeout", "memory", "crashed"})
"""Failures of single files that may be over by themselves."""
PASSING_AGAIN = (30.0, 3600.0)
JUMP = 30.0
"""Seconds that wall clock and steady clock may drift apart between two looks."""


def back_off(attempt: int, first: float, most: float) -> float:
    """Seconds before try number `attempt` (from 0): twice as long each time, up to `most`."""
    return min(first * 2.0 ** min(attempt, 30), most)


def jumped(wall: float, steady: float) -> bool:
    """Whether the wall clock was set, or the machine slept, while `steady` seconds went by on the other clock."""
    return abs(wall - steady) > JUMP


@dataclass(slots=True)
class Agenda:
    """What is to be done over everything and why. Times are seconds of a clock that never goes back."""

    scan_seconds: float
    max_wait: float
    wanted: dict[str, float] = field(default_factory=dict)
    """Reason of a run over everything -> since when it is wanted."""
    later: dict[str, float] = field(default_factory=dict)
    """Reason -> when it will be wanted."""
    not_before: float = 0.0
    tries: int = 0
    passing: int = 0

    def want(self, reason: str, now: float, *, after: float = 0.0) -> None:
        """Asks for a run over everything, `after` so many seconds."""
        if after:
            self.later[reason] = now + after
        else:
            self.wanted.setdefault(reason, now)

    def unhold(self) -> None:
        """What the last run stumbled over has changed: the next may come at once."""
        self.not_before, self.tries = 0.0, 0

    def held(self, now: float) -> bool:
        """Whether any run has to wait, since the last one could not be made."""
        return now < self.not_before

    def due(self, now: float, *, quiet: bool) -> str:
        """Why a run over everything is due now, "" if none is. Without quiet it waits, but not for ever."""
        for reason in [reason for reason, at in self.later.items() if at <= now]:
            self.want(reason, self.later.pop(reason))
        if not self.wanted or self.held(now):
            return ""
        longest = now - min(self.wanted.values())
        return ", ".join(self.wanted) if quiet or longest >= self.max_wait else ""

    def began(self, now: float) -> None:
        """A run over everything begins."""
        self.wanted.clear()
        self.later = {"interval": now + self.scan_seconds}

    def ended(self, now: float, code: int, failures: Iterable[str], *, refused: bool, limited: bool) -> None:
        """A run ended with `code` and failures of these codes.

        `refused`: the brake held documents back, all else was done. `limited`: it was for single paths.
        """
        if code in {0, 1} or (code == 3 and refused):
            self.tries = 0
            if PASSING.isdisjoint(failures):
                self.passing = 0
            else:
                self.want("retry", now, after=back_off(self.passing, *PASSING_AGAIN))
                self.passing += 1
            return
        if code == 2 and limited:  # a path it does not know: everything is looked at instead
            self.want("unknown path", now)
            return
        self.not_before = now + back_off(self.tries, *AGAIN.get(code, OTHERWISE))
        self.tries += 1
        self.want("retry", now)

    def wake(self, now: float) -> float | None:
        """When something may become due; None if only a hint can change that."""
        times = list(self.later.values())
        if self.wanted:
            times.append(max(self.not_before, min(self.wanted.values()) + self.max_wait))
            times.append(max(self.not_before, now + 1.0))
        return min(times, default=None)


def counted(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Codes of all failures in a report."""
    return tuple(str(failure["code"]) for failure in report.get("failures", ()))
