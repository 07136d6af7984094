from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fuse import fuse_known, reciprocal_rank


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


@pytest.mark.parametrize(
    ("known", "top", "order", "doubtful"),
    [
        ("abcdefgh", 3, "abcdefgh", (False, False)),
        ("bcdefgh", 3, "bcdefgh", (True, True)),
        ("abcdefg", 3, "abcdefg", (False, False)),
        ("abcdefg", 8, "abcdefg", (True, True)),
        ("", 3, "", (True, True)),
    ],
)
def test_what_is_not_known_takes_no_rank_and_is_in_doubt_where_it_might_lead(
    known: str, top: int, order: str, doubtful: tuple[bool, bool]
) -> None:
    fused = fuse_known(["abcdefgh", "abcdefgh"], known, top)
    assert ([name for name, _ in fused.ranked], fused.doubtful) == (list(order), doubtful)


def test_an_edited_text_lacks_a_rank_and_the_list_that_knows_it_by_its_old_id_is_in_doubt() -> None:
    fused = fuse_known([["old", "a", "b"], ["new", "a", "b"]], {"new", "a", "b"}, 2)
    assert [name for name, _ in fused.ranked] == ["a", "b", "new"]
    assert fused.doubtful == (True, False)
