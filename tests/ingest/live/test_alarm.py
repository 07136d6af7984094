"""APScheduler as the alarm: its own logic over 400 days under a fake clock, and what it says when in trouble."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.base import BaseScheduler

from ingest.live.alarm import arm, follow
from ingest.live.runner import Wish
from tests.machine import Machine


class ByHand(BaseScheduler):
    """APScheduler's own logic, its thread left out: `look` is one round of it."""

    def shutdown(self, wait: bool = True) -> None:
        super().shutdown(wait)

    def wakeup(self) -> None:
        pass

    def look(self) -> float:
        return self._process_jobs() or 0.0

    def _create_default_executor(self) -> BaseExecutor:
        return Here()


class Here(BaseExecutor):
    """Runs a job in place."""

    def _do_submit_job(self, job: Any, run_times: Any) -> None:
        job.func()
        self._run_job_success(job.id, [])


@pytest.fixture
def faked(monkeypatch: pytest.MonkeyPatch) -> Callable[[Machine], None]:
    """Makes APScheduler see a machine's clock."""

    def install(machine: Machine) -> None:
        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return machine.now.astimezone(tz)

        monkeypatch.setattr("apscheduler.schedulers.base.datetime", Clock)
        monkeypatch.setattr("apscheduler.triggers.interval.datetime", Clock)

    return install


NIGHTS = [
    ("Europe/Berlin", "30 2 * * *", "2025-01-10"),
    ("America/New_York", "30 2 * * *", "2025-01-10"),
    ("America/New_York", "30 1 * * *", "2025-01-10"),
    ("Asia/Tehran", "0 0 * * *", "2021-01-10"),
    ("Australia/Lord_Howe", "15 2 * * *", "2025-01-10"),
    ("Europe/Moscow", "30 2 * * *", "2014-06-01"),
    ("Pacific/Apia", "30 2 * * *", "2011-06-01"),
]


@pytest.mark.parametrize(("zone", "text", "start"), NIGHTS)
def test_one_effective_run_a_day(zone: str, text: str, start: str, faked: Callable[[Machine], None]) -> None:
    """400 days by APScheduler's triggers, with both changes of the clock."""
    place = ZoneInfo(zone)
    first = datetime.fromisoformat(f"{start} 12:00").replace(tzinfo=place)
    machine = Machine(now=first.astimezone(UTC), zone=zone)
    faked(machine)
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(sync=text)
    scheduler = ByHand(timezone="UTC")
    arm(scheduler, schedule.jobs, schedule.tick, machine.tell, tick=24 * 3600)
    scheduler.start()
    offsets = set()
    while machine.now < first + timedelta(days=400):
        machine.now += timedelta(seconds=max(scheduler.look(), 1.0))
        offsets.add(machine.now.astimezone(place).utcoffset())

    days = machine.days()
    all_days = {f"{first + timedelta(days=number):%Y-%m-%d}" for number in range(1, 400)}
    existing = all_days - ({"2011-12-30"} if zone == "Pacific/Apia" else set())
    assert len(offsets) >= 2
    assert {day for day in existing if days[day] != 1} == set()
    assert len(machine.wishes) in (len(existing), len(existing) + 1)
    assert [event for event, _ in machine.events if event.startswith("alarm")] == []


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_trouble_of_the_alarm_gets_into_the_log() -> None:
    from apscheduler.schedulers.background import BackgroundScheduler

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    machine, rings = Machine(now=datetime(2025, 6, 1, tzinfo=UTC)), []

    def ring() -> None:
        rings.append(None)
        if len(rings) == 1:
            time.sleep(0.5)
        raise ValueError

    scheduler = BackgroundScheduler(timezone="UTC", daemon=True)
    arm(scheduler, machine.schedule(sync="@yearly").jobs, ring, machine.tell, tick=0.1)
    scheduler.start()
    wait_until(lambda: {"alarm-failed", "alarm-overlapped"} <= {event for event, _ in machine.events})
    scheduler.shutdown()

    assert {fields["job"] for _, fields in machine.events} == {"tick"}


def test_it_follows_hints_until_it_is_stopped() -> None:
    machine, hint = Machine(now=datetime(2025, 6, 1, 2, 29, tzinfo=UTC), zone="UTC"), threading.Event()
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(sync="30 2 * * *")
    thread = threading.Thread(target=follow, args=(schedule, hint))
    thread.start()
    machine.now += timedelta(minutes=1)
    hint.set()
    wait_until(lambda: len(machine.wishes) == 1 and not schedule.running)
    schedule.stop()
    hint.set()
    thread.join(60)

    assert not thread.is_alive()
    assert len(machine.rows) == 2
