"""`ingest watch`."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING

import click

from ingest.cli.frame import Frame, command

if TYPE_CHECKING:
    from ingest.live.notice import Notice


@click.option("--once", is_flag=True, help="Wait until nothing changes, sync, and leave with its exit code.")
def _watch(frame: Frame, once: bool) -> int:
    """Keep the index in step with the folders, until it is stopped.

    Files are read when they are quiet; everything is looked at now and at intervals. Network shares, which tell of no
    changes, are walked instead. One line for each run; with --json one JSON document a line.
    """
    from index.lock import StateLock, require_local, secure_directory
    from ingest.configure import found
    from ingest.live.children import ChildRunner
    from ingest.live.notify import ToldRunner
    from ingest.live.once import once as watch_once
    from ingest.live.watch import Watcher

    settings = frame.settings()
    secure_directory(settings.state.dir)
    require_local(settings.state.dir)

    def tell(notice: Notice) -> None:
        _print(notice, as_json=frame.as_json)

    names = "person" in settings.clean.recognizers
    with (
        StateLock(settings.state.dir) as lock,
        ChildRunner(frame.config, frame.flags, lock, names=names) as runner,
    ):
        telling = ToldRunner(runner, settings)
        if once:
            stop = threading.Event()
            with _on_signal(stop.set, runner.stop) as caught:
                code = watch_once(settings, telling, tell, stop=stop).exit_code
            return caught[0] if caught else code
        watcher = Watcher(settings, telling, tell, reload=frame.settings, settings_file=found(frame.config))
        with _on_signal(watcher.stop, runner.stop) as caught:
            runner.begin()
            watcher.run()
        return caught[0] if caught else 0


@contextmanager
def _on_signal(*stops: Callable[[], None]) -> Iterator[list[int]]:
    """Calls `stops` for each SIGINT and SIGTERM; yields the list of exit codes that they mean."""
    from index.interrupt import Interrupted

    caught: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the signal module's signature
        caught.append(128 + number)
        for stop in stops:
            stop()
        if len(caught) > 2:
            raise Interrupted(number)

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print(notice: Notice, *, as_json: bool) -> None:
    from ingest.logs import form, log

    if form():
        log(notice.event, message=notice.message, remedy=notice.remedy, **notice.data)
        if not as_json:
            return
    at = datetime.now().astimezone()
    if as_json:
        told = {"at": at.isoformat(timespec="seconds"), "event": notice.event, "message": notice.message}
        if notice.remedy:
            told["remedy"] = notice.remedy
        click.echo(json.dumps({**told, **notice.data}, ensure_ascii=False))
    else:
        lines = [notice.message, *(f"  {line}" for line in notice.remedy.splitlines())]
        click.echo(f"{at:%Y-%m-%d %H:%M:%S} " + "\n".join(lines))


watch = command(
    _watch,
    example="""
    ingest watch
    ingest watch --once
    ingest watch --set watch.settle_seconds=2 --json
    """,
)
