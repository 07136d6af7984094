"""The engine's promises: an item that hangs, crashes or eats memory costs itself only."""

import itertools
import os
import time
from pathlib import Path

import pytest

from ingest.errors import Code
from ingest.work.local import LocalEngine
from tests.runs import soon


@pytest.fixture
def engine():
    with LocalEngine("worker_tasks:start", b"<", workers=2, memory_mb=300) as made:
        yield made


def _is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _items(*payloads):
    return [(number, payload) for number, payload in enumerate(payloads)]


def _numbered(count, data=b"ok"):
    return ((number, data) for number in range(count))


def _marks(folder, count):
    return [(number, os.fsencode(folder / str(number))) for number in range(count)]


def test_every_item_has_one_outcome_with_its_tag(engine):
    outcomes = list(engine.map("echo", ((n, b"%d" % n) for n in range(500)), timeout=20))
    assert {outcome.tag: outcome.data for outcome in outcomes} == {n: b"<%d" % n for n in range(500)}
    assert len(outcomes) == 500
    assert all(outcome.code is None for outcome in outcomes)


def test_empty_payloads_zero_bytes_and_no_items(engine):
    assert [o.data for o in engine.map("echo", [("a", b"")], timeout=20)] == [b"<"]
    assert [o.data for o in engine.map("echo", [("a", b"\0\xff\0")], timeout=20)] == [b"<\0\xff\0"]
    assert list(engine.map("echo", [], timeout=20)) == []


@pytest.mark.parametrize(
    ("kind", "code", "detail"),
    [
        ("abort", Code.CRASHED, "signal 6"),
        ("segv", Code.CRASHED, "signal 11"),
        ("exit", Code.CRASHED, "exit 0"),
        ("sys-exit", Code.CRASHED, "SystemExit"),
        ("raise", Code.CRASHED, "ValueError"),
        ("deep", Code.CRASHED, "RecursionError"),
        ("kill", Code.MEMORY, "signal 9"),
        ("memory", Code.MEMORY, "MemoryError"),
        ("memory-slow", Code.MEMORY, "MemoryError"),
        ("memory-abort", Code.MEMORY, "signal 6"),
    ],
)
def test_a_bad_item_costs_itself_only(engine, kind, code, detail):
    items = [(number, kind.encode() if number == 7 else b"ok") for number in range(30)]
    outcomes = {outcome.tag: outcome for outcome in engine.map("bad", items, timeout=20)}
    assert len(outcomes) == 30
    assert (outcomes[7].code, outcomes[7].detail) == (code, detail)
    assert all(outcomes[n].data == b"fine ok" for n in range(30) if n != 7)


@pytest.mark.parametrize("kind", ["hang", "cpu", "hold"])
def test_an_item_over_its_time_is_ended_soon(engine, kind):
    list(engine.map("echo", _numbered(4), timeout=20))
    items = [(number, kind.encode() if number == 7 else b"ok") for number in range(30)]
    began = time.monotonic()
    outcomes = {outcome.tag: outcome for outcome in engine.map("bad", items, timeout=1.0)}
    assert time.monotonic() - began < 30  # some 3 s; what hangs does so for ever
    assert [(n, o.code) for n, o in sorted(outcomes.items()) if o.code] == [(7, Code.TIMEOUT)]
    assert len(outcomes) == 30


def test_many_killers_among_many_innocents(engine):
    kinds = [b"abort", b"ok", b"exit", b"ok", b"ok", b"kill", b"raise", b"ok"]
    items = [(number, kinds[number % len(kinds)]) for number in range(48)]
    outcomes = {outcome.tag: outcome for outcome in engine.map("bad", items, timeout=20)}
    assert {n for n, o in outcomes.items() if o.code is None} == {n for n, kind in items if kind == b"ok"}
    assert len(outcomes) == 48


def test_what_only_dies_among_others_gets_a_second_chance():
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        outcomes = list(engine.map("bad", _items(b"ok", b"once", b"ok"), timeout=20))
    assert [outcome.code for outcome in outcomes] == [None] * 3


@pytest.mark.slow
def test_cpu_time_ends_an_item_while_the_parent_is_busy():
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        pid = int(next(iter(engine.map("pid", _numbered(1), timeout=20))).data)
        outcomes = engine.map("bad", _items(b"ok", b"cpu"), timeout=0.5)
        assert next(outcomes).code is None
        deadline = time.monotonic() + 60
        while _is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.05)  # nobody looks at the engine's clock
        last = next(outcomes)
    assert (last.code, last.detail) == (Code.TIMEOUT, "signal 24")


def test_a_busy_parent_does_not_make_a_slow_worker_late(engine):
    outcomes = engine.map("sleep", _numbered(8, b"0.1"), timeout=2.0)
    codes = [next(outcomes).code]
    time.sleep(3.0)  # longer than an item may take, and no answer was read
    codes += [outcome.code for outcome in outcomes]
    assert codes == [None] * 8


