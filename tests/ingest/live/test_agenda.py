"""When everything is looked at, and what follows from how a run ended."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.live.agenda import Agenda, back_off, counted, jumped


def agenda() -> Agenda:
    return Agenda(scan_seconds=3600.0, max_wait=600.0)


def ended(
    one: Agenda, code: int, *failures: str, now: float = 0.0, refused: bool = False, limited: bool = False
):
    one.ended(now, code, failures, refused=refused, limited=limited)


def test_nothing_is_due_until_it_is_wanted_and_then_when_it_is_quiet():
    one = agenda()
    assert one.due(0.0, quiet=True) == ""
    one.want("events were lost", 10.0)
    one.want("a folder moved", 11.0)

    assert one.due(12.0, quiet=False) == ""
    assert one.due(12.0, quiet=True) == "events were lost, a folder moved"
    assert one.due(610.0, quiet=False), "not for ever"


def test_after_a_run_over_everything_the_next_comes_by_itself():
    one = agenda()
    one.want("start", 0.0)
    one.began(5.0)

    assert one.wake(5.0) == 3605.0
    assert one.due(3604.0, quiet=True) == ""
    assert one.due(3605.0, quiet=True) == "interval"


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        (0, []),
        (1, []),
        (2, [60, 120, 240]),
        (3, [10, 20, 40, 80, 160, 320, 600, 600]),
        (4, [5, 10, 20, 40, 60, 60]),
        (5, [60, 120]),
        (6, [60, 120]),
        (8, [30, 60]),
        (70, [30, 60]),
        (137, [30, 60, 120]),
    ],
)
def test_a_run_that_could_not_be_made_is_tried_again_later_and_later(code, waits):
    one, now = agenda(), 0.0
    one.began(now)
    if not waits:
        ended(one, code)
        assert one.wanted == {}
        assert not one.held(0.0)
    for wait in waits:
        ended(one, code, now=now)
        assert one.due(now + wait - 0.5, quiet=True) == ""
        assert one.held(now + wait - 0.5)
        now += wait
        assert one.due(now, quiet=True) == "retry"
        one.began(now)


def test_success_makes_it_hopeful_again():
    one = agenda()
    for _ in range(4):
        ended(one, 3)
    one.unhold()
    assert one.due(0.0, quiet=True) == "retry"
    one.began(0.0)
    ended(one, 0)
    ended(one, 3)
    assert one.due(10.0, quiet=True) == "retry"


def test_the_brake_is_no_trouble_that_passes_by_itself():
    one = agenda()
    one.began(0.0)
    ended(one, 3, refused=True)

    assert one.wanted == {}
    assert one.wake(0.0) == 3600.0


def test_an_unknown_path_makes_everything_be_looked_at_at_once():
    one = agenda()
    ended(one, 2, limited=True)

    assert one.due(0.0, quiet=True) == "unknown path"


def test_failures_that_may_pass_are_tried_again_with_growing_delay_and_others_are_not():
    one, now = agenda(), 0.0
    one.began(now)
    ended(one, 1, "malformed", "no-text")
    assert one.wake(now) == 3600.0
    for wait in (30.0, 60.0, 120.0):
        ended(one, 1, "malformed", "changing", now=now)
        assert one.due(now + wait - 1, quiet=True) == ""
        now += wait
        assert one.due(now, quiet=True) == "retry"
        one.began(now)
    ended(one, 0, now=now)
    ended(one, 1, "unreadable", now=now)
    assert one.due(now + 30.0, quiet=True) == "retry"


@given(st.integers(0, 10_000), st.floats(0.1, 100), st.floats(100, 10_000))
def test_back_off_grows_up_to_its_most(attempt, first, most):
    assert first <= back_off(attempt, first, most) <= back_off(attempt + 1, first, most) <= most
    assert back_off(0, first, most) == first


@pytest.mark.parametrize(
    ("wall", "steady", "yes"),
    [(2.0, 2.0, False), (2.5, 2.0, False), (3602.0, 2.0, True), (-3598.0, 2.0, True), (8 * 3600, 3.0, True)],
)
def test_a_jump_of_the_clock(wall, steady, yes):
    assert jumped(wall, steady) is yes


def test_codes_of_failures():
    assert counted({"failures": [{"code": "changing"}, {"code": "malformed"}]}) == ("changing", "malformed")
    assert counted({}) == ()
