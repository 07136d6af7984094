"""After a run: who is told what. Trouble with telling is a line in log and audit, and never changes how a run ended."""

from __future__ import annotations

import logging
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from index.errors import KbError
from ingest.audit import AuditLog
from ingest.ending import ending_of
from ingest.live.channels import Channel, UndeliveredError, channels_of, deliver
from ingest.live.message import Message, compose, compose_test
from ingest.live.runner import Outcome, Runner, Wish
from ingest.live.told import Memory, Notebook, choose, notebook, read_notebook
from ingest.live.trouble import Ended, findings
from ingest.logs import concerned_run, log, warn
from ingest.settings import Settings

Clock = Callable[[], datetime]
Sleep = Callable[[float], object]


def _now() -> datetime:
    return datetime.now(UTC)


def ended_by(command: str, error: BaseException) -> Ended:
    """How a command ended that was left with an error."""
    ending = ending_of(error)
    return Ended(
        command=command,
        exit_code=ending.exit_code,
        run=concerned_run(),
        error=ending.noted,
        remedy=ending.remedy,
    )


def ended_with(command: str, report: Mapping[str, Any]) -> Ended:
    """How a command ended that had a report, as its `--json` gives it."""
    run = str(report.get("run", ""))
    return Ended(command=command, exit_code=int(report["exit_code"]), run=run, report=report)


def after_run(settings: Settings, ended: Ended, *, clock: Clock = _now, sleep: Sleep = time.sleep) -> None:
    """Tells every channel what is news to it. Returns whatever happens; only a signal breaks in."""
    try:
        _tell(settings, ended, clock, sleep)
    except Exception as error:  # noqa: BLE001 - a run ends as it ended, whatever happens here
        warn("notify", error=type(error).__name__)


class ToldRunner:
    """A runner that tells of runs which could not tell themselves: killed for memory or time, or not even begun.

    What a run told itself is no news any more, so nothing is told twice.
    """

    def __init__(self, runner: Runner, settings: Settings, *, sleep: Sleep = time.sleep) -> None:
        self._runner, self._settings, self._sleep = runner, settings, sleep

    def run(self, wish: Wish) -> Outcome:
        """As `Runner.run`."""
        outcome = self._runner.run(wish)
        if outcome.exit_code > 1 and self._settings.notify.channels:
            after_run(self._settings, _ended_as(wish, outcome), sleep=self._sleep)
        return outcome


def _ended_as(wish: Wish, outcome: Outcome) -> Ended:
    report = outcome.report
    return Ended(
        command=wish.command,
        exit_code=outcome.exit_code,
        run=str(report.get("run", "")),
        report=report,
        error=str(report.get("error", "")),
        remedy=str(report.get("remedy", "")),
    )


def _tell(settings: Settings, ended: Ended, clock: Clock, sleep: Sleep) -> None:
    channels = channels_of(settings.notify)
    if not channels:
        return
    try:
        with notebook(settings.state.dir) as book:
            _tell_from(book, channels, settings, ended, clock, sleep)
    except OSError as error:
        warn("notify", error=f"{type(error).__name__}: what was told cannot be remembered")
        if ended.exit_code > 1:  # rather twice than never
            _tell_from(Notebook(), channels, settings, ended, clock, sleep)


def _tell_from(
    book: Notebook,
    channels: Sequence[Channel],
    settings: Settings,
    ended: Ended,
    clock: Clock,
    sleep: Sleep,
) -> None:
    chosen, now = settings.notify, clock()
    book.past = book.past.after(ended, [root.name for root in settings.roots], now)
    found = findings(ended, book.past, chosen, now)
    results: dict[str, str] = {}
    status, kinds = "", list[str]()
    for channel in channels:
        memory = book.channels.get(channel.name, Memory())
        choice = choose(memory, found, now, remind_hours=chosen.remind_hours)
        recovered = choice.recovered if chosen.recovered else ()
        if not choice.news and not recovered:
            book.channels[channel.name] = choice.memory
            continue
        at = now.isoformat(timespec="seconds")
        message = compose(ended, choice.news, recovered, host=socket.gethostname(), at=at)
        status, kinds = message.status, [one.finding.kind for one in choice.news] or list(recovered)
        results[channel.name] = _send(channel, message, sleep)
        if not results[channel.name]:
            book.channels[channel.name] = choice.memory
    if results:
        _note(settings, ended, clock, {"status": status, "kinds": kinds, "channels": results})


def _send(channel: Channel, message: Message, sleep: Sleep) -> str:
    """What went wrong, "" if nothing did."""
    began = time.monotonic()
    try:
        deliver(channel, message, sleep)
        trouble = ""
    except UndeliveredError as error:
        trouble = str(error)
    level = logging.WARNING if trouble else logging.INFO
    told = {"channel": channel.name, "status": message.status, "error": trouble}
    log("notify", level, **told, seconds=round(time.monotonic() - began, 3))
    return trouble


def _note(settings: Settings, ended: Ended, clock: Clock, details: dict[str, Any]) -> None:
    sent = {name: trouble or "sent" for name, trouble in details["channels"].items()}
    try:
        with AuditLog(settings.audit.path, clock, run=ended.run) as lines:
            lines.append("notify", ended.command, {**details, "channels": sent})
    except KbError as error:
        warn("notify", error=str(error))


def send_test(settings: Settings, *, clock: Clock = _now, sleep: Sleep = time.sleep) -> dict[str, str]:
    """Sends a test message through each channel: by channel what went wrong, "" if nothing did."""
    at = clock().isoformat(timespec="seconds")
    message = compose_test(host=socket.gethostname(), at=at)
    return {channel.name: _send(channel, message, sleep) for channel in channels_of(settings.notify)}


def overview(settings: Settings) -> dict[str, Any]:
    """Channels, where they lead, and what is open in each; no secret."""
    book = read_notebook(settings.state.dir)
    return {
        "channels": [
            {
                "name": channel.name,
                "to": channel.to,
                "open": [
                    {"kind": kind, "since": told.since, "told": told.at, "count": len(told.items)}
                    for kind, told in book.channels.get(channel.name, Memory()).open.items()
                ],
            }
            for channel in channels_of(settings.notify)
        ],
        "last_good": dict(book.past.good),
    }
