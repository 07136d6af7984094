"""Times as people write and read them. Stored times are ISO, in UTC, to the second, so that they compare as text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from index.errors import UsageError

_AGO = re.compile(r"(\d{1,5})\s*([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment_of(text: str, now: datetime) -> str:
    """The stored form of "24h", "7d" (before `now`), or of an ISO day or time, local if it names no zone.

    Raises UsageError for anything else.
    """
    try:
        if ago := _AGO.fullmatch(text.strip().lower()):
            moment = now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        else:
            moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no time", remedy="Write 24h, 7d, 2025-06-01 or 2025-06-01T18:30."
        ) from None


def shown(stored: str, *, seconds: bool = False) -> str:
    """A stored time on the clock of this machine: "2025-06-01 03:00"; what is no time as it stands."""
    try:
        moment = datetime.fromisoformat(stored).astimezone()
    except ValueError:
        return stored
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")


def zone_of(stored: str) -> str:
    """The zone that `shown` uses for a time, as "UTC+03:00"."""
    offset = datetime.fromisoformat(stored).astimezone().strftime("%z")
    return "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:]}"


def lasted(seconds: float) -> str:
    """A duration: "0.4 s", "38 s", "12 min", "3 h 05 min"."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
