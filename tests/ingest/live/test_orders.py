"""Orders: one run at a time, the same order while it waits, forgotten when there are many."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

from ingest.live.metrics import Counted, Metrics
from ingest.live.orders import REMEMBERED, STOPPED, Orders
from ingest.live.runner import Outcome, Wish


class Slow:
    """A runner that waits to be let go, and counts how many run at once."""

    def __init__(self) -> None:
        self.gate, self.now, self.most, self.done = threading.Semaphore(0), 0, 0, list[str]()

    def run(self, wish: Wish) -> Outcome:
        self.now += 1
        self.most = max(self.most, self.now)
        assert self.gate.acquire(timeout=60)
        self.now -= 1
        self.done.append(wish.command)
        failures = [
            {"code": "timeout", "source": "docs/secret.md"},
            {"code": "timeout", "source": "docs/b.md"},
        ]
        return Outcome(
            exit_code=1, report={"failures": failures, "documents": {"added": 1}, "empty": ["docs/x"]}
        )


def begun(orders: Orders) -> threading.Thread:
    thread = threading.Thread(target=orders.run, daemon=True)
    thread.start()
    return thread


def test_an_order_that_waits_is_given_again_and_one_under_way_is_not() -> None:
    runner = Slow()
    orders = Orders(runner)
    first, same = orders.put(Wish()), orders.put(Wish())
    assert first is same
    thread = begun(orders)
    while first.state == "waiting":
        pass
    second, third = orders.put(Wish()), orders.put(Wish(command="verify"))
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert orders.waiting == 2
    runner.gate.release(3)
    assert third.ended.result(60).exit_code == 1
    orders.stop()
    thread.join(60)

    assert runner.done == ["sync", "sync", "verify"]
    assert runner.most == 1


def test_what_is_told_names_no_document() -> None:
    runner = Slow()
    orders = Orders(runner)
    begun(orders)
    order = orders.put(Wish())
    runner.gate.release()
    order.ended.result(60)

    assert order.as_json() == {
        "run": 1,
        "command": "sync",
        "state": "ended",
        "exit_code": 1,
        "documents": {"added": 1},
        "failures": {"timeout": 2},
    }
    orders.stop()


def test_old_orders_are_forgotten() -> None:
    runner = Slow()
    orders = Orders(runner)
    begun(orders)
    for _ in range(REMEMBERED + 5):
        runner.gate.release()
        orders.put(Wish()).ended.result(60)
    orders.stop()

    assert orders.get(3) is None
    assert orders.get(REMEMBERED + 5) is not None


def test_after_a_stop_nothing_waits() -> None:
    orders = Orders(Slow())
    waiting = orders.put(Wish())
    orders.stop()
    late = orders.put(Wish(command="verify"))
    orders.run()
    orders.close()

    assert waiting.ended.result(0) is STOPPED
    assert late.ended.result(0) is STOPPED


def test_runs_are_counted_and_take_turns(tmp_path: object) -> None:
    runner = Slow()
    metrics = Metrics(tmp_path)  # type: ignore[arg-type]
    counted = Counted(runner, metrics)
    threads = [threading.Thread(target=counted.run, args=(Wish(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    while counted.waiting < 2 or not runner.now:
        pass
    assert metrics.registry.get_sample_value("kb_run_active") == 1
    runner.gate.release(3)
    for thread in threads:
        thread.join(60)

    assert runner.most == 1
    assert metrics.registry.get_sample_value("kb_runs_total", {"command": "sync", "exit_code": "1"}) == 3
    assert metrics.registry.get_sample_value("kb_run_failures_total", {"code": "timeout"}) == 6
    assert metrics.registry.get_sample_value("kb_state_readable") == 0


def test_an_order_that_is_told_to_have_ended_is_told_with_its_end() -> None:
    """Whoever asks just then gets the one or the other, never an end without an exit code."""
    runner, told = Slow(), list[dict[str, Any]]()
    orders = Orders(runner)
    order = orders.put(Wish())

    class Watched(Future[Outcome]):
        """One that is asked for before and after its end."""

        def set_result(self, result: Outcome) -> None:
            told.append(order.as_json())
            super().set_result(result)
            told.append(order.as_json())

    order.ended = Watched()
    runner.gate.release()
    orders.stop()
    begun(orders).join(60)
    told.append(order.as_json())

    assert [one["state"] for one in told] == ["waiting", "ended", "ended"]
    assert ["exit_code" in one for one in told] == [False, True, True]
