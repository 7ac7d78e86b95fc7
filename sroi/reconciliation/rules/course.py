"""How a year goes toward its goal, month by month: what counts so far, and where it will probably end. Pure."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sroi.reconciliation.rules.forecasting import Forecast
from sroi.reconciliation.rules.report import CountLine, YearReport


@dataclass(frozen=True)
class CourseMark:
    """Where a year stands at the end of a day: placements since 1 January, and the forecast; None for what is not known of the day."""

    day: date
    label: str
    goal: int | None
    local: int | None = None
    regional: int | None = None
    total: int | None = None
    low: int | None = None
    expected: int | None = None
    high: int | None = None


def course_of(*, report: YearReport, forecast: Forecast | None) -> tuple[CourseMark, ...]:
    """Return a mark for the start of the year and for the end of each month, of a month that runs for what started so far.

    Placements are those that count, in the month in which they started. A forecast begins where what counts ends, and ends with the year;
    of a year that is over there is none. A recorded year has no months.
    """
    if not report.months:
        return ()
    goal = None if report.goal is None else report.goal.placements
    marks = marks_of(year=report.year, on=report.on, goal=goal, months=report.months)
    return marks if forecast is None else _with_forecast(marks, forecast, report.on)


def marks_of(*, year: int, on: date, goal: int | None, months: Sequence[CountLine]) -> tuple[CourseMark, ...]:
    """Return the marks of what counts in each of the twelve months, without a forecast."""
    first = date(year, 1, 1)
    marks = [CourseMark(first - timedelta(days=1), "", goal, 0, 0, 0)]
    local = regional = 0
    for number, line in enumerate(months, 1):
        end = date(year, number, monthrange(year, number)[1])
        local, regional = local + line.local, regional + line.regional
        begun = on >= end.replace(day=1) or any(later.total for later in months[number - 1 :])
        marks.append(CourseMark(end, line.label, goal, *((local, regional, local + regional) if begun else (None, None, None))))
    return tuple(marks)


def _with_forecast(counted: tuple[CourseMark, ...], forecast: Forecast, on: date) -> tuple[CourseMark, ...]:
    """Return the marks with the forecast at its two ends: the last mark of what counts, and the end of the year."""
    if on > counted[-1].day:
        return counted
    marks = list(counted)
    last = max(place for place, mark in enumerate(marks) if mark.total is not None)
    if last == len(marks) - 1:
        last -= 1
    total = marks[last].total
    marks[last] = replace(marks[last], low=total, expected=total, high=total)
    marks[-1] = replace(marks[-1], low=forecast.low, expected=forecast.expected, high=forecast.high)
    return tuple(marks)
