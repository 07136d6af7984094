"""Runs that were asked for over the network: each gets a number, waits for its turn, and is remembered for a while."""

from __future__ import annotations

import itertools
import queue
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.live.runner import Outcome, Runner, Wish

REMEMBERED = 100
STOPPED = Outcome(exit_code=143, report={"error": "the server stops", "remedy": "Ask again when it is back."})
_TOLD = ("documents", "chunks", "verdicts", "generation", "questions", "healed", "seconds")


@dataclass(slots=True, kw_only=True)
class Order:
    """A run that was asked for; `ended` holds its outcome."""

    number: int
    wish: Wish
    state: Literal["waiting", "running", "ended"] = "waiting"
    ended: Future[Outcome] = field(default_factory=Future)

    def as_json(self) -> dict[str, Any]:
        """What a caller is told: numbers and words, no document's name."""
        ended = self.ended.done()  # asked once: it may end meanwhile
        state = "ended" if ended else self.state
        told: dict[str, Any] = {"run": self.number, "command": self.wish.command, "state": state}
        if ended:
            outcome = self.ended.result()
            told |= {"exit_code": outcome.exit_code, **_summary(outcome.report)}
        return told


class Orders:
    """One run at a time. An order that is asked for again while it waits is the same order."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._lock = threading.Lock()
        self._known: dict[int, Order] = {}
        self._numbers = itertools.count(1)
        self._waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._stopped = False

    def put(self, wish: Wish) -> Order:
        """Takes an order; at once."""
        with self._lock:
            for order in self._known.values():
                if order.state == "waiting" and order.wish == wish:
                    return order
            order = Order(number=next(self._numbers), wish=wish)
            self._known[order.number] = order
            ended = [number for number, known in self._known.items() if known.state == "ended"]
            for number in ended[: max(0, len(self._known) - REMEMBERED)]:
                del self._known[number]
            if self._stopped:
                self._end(order, STOPPED)
            else:
                self._waiting.put(order)
        return order

    def get(self, number: int) -> Order | None:
        """An order by its number, as long as it is remembered."""
        return self._known.get(number)

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._lock:
            return sum(order.state == "waiting" for order in self._known.values())

    def run(self) -> None:
        """Does what is ordered until `stop` is called."""
        while (order := self._waiting.get()) is not None:
            if self._stopped:
                self._end(order, STOPPED)
                continue
            order.state = "running"
            self._end(order, self._runner.run(order.wish))

    def stop(self) -> None:
        """Ends `run` after the order under way; those that wait are told so."""
        with self._lock:
            self._stopped = True
        self._waiting.put(None)

    def close(self) -> None:
        """Tells those who still wait that nothing will come."""
        with self._lock:
            left = [order for order in self._known.values() if order.state != "ended"]
        for order in left:
            self._end(order, STOPPED)

    def _end(self, order: Order, outcome: Outcome) -> None:
        if not order.ended.done():
            order.ended.set_result(outcome)
            order.state = "ended"


def _summary(report: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: report[name] for name in _TOLD if name in report}
    if failures := report.get("failures"):
        told["failures"] = dict(sorted(Counter(str(failure.get("code")) for failure in failures).items()))
    return told | {name: report[name] for name in ("refused", "remedy", "error") if report.get(name)}
