"""Pages that are not in the text."""

import pytest

from ingest.clean.lacks import lacking, pages_of


@pytest.mark.parametrize(("stated", "count"), [("3", 1), ("3, 7-9", 4), ("1-2, 4-5, 9", 5)])
def test_pages_are_counted_and_named(stated: str, count: int) -> None:
    found, (evidence,) = pages_of({"missing_pages": stated}, "missing_pages")
    assert found == count
    assert (evidence.label, evidence.value) == ("missing pages", stated)


@pytest.mark.parametrize("stated", ["", "all of them", "3;7", "phone +7 916 123-45-67"])
def test_nonsense_is_not_repeated(stated: str) -> None:
    assert pages_of({"missing_pages": stated}, "missing_pages") == (0, ())


def test_pages_over_a_limit_are_told_too() -> None:
    counts, lines = lacking({"missing_pages": "2", "limited_pages": "4-5"})
    assert counts == {"missing.pages": 1, "missing.slow_pages": 0, "missing.tables_of_pages": 2}
    assert [(line.label, line.value) for line in lines] == [("missing pages", "2"), ("limited pages", "4-5")]
