"""How busy cores are, told from times of threads."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bench.busy import Busy, Watch, stage

HERE = (1, 1)
OTHER = (1, 2)


def test_what_threads_use_and_wait_for_counts_up_to_all_cores() -> None:
    watch = Watch(cores=2)
    watch.looks = [
        (9.0, {HERE: (50.0, 50.0)}),  # before the stage
        (10.0, {HERE: (60.0, 50.0)}),
        (11.0, {HERE: (61.0, 50.0)}),  # one core of two
        (12.0, {HERE: (61.5, 50.5), OTHER: (0.5, 4.0)}),  # a core's worth ran, far more would have
    ]
    assert watch.busy(10.0, 12.0) == Busy(used=0.5, wanted=0.75)


def test_nothing_is_told_of_a_moment_between_two_looks() -> None:
    watch = Watch(cores=2)
    watch.looks = [(10.0, {HERE: (1.0, 0.0)})]
    assert watch.busy(9.0, 12.0) == Busy(used=0.0, wanted=0.0)


def test_a_stage_lasts_as_its_event_says(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(
        "a warning in words\n"
        '{"time": "1970-01-01T00:00:05+00:00", "event": "scan", "seconds": 1.0}\n'
        '{"time": "1970-01-01T00:01:40.500+00:00", "event": "load", "seconds": 90.5}\n'
    )
    assert stage(log, "load") == (10.0, 100.5)
    with pytest.raises(LookupError, match="select"):
        stage(log, "select")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it reads /proc")
def test_a_thread_that_works_is_seen() -> None:
    watch = Watch(cores=1)
    watch.look({os.getpid(): 0.0})
    sum(range(2_000_000))
    watch.look({os.getpid(): 0.0})
    assert watch.busy(0.0, float("inf")).wanted > 0.1
