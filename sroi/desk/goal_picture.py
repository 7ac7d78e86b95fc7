"""The picture of a year on its way to the goal: what counts, local and regional, beside the goal and the band of the forecast."""

import asyncio
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.forecasting import forecast_of_year
from sroi.exports.course_chart import course_chart
from sroi.exports.line_chart import NARROW, WIDE
from sroi.reconciliation.queries import year_report
from sroi.reconciliation.rules.course import course_of
from sroi.web import clock
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest


@get("/doel/{year:int}/verloop", opt=permits(Permission.READ_RECONCILIATION))
async def picture_of_year(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Return the picture of a year; with `smal` one for a narrow screen."""
    today = clock.today()
    report = await year_report(viewer=request.viewer, year=year, on=today)
    marks = course_of(report=report, forecast=await forecast_of_year(viewer=request.viewer, report=report, today=today))
    size = NARROW if "smal" in request.query_params else WIDE
    return Response(await asyncio.to_thread(course_chart, marks=marks, year=year, size=size), media_type="image/svg+xml")
