"""The forecast of a year: cases worked out by hand, and what holds whatever the numbers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.reconciliation.rules.forecasting import EarlierYear, ForecastFacts, forecast_of

MIDYEAR = date(2023, 7, 2)  # the 183rd day of 365


def _facts(**more: object) -> ForecastFacts:
    given_facts: dict[str, object] = {"year": 2023, "on": MIDYEAR, "counted": 30, "pending": 0, "approved_before": 0, "rejected_before": 0}
    return ForecastFacts(**(given_facts | more))  # type: ignore[arg-type]


def test_without_earlier_years_the_pace_of_this_year_goes_on() -> None:
    # 30 in 183 days, 182 days left: 29,84 more
    found = forecast_of(_facts())
    assert (found.expected, found.low, found.high) == (60, 52, 67)  # 1,2816 x root of 29,84 is 7,00
    assert "geen eerdere jaren" in found.assumptions[2]


def test_earlier_years_say_what_still_starts_after_this_day() -> None:
    earlier = (EarlierYear(2021, 20), EarlierYear(2022, 10))
    found = forecast_of(_facts(earlier=earlier))
    assert found.expected == 45  # 20 and 10 after 2 July: 15 on average
    assert "2021 en 2022" in found.assumptions[2]


def test_what_waits_counts_by_the_share_that_was_approved_before() -> None:
    found = forecast_of(_facts(on=date(2024, 1, 15), pending=20, approved_before=90, rejected_before=30))
    # 30 + 20 x 75%, and 1,2816 x root of 20 x 0,75 x 0,25 is 2,48
    assert (found.expected, found.low, found.high) == (45, 42, 48)
    assert "75%" in found.assumptions[1]
    assert "voorbij" in found.assumptions[2]


def test_too_few_decisions_say_nothing() -> None:
    found = forecast_of(_facts(on=date(2024, 1, 15), pending=20, approved_before=9, rejected_before=0))
    assert found.expected == 40
    assert "te weinig" in found.assumptions[1]


def test_a_year_that_is_over_with_nothing_waiting_is_certain() -> None:
    found = forecast_of(_facts(on=date(2024, 1, 1)))
    assert (found.expected, found.low, found.high) == (30, 30, 30)


def test_a_year_that_has_not_begun_is_expected_by_earlier_years_alone() -> None:
    earlier = (EarlierYear(2022, 2),)
    assert forecast_of(_facts(on=date(2022, 12, 30), counted=0, earlier=())).expected == 0
    assert forecast_of(_facts(on=date(2022, 12, 30), counted=0, earlier=earlier)).expected == 2


@given(
    counted=st.integers(0, 500),
    pending=st.integers(0, 200),
    approved=st.integers(0, 1_000),
    rejected=st.integers(0, 1_000),
    on=st.dates(date(2022, 6, 1), date(2024, 6, 1)),
    later=st.lists(st.integers(0, 60), max_size=3),
)
def test_the_band_holds_what_is_expected_and_never_less_than_counts_already(
    counted: int, pending: int, approved: int, rejected: int, on: date, later: list[int]
) -> None:
    earlier = tuple(EarlierYear(2020 + place, number) for place, number in enumerate(later))
    found = forecast_of(ForecastFacts(2023, on, counted, pending, approved, rejected, earlier))
    assert counted <= found.low <= found.expected <= found.high
    assert all(found.assumptions)


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_last_day_of_a_year_leaves_nothing_to_start(year: int) -> None:
    assert forecast_of(_facts(year=year, on=date(year, 12, 31))).expected == 30
