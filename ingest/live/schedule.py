"""The schedule: which job is due, told by what ran last. Timers only hint; each look compares history and clock.

So it does not matter why a time was missed: process down, machine asleep, another run in the way, a clock that was
set. A time that has passed is caught up once, whatever number of them has passed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Any, Protocol

from ingest.cron import Cron, parse, zone_of
from ingest.live.past import Ran
from ingest.live.runner import Runner, Wish
from ingest.schedule_settings import ScheduleSettings

PARTS = 7
"""An audit reads this share of all files: after so many all have been read."""
AHEAD = timedelta(days=1)
"""What is further in the future than this was written by a wrong clock, and is not believed."""
BUSY = 4
BUSY_MINUTES = (1, 2, 4, 8, 15)
FAILED_MINUTES = (5, 10, 20, 40, 60)
"""How long until a job is tried again that found the lock taken, or that failed; the last one stays."""


class Tell(Protocol):
    """Takes events: a name and fields that are ids, codes, counts and times."""

    def __call__(self, event: str, level: int = logging.INFO, **fields: Any) -> None:
        """Logs one."""
        ...


class Past(Protocol):
    """What was done before: see `ingest.live.past.Recorded`."""

    def last(self, job: str) -> Ran | None:
        """The last run that did what a job asks for."""
        ...

    def began(self) -> datetime | None:
        """When the first run of all began."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is done when. `settled` are exit codes after which it is not tried again before its next time.

    `tries` limits how often it is tried for one time; 0: as often as it takes. `eager`: it is due also if there
    never was a run.
    """

    name: str
    cron: Cron
    zone: tzinfo
    settled: tuple[int, ...] = (0, 1)
    tries: int = 0
    eager: bool = False

    def upcoming(self, now: datetime, count: int = 3) -> list[datetime]:
        """The next times, in the job's zone."""

        def times() -> Iterator[datetime]:
            moment = now
            while True:
                moment = self.cron.after(moment, self.zone)
                yield moment.astimezone(self.zone)

        return list(islice(times(), count))


def job(name: str, cron: Cron, zone: tzinfo) -> Job:
    """A job by its name: sync, audit, rebuild or verify."""
    if name == "rebuild":  # hours of work, and 3 and 7 would come again
        return Job(name=name, cron=cron, zone=zone, settled=(0, 1, 3, 7), tries=2)
    return Job(name=name, cron=cron, zone=zone, eager=name == "sync")


def jobs_of(settings: ScheduleSettings) -> list[Job]:
    """The jobs that have a time. The order matters where several are due: an audit is a sync too."""
    jobs = []
    for name in ("audit", "sync", "rebuild", "verify"):
        if text := getattr(settings, name):
            cron = parse(text)
            jobs.append(job(name, cron, zone_at(cron.zone or settings.timezone)))
    return jobs


def zone_at(name: str) -> tzinfo:
    """A time zone, with its rules for summer; of the machine if `name` is ""."""
    if name:
        return zone_of(name)
    from tzlocal import get_localzone

    return get_localzone()


@dataclass(slots=True)
class _Standing:
    """How far a job is: the time it is `done` for, or tries for its time `slot` and when it is tried `again`."""

    done: datetime | None = None
    slot: datetime | None = None
    failed: int = 0
    busy: int = 0
    again: datetime | None = None

    def turn_to(self, slot: datetime) -> None:
        if self.slot != slot:
            self.slot, self.failed, self.busy, self.again = slot, 0, 0, None


@dataclass(slots=True, kw_only=True)
class Schedule:
    """Jobs, the most urgent first, done one at a time by `runner`. `clock` gives aware times."""

    jobs: Sequence[Job]
    runner: Runner
    past: Past
    clock: Callable[[], datetime]
    tell: Tell
    stopped: bool = False
    running: bool = False
    _standings: dict[str, _Standing] = field(default_factory=dict)

    def tick(self) -> int:
        """Does what is due, until nothing is or it is stopped. Returns how many runs that were."""
        runs = 0
        while not self.stopped:
            found = next(((one, slot) for one in self.jobs if (slot := self._due(one))), None)
            if found is None:
                break
            self._run(*found)
            runs += 1
        return runs

    def stop(self) -> None:
        """No other run is begun."""
        self.stopped = True

    def _due(self, job: Job) -> datetime | None:
        """The time that `job` has to be done for now; None: it is done, or it is not tried yet."""
        now = self.clock()
        slot = job.cron.before(now, job.zone)
        standing = self._standings.setdefault(job.name, _Standing())
        if standing.done and slot <= standing.done <= now + AHEAD:
            return None
        if standing.slot == slot:
            longest = now + timedelta(minutes=max(FAILED_MINUTES)) + AHEAD
            waits = standing.again is not None and now < standing.again < longest
            if waits or (job.tries and standing.failed >= job.tries):
                return None
        done = self._is_done(job, slot, now)
        if done:
            standing.done = slot
        return slot if done is False else None

    def _is_done(self, job: Job, slot: datetime, now: datetime) -> bool | None:
        """Whether there is nothing to do for a time; None while nothing is known, which the next look may change."""
        last = self.past.last(job.name)
        if last is not None and last.started <= now + AHEAD:
            return last.started >= slot
        if job.eager:
            return False
        began = self.past.began()
        return None if began is None else began > slot  # there was nothing to do it on

    def _run(self, job: Job, slot: datetime) -> None:
        standing = self._standings[job.name]
        standing.turn_to(slot)
        began = self.clock()
        late = round(max(0.0, (began - slot).total_seconds()))
        self.tell("run", job=job.name, due=slot.astimezone(job.zone).isoformat(), late_seconds=late)
        wish = self._wish(job)
        self.running = True
        try:
            outcome = self.runner.run(wish)
        finally:
            self.running = False
        code, now = outcome.exit_code, self.clock()
        fields: dict[str, Any] = {"job": job.name, "exit_code": code, "seconds": round(outcome.seconds, 1)}
        if code in job.settled:
            standing.done = slot
            self.tell("ran", logging.INFO if code in {0, 1} else logging.ERROR, **fields)
            return
        if code == BUSY:
            standing.busy += 1
            minutes = BUSY_MINUTES[min(standing.busy, len(BUSY_MINUTES)) - 1]
            standing.again = now + timedelta(minutes=minutes)
            self.tell("busy", again=standing.again.isoformat(timespec="seconds"), **fields)
            return
        if self.stopped:
            self.tell("stopped", **fields)
            return
        standing.failed += 1
        minutes = FAILED_MINUTES[min(standing.failed, len(FAILED_MINUTES)) - 1]
        longer = min(max(minutes * 60.0, outcome.seconds), AHEAD.total_seconds())  # it works half of the time
        standing.again = now + timedelta(seconds=longer)
        again = (
            "" if job.tries and standing.failed >= job.tries else standing.again.isoformat(timespec="seconds")
        )
        self.tell("failed", logging.ERROR, again=again, **fields)

    def _wish(self, job: Job) -> Wish:
        if job.name != "audit":
            return Wish(command=job.name, reason="schedule")
        last = self.past.last(job.name)
        number = int(last.reread.partition("/")[0]) if last else 0
        return Wish(
            command="sync", arguments=("--reread", f"{number % PARTS + 1}/{PARTS}"), reason="schedule"
        )
