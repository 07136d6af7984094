"""What hangs together by pairs."""

from __future__ import annotations

import time

import pytest

from ingest.select.groups import connected


@pytest.mark.parametrize(
    ("things", "groups"),
    [
        ("", ""),
        ("ab cd", "ab|cd"),
        ("ab cd bc", "ab cd bc"),
        ("xy ab bc yz", "xy yz|ab bc"),
        ("ab ab", "ab ab"),
        ("ae be ce de zz ad", "ae be ce de ad|zz"),
    ],
)
def test_things_are_grouped_by_their_ends(things: str, groups: str) -> None:
    found = connected(things.split(), lambda thing: thing)

    assert "|".join(" ".join(group) for group in found) == groups


def test_what_has_no_end_is_alone() -> None:
    assert connected([1, 2, 3], lambda number: ["odd"] if number % 2 else []) == [[1, 3], [2]]


def test_time_grows_with_the_pairs() -> None:
    pairs = [(f"{one}", f"{other}") for one in range(3_000) for other in range(one + 1, one + 20)]
    pairs += [(f"a{one}", f"b{one}") for one in range(20_000)]
    start = time.process_time()

    assert len(connected(pairs, lambda pair: pair)) == 20_001
    assert time.process_time() - start < 3
