"""Masks: what overlaps becomes one, nothing of a find is left, keyed masks tell values apart."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.recognizers.recognizer import Span
from ingest.clean.redact import keyed_mask, mask_path, merge, never_digits, redact


def span(start: int, end: int, kind: str = "PHONE", score: float = 1.0, value: str = "") -> Span:
    return Span(start=start, end=end, type=kind, value=value or f"{start}-{end}", score=score)


SPANS = st.builds(
    lambda start, size, kind, score: span(start, start + size, kind, score),
    st.integers(0, 40),
    st.integers(1, 12),
    st.sampled_from(["PHONE", "CARD", "INN"]),
    st.sampled_from([0.5, 1.0]),
)


def test_the_longer_find_names_the_mask() -> None:
    assert [found.type for found in merge([span(0, 5, "INN"), span(0, 9, "CARD")])] == ["CARD"]


def test_of_equal_length_the_higher_score_wins_then_the_first_name() -> None:
    assert merge([span(0, 5, "A", 0.5), span(0, 5, "B", 0.9)])[0].type == "B"
    assert merge([span(0, 5, "B"), span(0, 5, "A")])[0].type == "A"


def test_what_overlaps_in_part_is_masked_whole() -> None:
    found = merge([span(0, 9, "CARD"), span(6, 12, "PHONE")])

    assert [(one.start, one.end, one.type) for one in found] == [(0, 12, "CARD")]
    assert found[0].value == "CARD:0-9\0PHONE:6-12"


def test_neighbours_stay_two_masks() -> None:
    assert redact("abcdef", merge([span(3, 6, "B"), span(0, 3, "A")])) == "[A][B]"


@given(st.lists(SPANS, max_size=12))
def test_merged_spans_cover_exactly_what_was_found(spans: list[Span]) -> None:
    merged = merge(spans)

    assert merged == merge(reversed(spans))
    assert all(left.end <= right.start for left, right in pairwise(merged))
    covered = {place for one in spans for place in range(one.start, one.end)}
    assert {place for one in merged for place in range(one.start, one.end)} == covered


def test_a_keyed_mask_is_the_same_for_the_same_value_and_key() -> None:
    mask = keyed_mask(span(0, 5, value="79161234567"), b"key")

    assert re.fullmatch(r"\[PHONE-[a-z2-7]{10}\]", mask)
    assert mask == keyed_mask(span(7, 9, value="79161234567"), b"key")
    assert mask != keyed_mask(span(0, 5, value="79161234568"), b"key")
    assert mask != keyed_mask(span(0, 5, value="79161234567"), b"other")
    assert redact("tel 12345", [span(4, 9, value="79161234567")], "keyed", b"key") == f"tel {mask}"


def test_a_token_is_never_all_digits() -> None:
    assert never_digits("2345672345") == "a345672345"
    assert never_digits("234567234b") == "234567234b"


def test_a_masked_path_keeps_its_suffix_and_tells_files_apart() -> None:
    one = mask_path("kb/deal 123.md", [[], [span(5, 8)]], b"s")
    other = mask_path("kb/deal 124.md", [[], [span(5, 8)]], b"s")

    assert re.fullmatch(r"kb/deal \[PHONE\]-[0-9a-f]{10}\.md", one)
    assert one != other
