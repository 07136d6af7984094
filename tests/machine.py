"""A machine whose clock is set by hand, for tests of the schedule."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from ingest.cron import parse
from ingest.live.past import Ran
from ingest.live.runner import Outcome, Wish
from ingest.live.schedule import Schedule, job


@dataclass
class Machine:
    """A clock, the history, and a runner that takes `minutes` and ends with what `codes` say for a command."""

    now: datetime
    zone: str = "Europe/Berlin"
    minutes: float = 10
    codes: Callable[[Wish], int] = lambda wish: 0
    wishes: list[tuple[datetime, Wish]] = field(default_factory=list)
    rows: list[tuple[Wish, datetime, int]] = field(default_factory=list)
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def run(self, wish: Wish) -> Outcome:
        self.wishes.append((self.now, wish))
        began, code = self.now, self.codes(wish)
        if code != 4:
            self.now += timedelta(minutes=self.minutes)
            self.rows.append((wish, began, code))
        return Outcome(exit_code=code, seconds=self.minutes * 60)

    def last(self, name: str) -> Ran | None:
        for wish, began, code in reversed(self.rows):
            part = wish.arguments[1] if wish.arguments else ""
            if code in (0, 1) and (
                wish.command == name
                or (name == "sync" and wish.command == "rebuild")
                or (name == "audit" and part)
            ):
                return Ran(started=began, reread=part)
        return None

    def began(self) -> datetime | None:
        return self.rows[0][1] if self.rows else None

    def tell(self, event: str, level: int = logging.INFO, **fields: Any) -> None:
        self.events.append((event, fields))

    def schedule(self, **crons: str) -> Schedule:
        jobs = [job(name, parse(text), ZoneInfo(self.zone)) for name, text in crons.items()]
        return Schedule(jobs=jobs, runner=self, past=self, clock=lambda: self.now, tell=self.tell)

    def pass_time(self, schedule: Schedule, span: timedelta, step: timedelta = timedelta(minutes=1)) -> None:
        """Lets time go by with a look at each step."""
        end = self.now + span
        while self.now < end:
            schedule.tick()
            self.now += step

    def days(self) -> Counter[str]:
        """Runs that were effective, by local day."""
        return Counter(
            f"{began.astimezone(ZoneInfo(self.zone)):%Y-%m-%d}"
            for _, began, code in self.rows
            if code in (0, 1)
        )
