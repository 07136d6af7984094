"""Publishing after a run: what goes wrong there is told, and leaves the index as it is."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from index.errors import EnvironmentFaultError, KbError, worst
from index.state import State
from ingest.ending import ending_of
from ingest.publish_settings import PublishSettings
from ingest.report import Report


def publish_after(settings: PublishSettings, state: State, now: datetime, report: Report) -> None:
    """Publishes what the run made, if it is new; the lock is held and the store closed."""
    if settings.dir is None:
        return
    from index.publish import publish

    grace = timedelta(minutes=settings.grace_minutes)
    try:
        report.published = publish(
            state, settings.dir, keep=settings.keep, grace=grace, now=now, group=settings.group
        )
    except (KbError, OSError, sqlite3.Error) as error:
        ending = ending_of(error)
        report.unpublished = " ".join(filter(None, (f"{ending.message}.", ending.remedy)))
        report.exit_code = worst([report.exit_code, EnvironmentFaultError.exit_code])
