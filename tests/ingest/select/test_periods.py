"""Days and periods in names."""

from __future__ import annotations

import pytest

from ingest.select.name_dates import Period, take_periods
from ingest.select.name_words import fold


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Тарифы от 01.02.2025", "2025-02-01", "2025-02-01"),
        ("price 20250201", "2025-02-01", "2025-02-01"),
        ("price 01022025", "2025-02-01", "2025-02-01"),
        ("price-2025-02-01", "2025-02-01", "2025-02-01"),
        ("прайс 31.12.24", "2024-12-31", "2024-12-31"),
        ("Отчёт 1 февраля 2025", "2025-02-01", "2025-02-01"),
        ("Minutes July 4, 2024", "2024-07-04", "2024-07-04"),
        ("июль 2024", "2024-07-01", "2024-07-31"),
        ("2024 February", "2024-02-01", "2024-02-29"),
        ("sales 2024-07", "2024-07-01", "2024-07-31"),
        ("07.2024", "2024-07-01", "2024-07-31"),
        ("Q2 2024", "2024-04-01", "2024-06-30"),
        ("2024 q3", "2024-07-01", "2024-09-30"),
        ("2 кв 2024", "2024-04-01", "2024-06-30"),
        ("II квартал 2024", "2024-04-01", "2024-06-30"),
        ("1 полугодие 2024", "2024-01-01", "2024-06-30"),
        ("H2 2024", "2024-07-01", "2024-12-31"),
        ("9 месяцев 2024", "2024-01-01", "2024-09-30"),
        ("неделя 12 2024", "2024-03-18", "2024-03-24"),
        ("осень 2024", "2024-09-01", "2024-11-30"),
        ("зима 2023", "2023-12-01", "2024-02-29"),
        ("план 2024-2025", "2024-01-01", "2025-12-31"),
        ("PriceList2025", "2025-01-01", "2025-12-31"),
        ("Итоги 2024 года", "2024-01-01", "2024-12-31"),
        ("01.01.2025-31.03.2025", "2025-01-01", "2025-03-31"),
    ],
)
def test_periods(name: str, first: str, last: str) -> None:
    assert take_periods(fold(name))[0] == [Period(first, last)]


@pytest.mark.parametrize(
    "name",
    ["X2024", "ГОСТ 7.0-2016", "ISO 27001-2013", "1.10.2", "30.02.2025", "may day", "2045678", "v2", ""],
)
def test_what_is_no_period(name: str) -> None:
    assert take_periods(fold(name)) == ([], fold(name))


@pytest.mark.parametrize(
    ("earlier", "later", "before"),
    [
        ("2023", "2024", True),
        ("2024", "июль 2024", False),
        ("2023-2024", "2024-2025", True),
        ("Q1 2024", "апрель 2024", True),
        ("июль", "август", False),
        ("2024", "2024", False),
    ],
)
def test_order(earlier: str, later: str, *, before: bool) -> None:
    ((a,), _), ((b,), _) = take_periods(fold(earlier)), take_periods(fold(later))

    assert a.before(b) is before
    assert not b.before(a)


def test_names_cost_linear_time() -> None:
    assert take_periods("1" * 100_000 + " " * 100_000 + "." * 1000)[0] == []
