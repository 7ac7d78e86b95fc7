"""The chart of a year on its way to the goal, for pages and the annual report: what counts beside the goal and the forecast."""

from collections.abc import Sequence
from datetime import date
from gettext import gettext as _

from sroi.exports.line_chart import BLACK, BLUE, GREY, NARROW, WIDE, LineStyle, ShownLine, line_chart
from sroi.reconciliation.rules.course import CourseMark
from sroi.values import MONTHS

MOST_MONTHS = {WIDE: 12, NARROW: 6}
MARCH = 3

CourseLine = ShownLine[CourseMark]


def counted_lines() -> tuple[CourseLine, ...]:
    """Return the lines of the goal and of what counts."""
    return (
        CourseLine(LineStyle(_("Doel"), BLACK, 2, ""), lambda mark: mark.goal),
        CourseLine(LineStyle(_("Telt mee, lokaal en regionaal"), BLUE, 6, ""), lambda mark: mark.total),
        CourseLine(LineStyle(_("Regionaal"), BLUE, 3, "14,6"), lambda mark: mark.regional),
        CourseLine(LineStyle(_("Lokaal"), BLUE, 3, "3,5"), lambda mark: mark.local),
    )


def course_lines() -> tuple[CourseLine, ...]:
    """Return all lines of the chart, those of the forecast last; the last one stands for both ends of its band."""
    return (
        *counted_lines(),
        CourseLine(LineStyle(_("Verwacht"), GREY, 4, "10,5,2,5"), lambda mark: mark.expected),
        CourseLine(LineStyle(_("Waarschijnlijk ten minste en ten hoogste"), GREY, 2, "2,4"), lambda mark: mark.high),
    )


def course_chart(*, marks: Sequence[CourseMark], year: int, size: tuple[int, int]) -> bytes:
    """Return the chart of the marks, in their order, as SVG; `size` is WIDE or NARROW."""
    lines = course_lines()
    shown = (*lines, CourseLine(lines[-1].style, lambda mark: mark.low))
    return line_chart(
        lines=[line.over(marks) for line in shown],
        days=[mark.day for mark in marks if mark.label],
        size=size,
        title=_("{year} op weg naar het doel").format(year=year),
        description=_("Plaatsingen sinds 1 januari, per maand opgeteld, naast het doel en de verwachting voor het hele jaar."),
        number_words=lambda number: f"{number:.0f}",
        whole_steps=6,
        day_words=_month,
        most_days=MOST_MONTHS,
    )


def _month(day: date) -> str:
    """Return the month of a day, in short."""
    return "mrt" if day.month == MARCH else MONTHS[day.month - 1][:3]
