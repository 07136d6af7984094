"""The schedule under a fake clock: clock changes, sleep, nights that were missed, runs that fail."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from apscheduler.executors.base import BaseExecutor
from apscheduler.schedulers.base import BaseScheduler

from ingest.cron import parse
from ingest.live.alarm import arm, follow
from ingest.live.past import Ran
from ingest.live.runner import Outcome, Wish
from ingest.live.schedule import Job, Schedule, job

HOUR = timedelta(hours=1)


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


def test_a_night_that_was_slept_through_is_caught_up_within_a_minute() -> None:
    machine = Machine(now=datetime(2025, 6, 1, 20, tzinfo=UTC), zone="UTC")
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(sync="30 2 * * *")
    schedule.tick()
    machine.now = datetime(2025, 6, 2, 1, 0, tzinfo=UTC)
    schedule.tick()
    machine.now += 6 * HOUR  # suspended, and the next look comes a minute after it woke
    machine.pass_time(schedule, timedelta(minutes=30))

    assert [when for when, _ in machine.wishes] == [datetime(2025, 6, 2, 7, tzinfo=UTC)]
    assert machine.events[0] == (
        "run",
        {"job": "sync", "due": "2025-06-02T02:30:00+00:00", "late_seconds": 16200},
    )


@pytest.mark.parametrize("at", range(0, 240, 7))
@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_costs_no_run_and_makes_none(at: int, jump: timedelta) -> None:
    machine = Machine(now=datetime(2025, 6, 1, 12, tzinfo=UTC), zone="UTC", minutes=1)
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(sync="30 2 * * *")
    machine.pass_time(schedule, timedelta(hours=12, minutes=at))
    machine.now += jump
    machine.pass_time(schedule, timedelta(hours=3))
    machine.now -= jump
    machine.pass_time(schedule, timedelta(hours=36))

    assert machine.days() == {"2025-06-01": 1, "2025-06-02": 1, "2025-06-03": 1}


def test_a_row_of_a_clock_that_was_a_year_ahead_is_not_believed() -> None:
    machine = Machine(now=datetime(2025, 6, 1, 12, tzinfo=UTC), zone="UTC")
    machine.rows.append((Wish(), machine.now + timedelta(days=365), 0))
    schedule = machine.schedule(sync="30 2 * * *")

    assert schedule.tick() == 1


def test_a_clock_that_was_a_year_ahead_while_it_ran_holds_nothing_up() -> None:
    machine = Machine(now=datetime(2025, 6, 1, 12, tzinfo=UTC), zone="UTC", minutes=1)
    schedule = machine.schedule(sync="30 2 * * *")
    machine.now += timedelta(days=365)
    schedule.tick()
    machine.now -= timedelta(days=365)
    machine.pass_time(schedule, timedelta(days=2))

    assert machine.days() == {"2026-06-01": 1, "2025-06-01": 1, "2025-06-02": 1, "2025-06-03": 1}


def test_what_the_process_missed_while_it_was_down_is_done_once() -> None:
    machine = Machine(now=datetime(2025, 6, 30, 9, tzinfo=UTC), zone="UTC")
    machine.rows += [(Wish(), datetime(2025, 6, 2, 2, tzinfo=UTC), 0)]
    machine.rows += [(Wish(command="rebuild"), datetime(2025, 6, 8, 5, tzinfo=UTC), 0)]
    crons = {"audit": "45 3 * * *", "sync": "30 2 * * *", "rebuild": "0 5 * * sun", "verify": "30 5 * * sun"}
    schedule = machine.schedule(**crons)

    assert schedule.tick() == 3
    assert [wish.command for _, wish in machine.wishes] == ["sync", "rebuild", "verify"]
    assert machine.wishes[0][1].arguments == ("--reread", "1/7")  # the audit is a sync too
    assert machine.schedule(**{**crons, "verify": "@yearly"}).tick() == 0  # another process, a minute later


def test_an_old_run_is_enough() -> None:
    machine = Machine(now=datetime(2025, 6, 30, 9, tzinfo=UTC), zone="UTC")
    machine.rows += [(Wish(), datetime(2025, 6, 30, 2, 30, tzinfo=UTC), 1)]

    assert machine.schedule(sync="30 2 * * *").tick() == 0


def test_where_nothing_was_ever_done_only_a_sync_is_due() -> None:
    machine = Machine(now=datetime(2025, 6, 30, 9, tzinfo=UTC), zone="UTC")
    schedule = machine.schedule(audit="0 1 * * *", sync="30 2 * * *", rebuild="0 5 * * *", verify="0 5 * * *")

    assert schedule.tick() == 1
    assert [wish.command for _, wish in machine.wishes] == ["sync"]
    machine.pass_time(schedule, timedelta(days=1))
    assert [wish.command for _, wish in machine.wishes] == ["sync", "sync", "sync", "rebuild", "verify"]
    assert [bool(wish.arguments) for _, wish in machine.wishes] == [False, True, False, False, False]


def test_seven_audits_read_everything_and_none_is_left_out_when_nights_are_missed() -> None:
    machine = Machine(now=datetime(2025, 6, 1, 12, tzinfo=UTC), zone="UTC")
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(audit="0 4 * * *")
    for nights in (1, 2, 1, 5, 1, 1, 7, 1):
        machine.now += timedelta(days=nights)
        schedule.tick()

    assert [wish.arguments[1] for _, wish in machine.wishes] == [
        f"{part}/7" for part in (1, 2, 3, 4, 5, 6, 7, 1)
    ]


def test_a_taken_lock_is_no_failure_and_it_is_tried_again() -> None:
    machine = Machine(now=datetime(2025, 6, 2, 2, 29, tzinfo=UTC), zone="UTC")
    machine.rows.append((Wish(), machine.now, 0))
    until = datetime(2025, 6, 2, 3, 0, tzinfo=UTC)
    machine.codes = lambda wish: 4 if machine.now < until else 0
    machine.pass_time(machine.schedule(sync="30 2 * * *"), 2 * HOUR)

    tries = [when.strftime("%H:%M") for when, _ in machine.wishes]
    assert tries == ["02:30", "02:31", "02:33", "02:37", "02:45", "03:00"]
    assert machine.days()["2025-06-02"] == 2  # with the one before
    assert {event for event, _ in machine.events} == {"run", "busy", "ran"}


def test_a_failed_run_is_tried_again_ever_more_rarely_until_it_works() -> None:
    machine = Machine(now=datetime(2025, 6, 2, 2, 29, tzinfo=UTC), zone="UTC", minutes=0)
    machine.rows.append((Wish(), machine.now, 0))
    until = datetime(2025, 6, 2, 6, 0, tzinfo=UTC)  # the share is back in the morning
    machine.codes = lambda wish: 3 if machine.now < until else 0
    machine.pass_time(machine.schedule(sync="30 2 * * *"), timedelta(hours=20))

    tries = [when.strftime("%H:%M") for when, _ in machine.wishes]
    assert tries == ["02:30", "02:35", "02:45", "03:05", "03:45", "04:45", "05:45", "06:45"]


@pytest.mark.parametrize(("code", "runs"), [(0, 1), (1, 1), (3, 1), (7, 1), (8, 2), (143, 2)])
def test_a_rebuild_is_not_tried_for_ever(code: int, runs: int) -> None:
    machine = Machine(
        now=datetime(2025, 6, 2, 2, 29, tzinfo=UTC), zone="UTC", minutes=180, codes=lambda wish: code
    )
    machine.rows.append((Wish(), machine.now, 0))
    machine.pass_time(machine.schedule(rebuild="30 2 * * *"), timedelta(hours=23))

    assert len(machine.wishes) == runs
    if runs == 2:  # after as long a rest as it took
        assert machine.wishes[1][0] - machine.wishes[0][0] >= 6 * HOUR


def test_a_run_that_takes_longer_than_a_day_is_followed_by_one() -> None:
    machine = Machine(now=datetime(2025, 6, 2, 2, 29, tzinfo=UTC), zone="UTC", minutes=60 * 50)
    machine.rows.append((Wish(), machine.now, 0))
    schedule = machine.schedule(sync="30 2 * * *")
    machine.now += timedelta(minutes=1)
    machine.codes = lambda wish: setattr(machine, "minutes", 5) or 0 if len(machine.wishes) > 1 else 0
    schedule.tick()

    assert [f"{when:%d %H:%M}" for when, _ in machine.wishes] == ["02 02:30", "04 04:30"]


def test_stopped_in_a_run_it_begins_no_other() -> None:
    machine = Machine(now=datetime(2025, 6, 30, 9, tzinfo=UTC), zone="UTC")
    schedule = machine.schedule(sync="30 2 * * *")
    machine.codes = lambda wish: schedule.stop() or 143

    assert schedule.tick() == 1
    assert schedule.tick() == 0
    assert [event for event, _ in machine.events] == ["run", "stopped"]


def test_the_next_times_are_told_in_local_time() -> None:
    one = Job(name="sync", cron=parse("30 2 * * *"), zone=ZoneInfo("Europe/Berlin"))

    shown = [each.isoformat() for each in one.upcoming(datetime(2025, 3, 29, 12, tzinfo=UTC))]

    assert shown == ["2025-03-30T03:30:00+02:00", "2025-03-31T02:30:00+02:00", "2025-04-01T02:30:00+02:00"]


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
