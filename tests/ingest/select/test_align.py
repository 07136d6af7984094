"""Where two texts differ, as strings whose characters are words."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.select.align import Gap, gaps

TEXTS = st.text("abcdefgh", max_size=40)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_what_stands_between_gaps_is_the_same_in_both(one: str, other: str) -> None:
    place = beside = 0
    for gap in gaps(one, other):
        assert one[place : gap.start] == other[beside : gap.other_start]
        assert gap.start < gap.end or gap.other_start < gap.other_end
        assert (place, beside) == (0, 0) or place < gap.start, "gaps side by side are one"
        place, beside = gap.end, gap.other_end
    assert one[place:] == other[beside:]


@settings(max_examples=200, deadline=None)
@given(TEXTS, TEXTS, st.integers(0, 39))
def test_gaps_that_are_wanted_are_found_without_the_others(one: str, other: str, place: int) -> None:
    def holds(gap: Gap) -> bool:
        return gap.start <= place < gap.end

    assert list(filter(holds, gaps(one, other, holds))) == list(filter(holds, gaps(one, other)))


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("", "", []),
        ("same", "same", []),
        ("", "abc", [Gap(0, 0, 0, 3)]),
        ("the quick fox", "the slow fox", [Gap(4, 9, 4, 8)]),
        ("abcdefgh", "abcXdefgh", [Gap(3, 3, 3, 4)]),
        ("aXbYcdefg", "aPbQcdefg", [Gap(1, 2, 1, 2), Gap(3, 4, 3, 4)]),
    ],
)
def test_gaps(one: str, other: str, found: list[Gap]) -> None:
    assert gaps(one, other) == found


def test_words_changed_here_and_there_are_found_one_by_one() -> None:
    draw = random.Random(3)
    words = [chr(0x6000 + draw.randrange(3_000)) for _ in range(2_000)]
    changed = ["!" if place % 20 == 7 else word for place, word in enumerate(words)]
    found = gaps("".join(words), "".join(changed))

    assert len(found) == 100
    assert all((gap.end - gap.start, gap.other_end - gap.other_start) == (1, 1) for gap in found)


def test_long_repetitive_texts_cost_nearly_linear_time() -> None:
    for one, other in (
        ("ab" * 50_000, "ba" * 50_000),
        ("a" * 100_000, "a" * 50_000 + "b" + "a" * 50_000),
        ("abc" * 30_000 + "x", "y" + "acb" * 30_000),
    ):
        gaps(one, other)
