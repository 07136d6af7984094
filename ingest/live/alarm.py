"""The alarm: APScheduler wakes a schedule at its times and once a minute. It runs no job: it only says "look"."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from ingest.cron import Cron
    from ingest.live.schedule import Job, Schedule, Tell

TICK = 60
"""Seconds between two looks: a timer sleeps through suspend, and through a clock that is set."""


def follow(schedule: Schedule, hint: threading.Event) -> None:
    """Has a schedule look at what is due, at its times, each minute and when `hint` is set, until it is stopped.

    To stop it from another thread: `schedule.stop()`, then set `hint`.
    """
    with alarm(schedule.jobs, hint.set, schedule.tell):
        while not schedule.stopped:
            hint.clear()
            schedule.tick()
            if not schedule.stopped:
                hint.wait(TICK)


@contextmanager
def alarm(jobs: Sequence[Job], wake: Callable[[], None], tell: Tell) -> Iterator[None]:
    """Calls `wake` at the times of `jobs` and each minute, from a thread of its own."""
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone="UTC", daemon=True)
    arm(scheduler, jobs, wake, tell)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # what matters comes by the listener
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)


def arm(
    scheduler: Any, jobs: Sequence[Job], wake: Callable[[], None], tell: Tell, *, tick: float = TICK
) -> None:
    """Gives the alarm's times to an APScheduler that has not started. Nothing is too late, and nothing piles up."""
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED

    kinds = {
        EVENT_JOB_MISSED: "alarm-missed",
        EVENT_JOB_MAX_INSTANCES: "alarm-overlapped",
        EVENT_JOB_ERROR: "alarm-failed",
    }

    def listen(event: Any) -> None:
        tell(kinds[event.code], logging.WARNING, job=event.job_id)

    scheduler.add_listener(listen, EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_ERROR)
    rules = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    for job in jobs:
        scheduler.add_job(wake, trigger(job.cron, job.zone), id=job.name, **rules)
    scheduler.add_job(wake, "interval", seconds=tick, id="tick", **rules)


def trigger(cron: Cron, zone: tzinfo) -> Any:
    """A trigger of APScheduler that goes by our reading of cron.

    Its own counts weekdays from Monday, fires twice in the night of autumn, and where clocks skip midnight (Tehran,
    22 March 2021) it leaves out the day.
    """
    from apscheduler.triggers.base import BaseTrigger

    class Times(BaseTrigger):  # type: ignore[misc]
        """The times of an expression."""

        def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
            """The first time after the one before; after now, the first time it is asked."""
            return cron.after(previous or now, zone)

    return Times()
