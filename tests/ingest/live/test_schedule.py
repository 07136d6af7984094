"""The schedule under a fake clock: sleep, nights that were missed, clocks that are set, runs that fail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ingest.cron import parse
from ingest.live.runner import Wish
from ingest.live.schedule import Job
from tests.machine import Machine

HOUR = timedelta(hours=1)


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


def test_a_history_that_cannot_be_read_for_a_moment_costs_no_run() -> None:
    """As while a run brings the manifest up to date, or the disk is full: then it tells what an empty one tells."""
    machine = Machine(now=datetime(2025, 6, 30, 4, tzinfo=UTC), zone="UTC")
    history = [(Wish(), datetime(2025, 6, 1, 2, tzinfo=UTC), 0)]
    schedule = machine.schedule(verify="0 5 * * *")
    machine.pass_time(schedule, 2 * HOUR)
    assert machine.wishes == []
    machine.rows += history

    assert schedule.tick() == 1
    assert [wish.command for _, wish in machine.wishes] == ["verify"]


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
