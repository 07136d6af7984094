"""Figures for Prometheus: counts, codes, ages and durations; names of roots from the settings, none of documents."""

from __future__ import annotations

import threading
from collections import Counter as Tallied
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.errors import KbError
from index.generations import Generations, Pointer
from index.manifest import Manifest
from index.succession import live
from index.tally import Tally
from ingest.ending import DEFECT
from ingest.live.runner import Outcome, Runner, Wish
from ingest.select.kinds import KINDS

if TYPE_CHECKING:
    from prometheus_client.core import Metric

RUN_SECONDS = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600)
REQUEST_SECONDS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 5)
GOOD = (0, 1)
"""Exit codes of a run that left the index in step, but for sources that failed."""
DRIFT = ("missing", "orphaned", "stale", "unreachable")


class Metrics:
    """All figures of one server. `watch` adds a figure that is asked for when it is read."""

    def __init__(self, directory: Path) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            Gauge,
            Histogram,
            ProcessCollector,
            disable_created_metrics,
        )

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.registry.register(_State(directory))

        def counter(name: str, what: str, *labels: str) -> Counter:
            return Counter(name, what, labels, registry=self.registry)

        self._runs = counter("kb_runs", "Runs that ended.", "command", "exit_code")
        self._seconds = Histogram(
            "kb_run_seconds", "Duration of runs.", ["command"], buckets=RUN_SECONDS, registry=self.registry
        )
        self._failures = counter("kb_run_failures", "Sources that failed in runs, by code.", "code")
        self._embedded = counter("kb_chunks_embedded", "Chunks whose vector was made.")
        self._cached = counter("kb_vector_cache_hits", "Chunks whose vector was in the cache.")
        self._deleted = counter("kb_chunks_deleted", "Chunks that left the index.")
        self._healed = counter("kb_heals", "Stores that were built again because they were in doubt.")
        self._running = Gauge("kb_run_active", "1 while a run is on.", registry=self.registry)
        self._drift = Gauge(
            "kb_drift_chunks",
            "Chunks in which store and manifest differ, as of the last verify.",
            ["kind"],
            registry=self.registry,
        )
        self._verified = Gauge(
            "kb_drift_timestamp_seconds", "When the last verify ended; 0: not yet.", registry=self.registry
        )
        self._requests = counter("kb_requests", "Requests that were answered.", "endpoint", "status")
        self._latency = Histogram(
            "kb_request_seconds",
            "Time to an answer.",
            ["endpoint"],
            buckets=REQUEST_SECONDS,
            registry=self.registry,
        )

    def watch(self, name: str, what: str, figure: Callable[[], float]) -> None:
        """Adds a figure."""
        from prometheus_client import Gauge

        Gauge(name, what, registry=self.registry).set_function(figure)

    def text(self) -> tuple[bytes, str]:
        """All of it as Prometheus reads it, and its content type."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self.registry), CONTENT_TYPE_LATEST

    def answered(self, endpoint: str, status: int, seconds: float) -> None:
        """A request was answered."""
        self._requests.labels(endpoint, str(status)).inc()
        self._latency.labels(endpoint).observe(seconds)

    def begun(self) -> None:
        """A run began."""
        self._running.inc()

    def ended(self, wish: Wish, outcome: Outcome) -> None:
        """A run ended."""
        self._running.dec()
        report = outcome.report
        self._runs.labels(wish.command, str(outcome.exit_code)).inc()
        self._seconds.labels(wish.command).observe(outcome.seconds)
        for code, count in Tallied(str(failure["code"]) for failure in report.get("failures", ())).items():
            self._failures.labels(code).inc(count)
        chunks = report.get("chunks", {})
        self._embedded.inc(chunks.get("embedded", 0))
        self._cached.inc(chunks.get("cached", 0))
        self._deleted.inc(chunks.get("deleted", 0))
        self._healed.inc(len(report.get("healed", ())))
        if wish.command == "verify" and "checked" in report:
            for kind in DRIFT:
                self._drift.labels(kind).set(len(report[kind]))
            self._verified.set_to_current_time()


class Counted:
    """A runner whose runs are counted. `waiting` is how many wait for their turn."""

    def __init__(self, runner: Runner, metrics: Metrics) -> None:
        self._runner, self._metrics = runner, metrics
        self._turn = threading.Lock()
        self.waiting = 0

    def run(self, wish: Wish) -> Outcome:
        """As `Runner.run`."""
        self.waiting += 1
        with self._turn:
            self.waiting -= 1
            self._metrics.begun()
            outcome = Outcome(exit_code=DEFECT)
            try:
                outcome = self._runner.run(wish)
            finally:
                self._metrics.ended(wish, outcome)
        return outcome


class _State:
    """What the manifest holds, counted once an epoch and run; ages are those of the moment it is read."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._counted: tuple[tuple[Pointer | None, int], list[Metric]] | None = None

    def collect(self) -> Iterator[Metric]:
        """Figures by epoch; `kb_state_readable` 0 when the manifest cannot be read."""
        from prometheus_client.core import GaugeMetricFamily

        readable = GaugeMetricFamily("kb_state_readable", "1 when the manifest can be read.")
        try:
            yield from self._figures()
            readable.add_metric([], 1)
        except KbError:
            readable.add_metric([], 0)
        yield readable

    def describe(self) -> list[Metric]:
        """Nothing: names are told when figures are."""
        return []

    def _figures(self) -> list[Metric]:
        told = Generations(self._directory).told()  # first: a commit from now on is counted the next time
        with closing(Manifest.read(self._directory)) as manifest:
            number = live(manifest)
            pointer = Pointer.of(number, told) if number else None
            tally = Tally(manifest, pointer.number if pointer else 0)
            moment = (pointer, tally.last_run())
            if self._counted is None or self._counted[0] != moment:
                self._counted = (moment, _counts(tally, pointer))
            return [*self._counted[1], *_times(tally)]


