"""Pages that are not in the text."""

import pytest

from ingest.clean.lacks import missing_pages


@pytest.mark.parametrize(("stated", "count"), [("3", 1), ("3, 7-9", 4), ("1-2, 4-5, 9", 5)])
def test_pages_are_counted_and_named(stated: str, count: int) -> None:
    found, (evidence,) = missing_pages({"missing_pages": stated})
    assert found == count
    assert (evidence.label, evidence.value) == ("missing pages", stated)


@pytest.mark.parametrize("stated", ["", "all of them", "3;7", "phone +7 916 123-45-67"])
def test_nonsense_is_not_repeated(stated: str) -> None:
    assert missing_pages({"missing_pages": stated}) == (0, ())
