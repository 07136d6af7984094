"""Frames survive any cut of the stream, and the in-process engine keeps the same promises as far as it can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.inline import InlineEngine
from ingest.errors import Code
from ingest.work.engine import Outcome
from ingest.work.frames import Frame, Inflow, Kind, pack

FRAMES = st.lists(
    st.tuples(st.sampled_from(Kind), st.integers(0, 2**64 - 1), st.floats(0, 1e6), st.binary(max_size=60)),
    max_size=6,
)


@given(FRAMES, st.lists(st.integers(1, 40), min_size=1))
def test_frames_come_out_as_they_went_in(frames, steps):
    stream = b"".join(pack(*frame) for frame in frames)
    inflow, out, position, turn = Inflow(1000), [], 0, 0
    while position < len(stream):
        step = steps[turn % len(steps)]
        out += inflow.feed(stream[position : position + step])
        position, turn = position + step, turn + 1
    assert out == [Frame(*frame) for frame in frames]


def test_a_frame_over_the_limit_is_refused_before_it_is_read():
    with pytest.raises(ValueError, match="limit"):
        Inflow(10).feed(pack(Kind.RESULT, 1, 0.0, b"x" * 11)[:30])


def _task(data):
    if data == b"memory":
        raise MemoryError
    if data == b"bad":
        raise ValueError("text of a document")
    if data == b"interrupt":
        raise KeyboardInterrupt
    return data.upper()


def test_the_inline_engine_maps_in_order_and_keeps_failures_as_values():
    with InlineEngine({"up": _task}) as engine:
        inner = engine.map("up", [(1, b"a"), (2, b"bad"), (3, b"memory")], timeout=1)
        outcomes = list(engine.map("up", ((o.tag, o.data) for o in inner if not o.code), timeout=1))
        assert outcomes == [Outcome(tag=1, data=b"A")]
        assert list(engine.map("up", [(2, b"bad"), (3, b"memory")], timeout=1)) == [
            Outcome(tag=2, code=Code.CRASHED, detail="ValueError"),
            Outcome(tag=3, code=Code.MEMORY, detail="MemoryError"),
        ]
        with pytest.raises(KeyboardInterrupt):
            list(engine.map("up", [(4, b"interrupt")], timeout=1))
