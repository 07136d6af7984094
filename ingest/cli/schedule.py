"""`ingest schedule`."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.live.children import ChildRunner
    from ingest.live.schedule import Job, Past, Schedule


@click.option("--show", is_flag=True, help="Print the next three times of each job, and leave.")
def _schedule(frame: Frame, show: bool) -> int:
    """Do what is due at the times of [schedule], in a process that stays, and catch up what was missed.

    Each run is a process of its own that takes the lock; in between the index is free for other commands. SIGTERM or
    Ctrl-C lets the run under way finish its batch; a second one kills it.
    """
    from index.errors import UsageError
    from ingest.live.alarm import follow
    from ingest.live.children import ChildRunner
    from ingest.live.notify import ToldRunner
    from ingest.live.past import Recorded
    from ingest.live.schedule import Schedule, jobs_of
    from ingest.logs import form, log

    settings = frame.settings()
    jobs = jobs_of(settings.schedule)
    if not jobs:
        raise UsageError(
            "nothing is scheduled", remedy="Give schedule.sync a time, such as '15 4 * * *' or '@daily'."
        )
    past = Recorded(settings.state.dir)
    shown = [_shown(job, past) for job in jobs]
    if show:
        frame.show({"jobs": shown}, _text(shown))
        return 0
    if form():
        log("scheduled", jobs=shown)
    else:
        click.echo(_text(shown), err=True)
    limit = settings.schedule.max_hours * 3600
    with ChildRunner(frame.config, frame.flags, limit=limit, warm=False) as runner:
        telling = ToldRunner(runner, settings)
        schedule = Schedule(jobs=jobs, runner=telling, past=past, clock=lambda: datetime.now(UTC), tell=_tell)
        with _stopping(schedule, runner):
            follow(schedule, threading.Event())
    return 0


@contextmanager
def _stopping(schedule: Schedule, runner: ChildRunner) -> Iterator[None]:
    """A first signal lets a run under way finish its batch, a second one kills it; between runs one is enough."""
    from index.interrupt import Interrupted

    came: list[int] = []

    def handle(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's signature
        came.append(signum)
        schedule.stop()
        runner.stop()
        if not schedule.running or len(came) > 1:
            raise Interrupted(came[0])

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
        if came:
            raise Interrupted(came[0])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _shown(job: Job, past: Past) -> dict[str, Any]:
    last = past.last(job.name)
    return {
        "job": job.name,
        "cron": job.cron.text,
        "timezone": str(job.zone),
        "last": last.started.astimezone(job.zone).isoformat(timespec="seconds") if last else "",
        "next": [moment.isoformat(timespec="minutes") for moment in job.upcoming(datetime.now(UTC))],
    }


def _text(shown: Sequence[dict[str, Any]]) -> str:
    lines = []
    for job in shown:
        lines.append(f"{job['job']:<8} {job['cron']}  ({job['timezone']}), last {job['last'] or 'never'}")
        lines += [f"         {datetime.fromisoformat(moment):%a %Y-%m-%d %H:%M %z}" for moment in job["next"]]
    return "\n".join(lines)


def _tell(event: str, level: int = logging.INFO, **fields: Any) -> None:
    """An event on stderr, with its time."""
    from ingest.logs import form, log

    if form():
        log(event, level, **fields)
        return
    words = " ".join(f"{name}={value}" for name, value in fields.items() if value != "")
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    click.echo(f"{moment} {logging.getLevelName(level)} {event} {words}".rstrip(), err=True)
    sys.stderr.flush()


schedule = command(
    _schedule,
    example="""
    ingest schedule
    ingest schedule --show
    ingest schedule --set schedule.sync='30 4 * * mon-fri' --show
    """,
)
