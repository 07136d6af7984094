"""One process that keeps the index in step and answers: watcher, schedule, orders, reader and HTTP, under one lock."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from index.interrupt import Interrupted
from index.lock import StateLock, require_local, secure_directory
from index.manifest import Manifest
from ingest.configure import configure, found
from ingest.live.children import ChildRunner
from ingest.live.guard import Guard
from ingest.live.http import Site
from ingest.live.keepers import Keepers
from ingest.live.listener import Listener
from ingest.live.metrics import Counted, Metrics
from ingest.live.notify import ToldRunner
from ingest.live.orders import Orders
from ingest.live.parts import Part, Parts
from ingest.live.places import Places
from ingest.live.reader import Reader, reader_of
from ingest.live.tokens import Tokens, tokens_of
from ingest.settings import Settings
from ingest.status import status

SWITCH = 0.001
"""Seconds that a thread may keep the interpreter while others want it: a search does not wait for a snapshot."""


def serve(
    settings: Settings, config: Path | None, flags: Sequence[str], begun: Callable[[str], None]
) -> None:
    """Serves until a signal comes or a part dies; calls `begun` with its address. Holds the lock all the time.

    The first signal lets the run under way finish its batch and requests get their answers; the second one kills the
    run. Raises Interrupted at the end, UsageError, LockedError, EnvironmentFaultError, or what a part died of.
    """
    tokens = tokens_of(settings)
    secure_directory(settings.state.dir)
    require_local(settings.state.dir)
    sys.setswitchinterval(SWITCH)
    threading.excepthook = _noted
    with (
        StateLock(settings.state.dir) as lock,
        ChildRunner(
            config,
            flags,
            lock,
            limit=settings.schedule.max_hours * 3600,
            names="person" in settings.clean.recognizers,
            nice=settings.serve.nice,
        ) as runner,
        closing(reader_of(settings)) as reader,
    ):
        metrics = Metrics(settings.state.dir)
        counted = Counted(ToldRunner(runner, settings), metrics)
        keepers = Keepers(settings, counted, lambda: configure(config, flags=flags), found(config))
        house = House(settings, tokens, reader, counted, metrics, keepers)
        with closing(house):
            runner.begin()
            house.parts.begin()
            begun(house.listener.url)
            try:
                house.parts.attend()
            finally:
                _stop(house, runner)


def _stop(house: House, runner: ChildRunner) -> None:
    """Ends the run first, then the answers: whoever waits for the run is told how it ended."""
    try:
        house.stopping = True
        runner.stop()
        house.parts.stop("http", "reader")
        house.orders.close()
        house.parts.stop()
    except Interrupted:
        runner.stop()  # a second time: now it is killed
        raise


def _noted(trouble: threading.ExceptHookArgs) -> None:
    """A thread that died; `Parts.attend` raises it again, so the words are told there."""
    name = trouble.thread.name if trouble.thread else "a thread"
    logging.getLogger(__name__).error("%s died (%s)", name, trouble.exc_type.__name__)


class House:
    """All parts of a server, wired; `stopping` is told by /readyz."""

    def __init__(
        self,
        settings: Settings,
        tokens: Tokens,
        reader: Reader,
        runner: Counted,
        metrics: Metrics,
        keepers: Keepers,
    ) -> None:
        self.settings, self.reader = settings, reader
        self.stopping = False
        self.orders = Orders(runner)
        self.places = Places(settings.roots)
        chosen = settings.serve
        site = Site(
            guard=Guard(tokens, chosen.host, chosen.names, chosen.body_kb << 10),
            reader=reader,
            orders=self.orders,
            metrics=metrics,
            threads=self.threads,
            lacks=self.lacks,
            status=self.status,
            searches=chosen.searches,
        )
        self.listener = Listener(chosen.host, chosen.port, site.app)
        self.parts = Parts(
            [
                Part(name="reader", run=reader.run, stop=reader.stop),
                Part(name="roots", run=self.places.run, stop=self.places.stop),
                Part(name="orders", run=self.orders.run, stop=self.orders.stop),
                *keepers.parts,
                Part(name="http", run=self.listener.run, stop=self.listener.stop),
            ]
        )
        metrics.watch(
            "kb_queue_wishes",
            "Runs that wait for their turn.",
            lambda: runner.waiting + self.orders.waiting,
        )
        metrics.watch("kb_dirty_paths", "Paths that wait until they are quiet.", lambda: keepers.dirty)
        metrics.watch("kb_ready", "1 when /readyz says so.", lambda: not (reader.trouble() or self.lacks()))
        metrics.watch("kb_vector_bytes", "Vectors in memory.", lambda: reader.searcher.held)

    def threads(self) -> dict[str, bool]:
        """Which threads are alive."""
        return self.parts.alive()

    def lacks(self) -> list[str]:
        """Why this is not ready, but for the index."""
        return ["stopping"] if self.stopping else self.places.away()

    def status(self) -> dict[str, Any]:
        """As `ingest status --json`, and what waits. Raises StateError."""
        with closing(Manifest.read(self.settings.state.dir)) as manifest:
            told = status(manifest, self.settings.state.dir)
        return {**told, "waiting": self.orders.waiting, "threads": self.threads()}

    def close(self) -> None:
        """Gives the address back."""
        self.listener.close()
