"""Masks: what overlaps becomes one, nothing of a find is left, keyed masks tell values apart."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.clean.recognizers.recognizer import Span
from ingest.clean.redact import (
    Masked,
    keyed_mask,
    mask_path,
    masked_again,
    merge,
    never_digits,
    redact,
)


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


def outside(text: str, masked: list[Masked]) -> tuple[str, str]:
    """What of a text no span covers; and of a text in which they are masked, what stands around the masks."""
    plain, around, at = "", "", 0
    shift = 0
    for one in masked:
        plain += text[at : one.span.start]
        around += f"{one.span.start + shift}:{one.span.start + shift + one.size} "
        shift += one.size - (one.span.end - one.span.start)
        at = one.span.end
    return plain + text[at:], around


@given(st.lists(st.lists(SPANS, max_size=4), min_size=1, max_size=3))
def test_what_was_masked_in_rounds_is_known_over_the_text_as_it_was(rounds: list[list[Span]]) -> None:
    text = now = "abcdefghijklmnopqrstuvwxyz" * 3
    masked: list[Masked] = []
    for spans in rounds:
        found = [one for one in merge(spans) if one.end <= len(now)]
        masked = masked_again(masked, found, lambda one: len(one.type) + 2)
        now = redact(now, found)

    kept, masks = outside(text, masked)
    left = list(now)
    for start, end in (map(int, place.split(":")) for place in reversed(masks.split())):
        del left[start:end]
    assert "".join(left) == kept
    assert all(one.span.end <= then.span.start for one, then in pairwise(masked))


def test_a_mask_that_a_later_find_takes_in_counts_in_its_value() -> None:
    """Two addresses of two persons would else be one address."""
    once = masked_again([], [span(4, 9, "PERSON", value="ivanov")], lambda _: 8)

    (one,) = masked_again(once, [span(0, 14, "ADDRESS", value="near [PERSON]")], lambda _: 9)

    assert one == Masked(span(0, 11, "ADDRESS", value="near [PERSON]\0PERSON:ivanov"), 9)
