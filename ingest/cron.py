"""Cron expressions as people write them: five fields or a name, perhaps with a time zone before them. Pure.

Numbers mean what they mean in cron: 0 and 7 are Sunday, 1 is Monday. Day of month and day of week are alternatives when
both are restricted (neither begins with `*`). Times are local, and the nights in which clocks change are those of cron
too: a time that is skipped comes as much later as the clock jumped, one that is passed twice counts once; only what is
due every hour follows the hours as they pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days a month may have."""
NAMED = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
FURTHEST = 366 * 48
"""Days within which everything comes: the 29th of February falls on each weekday in 40 years."""
_ZONE = re.compile(r"(?:CRON_)?TZ=(\S+)\s+")
_PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>\w+))?")


class CronError(ValueError):
    """What is wrong with an expression: which field, where, and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()

    @property
    def allowed(self) -> str:
        named = f" or {self.words[0]}-{self.words[-1]}" if self.words else ""
        return f"allowed: {self.low}-{self.high}{named}, lists (1,5), ranges (1-5), steps (*/2)"


_FIELDS = (
    _Field(name="minute", low=0, high=59),
    _Field(name="hour", low=0, high=23),
    _Field(name="day of month", low=1, high=31),
    _Field(name="month", low=1, high=12, words=MONTHS),
    _Field(name="day of week", low=0, high=7, words=WEEKDAYS),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cron:
    """When something is due. Weekdays count from Sunday, 0; `zone` is "" when the expression names none.

    `either`: a day is right by its number or by its weekday; else it must be by both.
    """

    text: str
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool
    zone: str = ""

    def after(self, moment: datetime, zone: tzinfo) -> datetime:
        """The first time after `moment`, in UTC; `zone` is where clocks tell it."""
        today = moment.astimezone(zone).date()
        days = (today + timedelta(days=number) for number in range(-1, FURTHEST))
        return next(found for day in days for found in self._times(day, zone) if found > moment)

    def before(self, moment: datetime, zone: tzinfo) -> datetime:
        """The last time up to `moment`, in UTC."""
        today = moment.astimezone(zone).date()
        days = (today - timedelta(days=number) for number in range(-1, FURTHEST))
        return next(found for day in days for found in reversed(self._times(day, zone)) if found <= moment)

    def _times(self, day: date, zone: tzinfo) -> list[datetime]:
        """When it is due on a day, ascending."""
        return sorted(set(self._moments(day, zone))) if self._falls_on(day) else []

    def _moments(self, day: date, zone: tzinfo) -> Iterator[datetime]:
        hourly = len(self.hours) == _FIELDS[1].high + 1
        for hour in self.hours:
            for minute in self.minutes:
                local = datetime.combine(day, time(hour, minute), tzinfo=zone)
                if not hourly:
                    yield local.astimezone(UTC)  # of a skipped time PEP 495 says: by the clock before
                    continue
                for fold in (0, 1):
                    moment = local.replace(fold=fold).astimezone(UTC)
                    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
                        yield moment

    def _falls_on(self, day: date) -> bool:
        if day.month not in self.months:
            return False
        right = (day.day in self.days, day.isoweekday() % 7 in self.weekdays)
        return any(right) if self.either else all(right)


def parse(text: str) -> Cron:
    """Reads an expression. Raises CronError; also for one that never comes, like the 31st of February."""
    head = _ZONE.match(text)
    zone, start = (head[1], head.end()) if head else ("", 0)
    if zone:
        zone_of(zone)
    body = text[start:].strip()
    if body.startswith("@"):
        if body.lower() not in NAMED:
            raise CronError(f"{text!r}: {body!r} is no name of a time; allowed: {', '.join(NAMED)}")
        return _read(text, NAMED[body.lower()], 0, zone)
    return _read(text, text, start, zone)


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name. Raises CronError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise CronError(f"{name!r} is no time zone; allowed are names like Europe/Berlin or UTC") from error


def _read(text: str, fields: str, start: int, zone: str) -> Cron:
    found = list(re.compile(r"\S+").finditer(fields, start))
    if len(found) != len(_FIELDS):
        names = ", ".join(field.name for field in _FIELDS)
        raise CronError(f"{text!r} has {len(found)} fields; expected are {len(_FIELDS)}: {names}")
    minutes, hours, days, months, weekdays = (
        _values(text, place[0], place.start(), field) for place, field in zip(found, _FIELDS, strict=True)
    )
    either = not (found[2][0].startswith("*") or found[4][0].startswith("*"))
    if not either and all(number > LONGEST[month - 1] for number in days for month in months):
        last = max(LONGEST[month - 1] for month in months)
        raise CronError(f"{text!r} never comes: day {days[0]} in a month that ends with day {last}")
    return Cron(
        text=text,
        minutes=minutes,
        hours=hours,
        days=days,
        months=months,
        weekdays=tuple(sorted({number % 7 for number in weekdays})),
        either=either,
        zone=zone,
    )


def _values(text: str, words: str, at: int, field: _Field) -> tuple[int, ...]:
    values = set[int]()
    for part in words.split(","):
        values.update(_part(text, part, at, field))
        at += len(part) + 1
    return tuple(sorted(values))


def _part(text: str, part: str, at: int, field: _Field) -> Sequence[int]:
    def wrong(why: str) -> CronError:
        return CronError(f"{text!r}: {field.name} at character {at + 1}: {why}; {field.allowed}")

    def number(word: str) -> int:
        if word.lower() in field.words:
            return field.words.index(word.lower()) + field.low
        if not (word.isascii() and word.isdigit() and field.low <= int(word) <= field.high):
            raise wrong(f"{word!r} is not one")
        return int(word)

    found = _PART.fullmatch(part)
    if not found or (found["first"] == "*" and found["last"]):
        raise wrong(f"{part!r} is not understood")
    top = field.high - 1 if field.words == WEEKDAYS else field.high
    if found["first"] == "*":
        low, high = field.low, top
    else:
        low = number(found["first"])
        high = number(found["last"]) if found["last"] else low
        if field.words == WEEKDAYS and high == 0 < low:
            high = 7  # sat-sun
    if high < low:
        raise wrong(f"{part!r} ends before it begins")
    if found["step"] is None:
        return range(low, high + 1)
    if high == low:
        raise wrong(f"{part!r} has a step but no range ({low}-{top}/{found['step']}?)")
    step = int(found["step"]) if found["step"].isascii() and found["step"].isdigit() else 0
    if not 1 <= step <= top - field.low:
        raise wrong(f"a step of {found['step']} does not fit")
    return range(low, high + 1, step)