def test_workers_go_on_while_the_parent_is_busy(engine, tmp_path):
    list(engine.map("sleep", _numbered(40, b"0.01"), timeout=20))
    outcomes = engine.map("mark", _marks(tmp_path, 100), timeout=20)
    for _ in range(20):
        next(outcomes)
    assert soon(lambda: len(os.listdir(tmp_path)) == 100), "nobody asked the engine meanwhile"
    assert len(list(outcomes)) == 80


def test_work_begins_before_anybody_waits_for_it(engine, tmp_path):
    list(engine.map("sleep", _numbered(40, b"0.01"), timeout=20))
    drawn = itertools.count()
    outcomes = engine.map("mark", ((next(drawn), data) for _, data in _marks(tmp_path, 8)), timeout=20)
    assert next(drawn) == 8
    assert soon(lambda: len(os.listdir(tmp_path)) == 8), "nobody asked the engine meanwhile"
    assert len(list(outcomes)) == 8


def test_a_huge_result_and_huge_requests(engine):
    sizes = [len(o.data) for o in engine.map("big", _items(b"20000000", b"1", b"20000000"), timeout=20)]
    assert sorted(sizes) == [1, 20000000, 20000000]
    outcomes = engine.map("echo", _numbered(6, b"y" * 5_000_000), timeout=20)
    assert {outcome.data for outcome in outcomes} == {b"<" + b"y" * 5_000_000}


def test_maps_nest(engine):
    inner = engine.map("echo", ((n, b"%d" % n) for n in range(300)), timeout=20)
    middle = engine.map("echo", ((o.tag, o.data) for o in inner), timeout=20)
    outer = engine.map("echo", ((o.tag, o.data) for o in middle), timeout=20)
    assert {o.tag: o.data for o in outer} == {n: b"<<<%d" % n for n in range(300)}


def test_open_maps_interleave(engine):
    one = engine.map("echo", ((n, b"a") for n in range(50)), timeout=20)
    two = engine.map("sleep", ((n, b"0") for n in range(50)), timeout=20)
    pairs = list(zip(one, two, strict=True))
    assert {(o.data, t.data) for o, t in pairs} == {(b"<a", b"0")}
    assert len(pairs) == 50


def test_an_endless_source_is_drawn_lazily(engine):
    drawn = itertools.count()
    outcomes = engine.map("echo", ((next(drawn), b"") for _ in iter(int, 1)), timeout=20, ahead=16)
    for _ in range(100):
        next(outcomes)
    outcomes.close()
    assert next(drawn) <= 100 + 2 * 2 * 16 + 1


def test_payloads_in_flight_are_bounded_in_bytes(engine):
    drawn = itertools.count()
    payload = b"0" * (4 << 20)
    outcomes = engine.map("sleep", ((next(drawn), payload) for _ in range(50)), timeout=20)
    next(outcomes)
    assert next(drawn) <= 1 + 2 * 2 + 2 * 2 + 4
    outcomes.close()


def test_an_abandoned_map_does_not_disturb_the_next(engine):
    dropped = engine.map("echo", _numbered(100), timeout=20)
    next(dropped)
    dropped.close()
    assert len(list(engine.map("echo", _numbered(100), timeout=20))) == 100


def test_workers_are_replaced_after_their_share():
    with LocalEngine("worker_tasks:start", b"", workers=1, recycle_after=10) as engine:
        pids = [outcome.data for outcome in engine.map("pid", _numbered(95), timeout=20, ahead=2)]
    assert len(pids) == 95
    assert len(set(pids)) >= 5


def test_a_worker_that_grows_is_replaced():
    with LocalEngine("worker_tasks:start", b"", workers=1, memory_mb=200) as engine:
        grown = list(engine.map("leak", _items(*[b"30"] * 12), timeout=20))
    assert [outcome.code for outcome in grown] == [None] * 12
    assert len({outcome.data for outcome in grown}) > 1


def test_overhead_in_the_parent_is_small(engine):
    list(engine.map("echo", _numbered(50), timeout=20))
    before = time.process_time()
    assert sum(1 for _ in engine.map("echo", _numbered(2000, b"x" * 300), timeout=20)) == 2000
    assert (time.process_time() - before) / 2000 < 0.0003


def test_a_map_waits_while_the_only_worker_is_kept_for_a_suspect():
    with LocalEngine("worker_tasks:start", b"", workers=1) as engine:
        bad = engine.map("bad", _items(b"ok", b"abort-late"), timeout=20)
        assert next(bad).code is None
        while not any(worker.reserved for worker in engine._pool.workers):
            engine._pump(0.01)
        assert len(list(engine.map("echo", _numbered(5), timeout=20))) == 5
        assert next(bad).code == Code.CRASHED


def test_a_sign_of_life_gives_an_item_more_time(engine):
    items = [("alive", b"8"), ("still", b"1")]
    assert {o.tag: o.code for o in engine.map("pulse", items, timeout=2.5)} == {"alive": None, "still": None}
    (hangs,) = engine.map("sleep", [("hangs", b"5")], timeout=2.5)
    assert hangs.code == "timeout"
