"""The settings of `ingest schedule`: when what is done by itself. None of them shapes the index."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from ingest.cron import parse, zone_of
from ingest.section import Section


def _cron(text: str) -> str:
    if text:
        parse(text)
    return text


def _zone(name: str) -> str:
    if name:
        zone_of(name)
    return name


When = Annotated[str, AfterValidator(_cron)]


class ScheduleSettings(Section):
    """When `ingest schedule` does what; times as in cron ("15 4 * * *", "@daily"), "" for never."""

    sync: When = Field("15 4 * * *", description="bring the index in step; at night, outside 01:00 to 03:00")
    audit: When = Field(
        "45 3 * * *", description="sync, and read a seventh of all files whatever their times say"
    )
    rebuild: When = Field("", description="build a new generation, free of what was deleted: 0 5 * * sun")
    verify: When = Field("", description="compare store and manifest: 30 5 * * sun")
    timezone: Annotated[str, AfterValidator(_zone)] = Field(
        "", description="Europe/Berlin; empty: the machine's; CRON_TZ=... before a time outranks it"
    )
    max_hours: float = Field(6.0, gt=0, description="a run that takes longer is stopped, and tried again")
