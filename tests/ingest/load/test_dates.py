from __future__ import annotations

import pytest

from ingest.load.dates import iso_day, iso_days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2025-02-01T10:00:00Z", ["2025-02-01"]),
        ("last modified on 24.02.2015", ["2015-02-24"]),
        ("Feb 4, 2015", ["2015-02-04"]),
        ("изменено сент. 5, 2023", ["2023-09-05"]),
        ("24 февраля 2015 г.", ["2015-02-24"]),
        ("1. мая 2020", ["2020-05-01"]),
        ("25/12/2020 and 12/25/2021", ["2020-12-25", "2021-12-25"]),
        ("3/4/2025", []),
        ("2025-13-40, 31.02.2020, foo 3, 2020", []),
        ("created 01.02.2020, modified 2021-03-04", ["2020-02-01", "2021-03-04"]),
        ("", []),
    ],
)
def test_days_as_documents_spell_them(text: str, days: list[str]) -> None:
    assert iso_days(text) == days
    assert iso_day(text) == (days[0] if days else "")
