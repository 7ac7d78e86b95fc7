"""The picture of a year on its way to the goal: what counts, local and regional, beside the goal and the band of the forecast."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.forecasting import forecast_of_year
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.rules.course import CourseMark, course_of
from sroi.web import clock
from sroi.web.permissions import permits
from sroi.web.pictures import BLACK, BLUE, GREY, NARROW, WIDE, DrawnLine, LineStyle, line_chart
from sroi.web.requests import WebRequest


@dataclass(frozen=True)
class CourseLine:
    """One line of the picture: how it is drawn, in the legend too, and what it shows of a mark."""

    style: LineStyle
    value: Callable[[CourseMark], int | None]


def course_lines() -> tuple[CourseLine, ...]:
    """Return the lines of the picture."""
    return (
        CourseLine(LineStyle(_("Doel"), BLACK, 2, ""), lambda mark: mark.goal),
        CourseLine(LineStyle(_("Telt mee, lokaal en regionaal"), BLUE, 6, ""), lambda mark: mark.total),
        CourseLine(LineStyle(_("Regionaal"), BLUE, 3, "14,6"), lambda mark: mark.regional),
        CourseLine(LineStyle(_("Lokaal"), BLUE, 3, "3,5"), lambda mark: mark.local),
        CourseLine(LineStyle(_("Verwacht"), GREY, 4, "10,5,2,5"), lambda mark: mark.expected),
        CourseLine(LineStyle(_("Waarschijnlijk ten minste en ten hoogste"), GREY, 2, "2,4"), lambda mark: mark.high),
    )


@get("/doel/{year:int}/verloop", opt=permits(Permission.READ_RECONCILIATION))
async def picture_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Return the picture of a year; with `smal` one for a narrow screen."""
    today = clock.today()
    report = await year_report(viewer=request.viewer, year=year, on=today)
    marks = course_of(report=report, forecast=await forecast_of_year(viewer=request.viewer, report=report, today=today))
    size = NARROW if "smal" in request.query_params else WIDE
    return Response(await asyncio.to_thread(drawn, marks=marks, year=year, size=size), media_type="image/svg+xml")


def drawn(*, marks: Sequence[CourseMark], year: int, size: tuple[int, int]) -> bytes:
    """Return the picture of the marks, in their order; `size` is WIDE or NARROW."""
    lines = course_lines()
    shown = [*((line.style, line.value) for line in lines), (lines[-1].style, lambda mark: mark.low)]
    return line_chart(
        lines=[
            DrawnLine(style, tuple((mark.day, number) for mark in marks if (number := value(mark)) is not None)) for style, value in shown
        ],
        days=[mark.day for mark in marks],
        size=size,
        title=_("{year} op weg naar het doel").format(year=year),
        description=_("Plaatsingen sinds 1 januari, per maand opgeteld, naast het doel en de verwachting voor het hele jaar."),
        number_words=lambda number: f"{number:.0f}",
        whole_steps=6,
    )
