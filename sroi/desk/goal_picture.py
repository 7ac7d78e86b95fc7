"""The picture of a year on its way to the goal: what counts, local and regional, beside the goal and the band of the forecast."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission, Viewer
from sroi.desk.forecasting import forecast_of_year
from sroi.exports.course_chart import course_chart
from sroi.exports.line_chart import NARROW, WIDE
from sroi.reconciliation.queries import latest_goal_year, year_report
from sroi.reconciliation.queries.goals import counted_months, goals_of_year
from sroi.reconciliation.rules.course import CourseMark, course_of, marks_of
from sroi.reconciliation.rules.facts import EVERY_CONTRACT
from sroi.reconciliation.rules.goals import GoalKind
from sroi.web import clock
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@dataclass(frozen=True)
class CountedCourse:
    """What counts of a year beside its goal, month by month, without a forecast."""

    year: int
    marks: tuple[CourseMark, ...]


@get("/doel/{year:int}/verloop", opt=permits(Permission.READ_RECONCILIATION))
async def picture_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Return the picture of a year; with `smal` one for a narrow screen."""
    today = clock.today()
    report = await year_report(viewer=request.viewer, year=year, on=today)
    marks = course_of(report=report, forecast=await forecast_of_year(viewer=request.viewer, report=report, today=today))
    return await _drawn(request, year, marks)


@get("/doel/{year:int}/verloop/geteld", opt=permits(Permission.READ_RECONCILIATION))
async def picture_of_counted(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Return the picture of a year without a forecast, which a few counts in SQL give; with `smal` one for a narrow screen."""
    return await _drawn(request, year, (await counted_course(viewer=request.viewer, year=year)).marks)


async def latest_course(*, viewer: Viewer) -> CountedCourse | None:
    """Return the course of the last year with a goal; None where there is no goal."""
    year = await latest_goal_year(viewer=viewer, today=clock.today())
    return None if year is None else await counted_course(viewer=viewer, year=year)


async def counted_course(*, viewer: Viewer, year: int) -> CountedCourse:
    """Return the course of a year, in so many queries however large the register."""
    goal = (await goals_of_year(viewer=viewer, year=year)).get(GoalKind.PLACEMENTS)
    months = await counted_months(viewer=viewer, year=year, rule=EVERY_CONTRACT if goal is None else goal.rule)
    target = None if goal is None else goal.target
    return CountedCourse(year, marks_of(year=year, on=clock.today(), goal=target, months=months))


async def _drawn(request: WebRequest, year: int, marks: Sequence[CourseMark]) -> Response[Any]:
    size = NARROW if "smal" in request.query_params else WIDE
    return Response(await asyncio.to_thread(course_chart, marks=marks, year=year, size=size), media_type="image/svg+xml")
