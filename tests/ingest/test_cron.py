"""Cron expressions: what they mean, what is wrong with them, and the nights in which clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from index.errors import UsageError
from ingest.configure import configure
from ingest.cron import CronError, parse
from ingest.live.alarm import trigger

BERLIN = ZoneInfo("Europe/Berlin")


def times(text: str, start: str, count: int = 3, zone: str = "UTC") -> list[str]:
    """The first times after a local moment, as "Mon 2025-06-02 04:15"."""
    cron, moment, found = parse(text), datetime.fromisoformat(start).replace(tzinfo=ZoneInfo(zone)), []
    for _ in range(count):
        moment = cron.after(moment, ZoneInfo(zone))
        found.append(f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15 4 * * *", ["Sun 2025-06-01 04:15", "Mon 2025-06-02 04:15"]),
        ("0 2 * * 1", ["Mon 2025-06-02 02:00", "Mon 2025-06-09 02:00"]),
        ("0 2 * * 0", ["Sun 2025-06-01 02:00", "Sun 2025-06-08 02:00"]),
        ("0 2 * * 7", ["Sun 2025-06-01 02:00", "Sun 2025-06-08 02:00"]),
        ("0 2 * * mon", ["Mon 2025-06-02 02:00", "Mon 2025-06-09 02:00"]),
        ("0 2 * * SAT-SUN", ["Sun 2025-06-01 02:00", "Sat 2025-06-07 02:00"]),
        ("0 2 * * 5-7", ["Sun 2025-06-01 02:00", "Fri 2025-06-06 02:00"]),
        ("0 2 * * 1-5/2", ["Mon 2025-06-02 02:00", "Wed 2025-06-04 02:00"]),
        ("*/20 * * * *", ["Sun 2025-06-01 00:20", "Sun 2025-06-01 00:40"]),
        ("5,35 22-23 * * *", ["Sun 2025-06-01 22:05", "Sun 2025-06-01 22:35"]),
        ("0 0 1 jan,JUL *", ["Tue 2025-07-01 00:00", "Thu 2026-01-01 00:00"]),
        ("0 0 13 * 5", ["Fri 2025-06-06 00:00", "Fri 2025-06-13 00:00"]),  # the 13th, or a Friday
        ("0 0 13 * *", ["Fri 2025-06-13 00:00", "Sun 2025-07-13 00:00"]),
        ("0 0 */2 * 1", ["Mon 2025-06-09 00:00", "Mon 2025-06-23 00:00"]),  # begins with *: both
        ("0 0 31 * *", ["Thu 2025-07-31 00:00", "Sun 2025-08-31 00:00"]),
        ("0 4 29 2 *", ["Tue 2028-02-29 04:00", "Sun 2032-02-29 04:00"]),
        ("0 4 31 2 1", ["Mon 2026-02-02 04:00", "Mon 2026-02-09 04:00"]),  # its Mondays come
        ("@daily", ["Mon 2025-06-02 00:00", "Tue 2025-06-03 00:00"]),
        ("@Midnight", ["Mon 2025-06-02 00:00", "Tue 2025-06-03 00:00"]),
        ("@hourly", ["Sun 2025-06-01 01:00", "Sun 2025-06-01 02:00"]),
        ("@weekly", ["Sun 2025-06-08 00:00", "Sun 2025-06-15 00:00"]),
        ("@monthly", ["Tue 2025-07-01 00:00", "Fri 2025-08-01 00:00"]),
        ("@yearly", ["Thu 2026-01-01 00:00", "Fri 2027-01-01 00:00"]),
        ("  0   4 * *  *  ", ["Sun 2025-06-01 04:00", "Mon 2025-06-02 04:00"]),
    ],
)
def test_an_expression_means_what_it_means_in_cron(text: str, expected: list[str]) -> None:
    assert times(text, "2025-06-01 00:00", 2) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "0 fields; expected are 5: minute, hour, day of month, month, day of week"),
        ("0 2 * *", "4 fields"),
        ("0 0 2 * * *", "6 fields"),
        ("60 2 * * *", "minute at character 1: '60' is not one; allowed: 0-59"),
        ("0 24 * * *", "hour at character 3: '24'"),
        ("0 2 0 * *", "day of month at character 5: '0' is not one; allowed: 1-31"),
        ("0 2 * 13 *", "month at character 7: '13' is not one; allowed: 1-12 or jan-dec"),
        ("0 2 * * 8", "day of week at character 9: '8' is not one; allowed: 0-7 or sun-sat"),
        ("0 2 * * monday", "'monday' is not one"),
        ("0 2 * * пн", "'пн' is not one"),
        ("0 2 * * 1,,3", "day of week at character 11: '' is not understood"),
        ("1,2,99 2 * * *", "minute at character 5: '99'"),
        ("*/90 * * * *", "a step of 90 does not fit; allowed: 0-59"),
        ("*/0 * * * *", "a step of 0 does not fit"),
        ("5/15 * * * *", "'5/15' has a step but no range (5-59/15?)"),
        ("0 5-2 * * *", "'5-2' ends before it begins"),
        ("0 2 * * fri-mon", "'fri-mon' ends before it begins"),
        ("0 2 L * *", "'L' is not one"),
        ("0 2 ? * *", "'?' is not understood"),
        ("-5 2 * * *", "'-5' is not understood"),
        ("0 2 31 2 *", "never comes: day 31 in a month that ends with day 29"),
        ("0 2 31 4,6,9,11 *", "never comes"),
        ("0 2 30 feb */2", "never comes"),
        ("@reboot", "allowed: @hourly, @daily"),
        ("CRON_TZ=Mars/Base 0 2 * * *", "'Mars/Base' is no time zone"),
        ("CRON_TZ=../../etc/passwd 0 2 * * *", "is no time zone"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_choice(text: str, words: str) -> None:
    with pytest.raises(CronError) as caught:
        parse(text)

    assert words in str(caught.value)


def test_a_zone_may_stand_before_it() -> None:
    assert parse("CRON_TZ=Asia/Tokyo 0 2 * * *").zone == "Asia/Tokyo"
    assert parse("TZ=UTC @daily").zone == "UTC"
    with pytest.raises(CronError, match="hour at character 18: '25'"):
        parse("CRON_TZ=UTC    0 25 * * *")


@pytest.mark.parametrize(
    "flag", ["schedule.sync='0 2 31 2 *'", "schedule.rebuild='x'", "schedule.timezone='CET+1'"]
)
def test_settings_refuse_what_never_comes(flag: str) -> None:
    with pytest.raises(UsageError) as caught:
        configure(None, environ={}, flags=[flag])

    assert caught.value.exit_code == 2
    assert flag.partition("=")[0] in str(caught.value)


@pytest.mark.parametrize(
    ("zone", "text", "start", "expected"),
    [
        # spring: 02:30 is skipped, and comes when the clock shows an hour more
        ("Europe/Berlin", "30 2 * * *", "2025-03-29 12:00", ["Sun 2025-03-30 03:30", "Mon 2025-03-31 02:30"]),
        # autumn: 02:30 is passed twice, and counts once
        ("Europe/Berlin", "30 2 * * *", "2025-10-25 12:00", ["Sun 2025-10-26 02:30", "Mon 2025-10-27 02:30"]),
        (
            "America/New_York",
            "30 1 * * *",
            "2025-11-01 12:00",
            ["Sun 2025-11-02 01:30", "Mon 2025-11-03 01:30"],
        ),
        # a jump of half an hour
        (
            "Australia/Lord_Howe",
            "15 2 * * *",
            "2025-10-04 12:00",
            ["Sun 2025-10-05 02:45", "Mon 2025-10-06 02:15"],
        ),
        (
            "Australia/Lord_Howe",
            "45 1 * * *",
            "2025-04-05 12:00",
            ["Sun 2025-04-06 01:45", "Mon 2025-04-07 01:45"],
        ),
        # midnight was skipped
        ("Asia/Tehran", "0 0 * * *", "2022-03-21 12:00", ["Tue 2022-03-22 01:00", "Wed 2022-03-23 00:00"]),
        # a day that was not
        ("Pacific/Apia", "30 2 * * *", "2011-12-29 12:00", ["Sat 2011-12-31 02:30", "Sun 2012-01-01 02:30"]),
    ],
)
def test_nights_in_which_clocks_change(zone: str, text: str, start: str, expected: list[str]) -> None:
    assert times(text, start, 2, zone) == expected


def test_what_comes_every_hour_follows_the_hours_as_they_pass() -> None:
    for night in (datetime(2025, 3, 29, 20, tzinfo=UTC), datetime(2025, 10, 25, 20, tzinfo=UTC)):
        moments = [night]
        for _ in range(12):
            moments.append(parse("0 * * * *").after(moments[-1], BERLIN))

        assert {late - early for early, late in pairwise(moments)} == {timedelta(hours=1)}


@pytest.mark.parametrize("text", ["30 2 * * *", "*/40 */5 * * 1-3", "0 0 13 * 5", "7 * * * *", "@monthly"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "UTC"])
def test_before_is_the_other_side_of_after(text: str, zone: str) -> None:
    cron, place = parse(text), ZoneInfo(zone)
    moment = datetime(2025, 3, 20, tzinfo=UTC)
    for _ in range(60):
        found = cron.after(moment, place)
        assert found > moment
        assert cron.before(found, place) == found
        assert cron.before(found - timedelta(microseconds=1), place) == cron.before(moment, place)
        moment = found


@pytest.mark.parametrize(
    "text", ["0 2 * * 1", "0 2 * * 7", "*/20 1-3 1,15 * *", "0 0 13 * 5", "0 5 * feb sun,wed"]
)
def test_apscheduler_is_told_the_same(text: str) -> None:
    cron, moment = parse(text), datetime(2025, 1, 1, tzinfo=UTC)
    told, fired = trigger(cron, UTC), None
    for _ in range(40):
        fired = told.get_next_fire_time(fired, moment)
        assert fired == cron.after(moment, UTC)
        moment = fired
