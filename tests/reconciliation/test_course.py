"""The course of a year: what counts month by month, and where the forecast begins and ends."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sroi.reconciliation.rules import CountLine, Goal, YearReport, YearRows, year_report_of
from sroi.reconciliation.rules.course import course_of
from sroi.reconciliation.rules.forecasting import Forecast
from sroi.values import MONTHS

FORECAST = Forecast(expected=60, low=52, high=67, assumptions=())


def report(months: dict[int, tuple[int, int]], *, on: date) -> YearReport:
    """Return a report of 2023 with so many local and regional placements in some months."""
    empty = year_report_of(rows=YearRows(year=2023, goal=Goal(2023, 65, "Jaarplan"), history=(), placements=(), contracts=()), on=on)
    lines = tuple(CountLine(name, *months.get(number, (0, 0)), sum(months.get(number, (0, 0)))) for number, name in enumerate(MONTHS, 1))
    return replace(empty, months=lines)


def test_placements_add_up_to_this_month_and_the_forecast_goes_on_from_there() -> None:
    marks = course_of(report=report({1: (1, 2), 3: (0, 4), 6: (2, 0)}, on=date(2023, 6, 10)), forecast=FORECAST)
    assert [mark.day for mark in marks[:3]] == [date(2022, 12, 31), date(2023, 1, 31), date(2023, 2, 28)]
    assert [mark.total for mark in marks] == [0, 3, 3, 7, 7, 7, 9, None, None, None, None, None, None]
    assert [(mark.local, mark.regional) for mark in marks[:7]] == [(0, 0), (1, 2), (1, 2), (1, 6), (1, 6), (1, 6), (3, 6)]
    assert {mark.goal for mark in marks} == {65}
    assert [(mark.low, mark.expected, mark.high) for mark in marks if mark.low is not None] == [(9, 9, 9), (52, 60, 67)]


def test_in_december_the_forecast_goes_on_from_november() -> None:
    marks = course_of(report=report({11: (5, 0), 12: (1, 0)}, on=date(2023, 12, 10)), forecast=FORECAST)
    assert [(mark.label, mark.expected) for mark in marks if mark.expected is not None] == [("november", 5), ("december", 60)]


def test_a_year_that_is_over_needs_no_forecast_and_one_to_come_has_only_that() -> None:
    over = course_of(report=report({1: (1, 0)}, on=date(2024, 1, 1)), forecast=FORECAST)
    assert over[-1].total == 1 and all(mark.expected is None for mark in over)
    to_come = course_of(report=report({}, on=date(2022, 12, 1)), forecast=FORECAST)
    assert [mark.total for mark in to_come[1:]] == [None] * 12 and to_come[-1].high == 67


@given(
    months=st.dictionaries(st.integers(1, 12), st.tuples(st.integers(0, 9), st.integers(0, 9))),
    on=st.dates(date(2022, 6, 1), date(2024, 6, 1)),
)
def test_the_course_never_falls_and_ends_at_the_total(months: dict[int, tuple[int, int]], on: date) -> None:
    marks = course_of(report=report(months, on=on), forecast=FORECAST)
    totals = [mark.total for mark in marks if mark.total is not None]
    assert totals == sorted(totals) and totals[-1] == sum(map(sum, months.values()))
    assert all(mark.total == (mark.local or 0) + (mark.regional or 0) for mark in marks if mark.total is not None)
