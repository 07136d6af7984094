from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embed.windows import windows


def by_word(text: str) -> int:
    """Two special tokens, and one for each five characters begun of a word: a cut word may have more than before."""
    return 2 + sum((len(word) + 4) // 5 for word in text.split())


def by_byte(text: str) -> int:
    return 2 + len(text.encode())


COUNTS = st.sampled_from([by_word, by_byte])


@settings(deadline=None, max_examples=50)
@given(st.text(st.sampled_from("ab яю\n.")), COUNTS, st.integers(12, 60), st.sampled_from(["", "p: "]))
def test_every_window_fits_and_nothing_is_lost(
    text: str, count: Callable[[str], int], limit: int, lead: str
) -> None:
    found = windows(text, lead, limit, count)
    assert all(count(window) <= limit for window in found)
    assert all(window.startswith(lead) for window in found)
    assert "".join("".join(window.removeprefix(lead) for window in found).split()) == "".join(text.split())


def test_what_fits_stays_as_it_is() -> None:
    assert windows("  two words ", "p: ", 10, by_word) == ["p:   two words "]


def test_windows_are_about_equal_and_cut_between_words() -> None:
    text = " ".join(["four"] * 103)
    found = windows(text, "", 22, by_word)
    assert [by_word(window) - 2 for window in found] == pytest.approx([103 / len(found)] * len(found), abs=2)
    assert len(found) <= 8
    assert {word for window in found for word in window.split()} == {"four"}


def test_a_word_longer_than_a_window_is_cut() -> None:
    found = windows("x" * 1000, "", 22, by_word)
    assert "".join(found) == "x" * 1000
    assert len(found) > 9


def test_the_lead_stands_in_each_window() -> None:
    found = windows("word " * 50, "title: ", 12, by_word)
    assert len(found) > 4
    assert all(window.startswith("title: ") and by_word(window) <= 12 for window in found)


def test_white_space_is_no_window() -> None:
    found = windows("a" * 10 + " " * 100 + "b" * 10, "", 12, by_byte)
    assert all(window.strip() for window in found)
    assert windows(" " * 100, "", 12, by_byte) == [" "]


def test_a_lead_without_room_is_an_error() -> None:
    with pytest.raises(ValueError, match="no room"):
        windows("text", "much too long a lead", 6, by_byte)
