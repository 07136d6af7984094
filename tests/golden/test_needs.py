"""A run starts without reading the needs of a thousand patterns off them, and with the same ones."""

from __future__ import annotations

import lzma

import pytest

from ingest.clean import injection_needs
from ingest.clean.injection import PATTERNS
from ingest.clean.injection_record import RECORD, recorded, told
from tests.golden.needs import HOW


def test_the_record_is_of_the_patterns_as_they_are() -> None:
    assert lzma.decompress(RECORD.read_bytes()) == lzma.decompress(recorded(PATTERNS)), f"record it:\n{HOW}"


def test_no_recorded_pattern_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(pattern: str) -> None:
        raise AssertionError(pattern)

    monkeypatch.setattr(injection_needs, "_parsed", refuse)

    assert len(told(PATTERNS)) == len(PATTERNS)
    with pytest.raises(AssertionError, match="no such pattern"):
        told(["no such pattern"])


def test_a_pattern_without_record_is_read_off_and_one_with_it_gives_the_same() -> None:
    few = [*PATTERNS[::400], "some (?:new|other)~pattern"]

    assert [(list(map(set, found)), how_far) for found, how_far in told(few)] == [
        (list(map(set, injection_needs.needs(one, 5))), injection_needs.reach(one)) for one in few
    ]