def _counts(tally: Tally, pointer: Pointer | None) -> list[Metric]:
    kinds = dict.fromkeys(KINDS, 0)
    return [
        _family("kb_generation", "Number of the live generation.", pointer.number if pointer else 0),
        _family("kb_epoch", "Commits to the index so far.", pointer.epoch if pointer else 0),
        _family("kb_documents", "Documents by verdict.", {**kinds, **tally.verdicts()}, "verdict"),
        _family(
            "kb_chunks", "Searchable chunks by the verdict of their document.", tally.chunks(), "verdict"
        ),
        _family("kb_sources", "Files by state.", tally.sources(), "state"),
        _family("kb_source_failures", "Files that fail now, by code.", tally.failures(), "code"),
        _family("kb_questions", "Questions that wait for a person.", tally.questions()),
    ]


def _times(tally: Tally) -> list[Metric]:
    last, good = dict[str, float](), dict[str, float]()
    for command, code, finished in tally.ends():
        at = _seconds_of(finished)
        last[command] = max(at, last.get(command, 0.0))
        if code in GOOD:
            good[command] = max(at, good.get(command, 0.0))
    reads = tally.read_times()
    oldest = {root: _seconds_of(times[0]) for root, times in reads.items()}
    newest = {root: _seconds_of(times[1]) for root, times in reads.items()}
    return [
        _family("kb_last_run_timestamp_seconds", "When a run ended last.", last, "command"),
        _family("kb_last_good_run_timestamp_seconds", "When a run ended well last.", good, "command"),
        _family("kb_root_oldest_read_timestamp_seconds", "The file read longest ago.", oldest, "root"),
        _family("kb_root_newest_read_timestamp_seconds", "The file read last.", newest, "root"),
    ]


def _family(name: str, what: str, value: Any, label: str = "") -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    if not label:
        return GaugeMetricFamily(name, what, value=value)
    family = GaugeMetricFamily(name, what, labels=[label])
    for key, number in value.items():
        family.add_metric([key], number)
    return family


def _seconds_of(time: str) -> float:
    return datetime.fromisoformat(time).timestamp()
