"""Progress on a terminal: a live bar; in a pipe: a plain line now and then. Always on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from ingest.logs import form, log
from ingest.pipeline import NoProgress, Progress


class Bar:
    """A bar drawn by rich."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.description:>10}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[within]}"),
        )
        self._progress = RichProgress(
            *columns, console=Console(stderr=True), transient=True, auto_refresh=False
        )
        self._task: TaskID | None = None
        self._drawn = 0.0

    def stage(self, name: str, total: int) -> None:
        """Starts a bar; an empty stage draws none."""
        if not total:
            return
        if self._task is None:
            self._progress.start()
        else:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task(name, total=total, within="")

    def advance(self, items: int = 1) -> None:
        """Moves the bar, drawn at most ten times a second."""
        if self._task is None:
            return
        self._progress.advance(self._task, items)
        if time.monotonic() - self._drawn > 0.1:
            self._progress.refresh()
            self._drawn = time.monotonic()

    def within(self, source: str, documents: int) -> None:
        """Shows the container beside the bar."""
        if self._task is not None:
            self._progress.update(self._task, within=_told(source, documents))
            self.advance(0)

    def close(self) -> None:
        """Clears the bar."""
        if self._task is not None:
            self._progress.stop()


def _told(source: str, documents: int) -> str:
    return f"{source.rpartition('/')[2]}: {documents:,} documents"


class Now:
    """How far a stage is, told every few seconds by `tell`: name, what is done and expected, and where within."""

    def __init__(self, tell: Callable[[str, int, int, str], None], every: float) -> None:
        self._tell, self._every, self._next = tell, every, time.monotonic() + every
        self._name, self._total, self._done, self._within = "", 0, 0, ""

    def stage(self, name: str, total: int) -> None:
        """Names the stage that is told of from now on."""
        self._name, self._total, self._done, self._within = name, total, 0, ""

    def advance(self, items: int = 1) -> None:
        """Counts; tells when it is time."""
        self._done += items
        if time.monotonic() >= self._next:
            self._tell(self._name, self._done, self._total, self._within)
            self._next, self._within = time.monotonic() + self._every, ""

    def within(self, source: str, documents: int) -> None:
        """Notes how far a container is; tells when it is time."""
        self._within = _told(source, documents)
        self.advance(0)

    def close(self) -> None:
        """Nothing is left open."""


def lines(every: float = 10.0) -> Now:
    """A line for a pipe."""

    def tell(name: str, done: int, total: int, within: str) -> None:
        beside = f" ({within})" if within else ""
        print(f"{name} {done}/{total}{beside}", file=sys.stderr, flush=True)  # noqa: T201

    return Now(tell, every)


def logged(every: float = 30.0) -> Now:
    """An event in the log; `ingest.logs` decides whether and how it is written."""

    def tell(name: str, done: int, total: int, within: str) -> None:
        if within:
            log("progress", stage=name, done=done, total=total, within=within)
        else:
            log("progress", stage=name, done=done, total=total)

    return Now(tell, every)


def progress_for(*, quiet: bool) -> Progress:
    """What suits where stderr goes."""
    if form():
        return logged()
    if quiet:
        return NoProgress()
    return Bar() if sys.stderr.isatty() else lines()
