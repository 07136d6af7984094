"""An `ingest serve` that is used all the time: documents change, searches are made, its processes are looked at."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import asdict
from random import Random
from typing import Any

import httpx

from bench.churn import Churn
from bench.pages import ENGLISH, RUSSIAN
from bench.served import Served
from bench.vitals import at_rest, cpu, size, vitals

CYCLE, SEARCH, LOOK, PEEK = 600.0, 2.0, 30.0, 5.0
"""Seconds: from one quiet time to the next, and between searches, samples and glances."""


class Soak:
    """One run of a server, with what was seen of it."""

    def __init__(self, served: Served, churn: Churn, seconds: float, every: float) -> None:
        self.served, self.churn, self.seconds, self.every = served, churn, seconds, every
        self.cycle = min(CYCLE, seconds)
        self.samples: list[dict[str, Any]] = []
        self.idle: list[float] = []
        self.peaks: list[float] = []
        self.failures: list[str] = []
        self.rebuilds: list[int] = []
        self.searches, self.began = 0, time.monotonic()

    def now(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def quiet(self) -> float:
        """How far a quiet time has come, 0 to 1; negative outside."""
        return (self.now() % self.cycle / self.cycle - 0.8) * 5

    def silent(self) -> bool:
        """Whether not even searches are made."""
        return 0.25 <= self.quiet() < 0.75

    def live(self) -> None:
        """All of it, for its time; raises what a thread of it raised."""
        work = (self.change, self.search, self.look, self.peek, self.rest, self.rebuild)
        died: list[BaseException] = []

        def guarded(part: Any) -> None:
            try:
                while self.now() < self.seconds and not died:
                    part()
            except BaseException as error:  # noqa: BLE001 - it is raised again below
                died.append(error)

        threads = [threading.Thread(target=guarded, args=(part,)) for part in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if died:
            raise died[0]

    def change(self) -> None:
        """Changes documents, when it is not quiet."""
        if self.quiet() < 0:
            self.churn.act()
        time.sleep(self.every * self.churn.dice.uniform(0.5, 1.5))

    def search(self) -> None:
        """One search."""
        time.sleep(SEARCH)
        if self.silent():
            return
        dice = Random(self.searches)
        words = dice.sample(dice.choice((ENGLISH, RUSSIAN)), 4)
        self.searches += 1
        try:
            answer = httpx.post(f"{self.served.url}/search", json={"query": " ".join(words)}, timeout=30)
            good = answer.status_code == 200 and answer.json()["hits"]
            if not good:
                self.failures.append(f"{answer.status_code} {answer.text[:200]}")
        except httpx.HTTPError as error:
            self.failures.append(type(error).__name__)

    def look(self) -> None:
        """One sample, between runs, with what /metrics says."""
        due = self.now() + LOOK
        alone, family = at_rest(self.served.pid)
        sample = {
            "at": round(self.now(), 1),
            "between runs": alone,
            "processes": [asdict(vital) for vital in family],
            "state MB": round(size(self.served.folder / "state"), 2),
            "metrics": self.metrics(),
        }
        self.samples.append(sample)
        with (self.served.folder / "samples.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(sample) + "\n")
        time.sleep(max(0.0, min(due, self.seconds) - self.now()))

    def peek(self) -> None:
        """All processes together, runs included, at any moment."""
        self.peaks.append(sum(vital.pss for vital in vitals(self.served.pid)))
        time.sleep(PEEK)

    def rest(self) -> None:
        """CPU of a silent time, in percent of one core."""
        if not self.silent():
            time.sleep(0.2)
            return
        before, began = cpu(self.served.pid), time.monotonic()
        while self.silent():
            time.sleep(0.2)
        self.idle.append(100 * (cpu(self.served.pid) - before) / (time.monotonic() - began))

    def rebuild(self) -> None:
        """A new generation in the middle of each cycle."""
        time.sleep(0.5)
        if self.now() > (len(self.rebuilds) + 0.4) * self.cycle:
            answer = httpx.post(f"{self.served.url}/sync?wait", json={"command": "rebuild"}, timeout=600)
            self.rebuilds.append(answer.json()["exit_code"])

    def metrics(self) -> dict[str, float]:
        """The project's own figures."""
        text = httpx.get(f"{self.served.url}/metrics", timeout=30).text
        lines = [
            line.rpartition(" ") for line in text.splitlines() if line[:1] != "#" and "_bucket" not in line
        ]
        return {name: float(value) for name, _, value in lines}

    def settle(self, still: float = 15, patience: float = 900) -> None:
        """Waits until nothing is waited for, for a while."""
        since = until = time.monotonic()
        while time.monotonic() < since + still:
            now = self.metrics()
            if now["kb_dirty_paths"] + now["kb_queue_wishes"] + now["kb_run_active"]:
                since = time.monotonic()
            if time.monotonic() > until + patience:
                raise RuntimeError("it does not settle")
            time.sleep(1)
