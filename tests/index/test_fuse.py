from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import reciprocal_rank


@pytest.mark.parametrize(
    ("lists", "order"),
    [
        ([], []),
        ([[], []], []),
        ([["b", "a"]], ["b", "a"]),
        ([["a", "b", "c"], ["c", "b", "x"]], ["c", "b", "a", "x"]),
        ([["a", "b"], ["b", "a"]], ["a", "b"]),
        ([["z"], ["y"], ["x"]], ["x", "y", "z"]),
        ([["a", "a", "b"], ["b"]], ["b", "a"]),
    ],
)
def test_order(lists: list[list[str]], order: list[str]) -> None:
    assert [name for name, _ in reciprocal_rank(lists)] == order


def test_sums() -> None:
    assert dict(reciprocal_rank([["a", "b"], ["b"]], k=10)) == pytest.approx(
        {"a": 1 / 11, "b": 1 / 12 + 1 / 11}
    )


rankings = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=3)


@given(rankings)
def test_every_id_once_and_the_order_of_lists_is_nothing(lists: list[list[str]]) -> None:
    fused = reciprocal_rank(lists)
    assert {name for name, _ in fused} == {name for one in lists for name in one}
    assert len({name for name, _ in fused}) == len(fused)
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
    assert dict(reciprocal_rank(lists[::-1])) == pytest.approx(dict(fused))
