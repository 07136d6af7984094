"""Long answers in steps: each step has its own limits, and what kills a worker costs its step."""

import json
import time

import pytest

from bench.inline import InlineEngine
from ingest.errors import Code
from ingest.work.engine import Outcome
from ingest.work.local import LocalEngine


def _asked(**told):
    return [("one", json.dumps(told).encode())]


def _run(engine, timeout=20.0, **told):
    outcomes = list(engine.map("stream", _asked(**told), timeout=timeout))
    assert [outcome.part for outcome in outcomes] == [True] * (len(outcomes) - 1) + [False]
    return [outcome.data.decode() for outcome in outcomes[:-1]], outcomes[-1]


@pytest.fixture
def engine():
    with LocalEngine("worker_tasks:start", b"", workers=2, memory_mb=256) as engine:
        yield engine


def test_parts_come_in_order_and_then_the_last_word(engine):
    parts, last = _run(engine, steps=500, silent=[3])
    assert parts == [str(step) for step in range(1, 501) if step != 3]
    assert last.data.startswith(b"end ")


def test_an_engine_without_processes_does_the_same():
    import worker_tasks

    parts, last = _run(InlineEngine(worker_tasks.start(b"")), steps=3)
    assert parts == ["1", "2", "3"]
    assert last.data.startswith(b"end ")


def test_the_clock_starts_anew_with_each_step(engine):
    began = time.monotonic()
    parts, last = _run(engine, timeout=3.0, steps=5, sleep=0.8)
    assert (len(parts), last.code) == (5, None)
    assert time.monotonic() - began > 3.5


@pytest.mark.parametrize("kind", ["abort", "segv", "kill", "memory", "exit"])
def test_a_step_that_kills_is_left_out_and_named(engine, tmp_path, kind):
    marks = tmp_path / "marks"
    parts, last = _run(engine, steps=9, bad={"4": kind}, marks=str(marks))
    assert parts[3].startswith("4 ")
    assert [part.split()[0] for part in parts] == [str(step) for step in range(1, 10)]
    assert parts[3].split()[1] in {Code.CRASHED, Code.MEMORY}
    assert last.code is None
    done = marks.read_text().split()
    assert sorted(done, key=int) == [str(step) for step in range(1, 10) if step != 4], "a step was done twice"


@pytest.mark.slow
def test_a_step_that_hangs_is_left_out_after_its_time(engine):
    began = time.monotonic()
    parts, last = _run(engine, timeout=1.0, steps=4, bad={"2": "hold"})
    assert parts == ["1", "2 timeout", "3", "4"]
    assert last.code is None
    assert time.monotonic() - began < 60  # what hangs does for ever


def test_what_fails_in_python_fails_the_whole(engine):
    parts, last = _run(engine, steps=4, bad={"3": "raise"})
    assert parts == ["1", "2"]
    assert (last.code, last.detail) == (Code.CRASHED, "ValueError")


def test_a_stream_whose_steps_all_kill_ends(engine):
    bad = {str(step): "abort" for step in range(1, 100)}
    parts, last = _run(engine, steps=99, bad=bad)
    assert last.code == Code.CRASHED
    assert len(parts) == 20


def test_others_go_on_beside_a_stream_that_dies(engine):
    items = [
        *_asked(steps=3, bad={"2": "abort"}),
        *((n, json.dumps({"steps": 1}).encode()) for n in range(40)),
    ]
    outcomes = list(engine.map("stream", items, timeout=20))
    last = {outcome.tag: outcome for outcome in outcomes if not outcome.part}
    assert set(last) == {"one", *range(40)}
    assert not any(outcome.code for outcome in last.values())


def test_a_slow_listener_is_waited_for(engine, monkeypatch):
    """Neither side holds much more than its limit, and waiting is no timeout."""
    from ingest.work import local

    monkeypatch.setattr(local, "_READY_BYTES", 1 << 20)
    held = []
    outcomes = engine.map("stream", _asked(steps=400, size=100_000), timeout=1.0)
    for number, outcome in enumerate(outcomes):
        assert isinstance(outcome, Outcome)
        assert outcome.code is None
        if number in {5, 50}:
            time.sleep(1.5)
        (worker,) = [one for one in engine._pool.workers if one.outstanding] or [None]
        if worker is not None:
            held += [item.job.ready_bytes for item in worker.outstanding.values()]
    assert max(held) < 3 << 20
