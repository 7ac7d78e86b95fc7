"""The reconciliation of a year: the goal, local against regional, euros, and the compliance workbook."""

from dataclasses import dataclass
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.contracts.rules import scope_label
from sroi.desk.forecasting import forecast_of_year
from sroi.exports.course_chart import counted_lines, course_lines
from sroi.reconciliation.queries import opening_year, reported_years, year_report
from sroi.reconciliation.rules import ContractLine, Euros, Standing, contracts_sentence, standing_label
from sroi.reconciliation.rules.course import course_of
from sroi.reconciliation.rules.facts import once_words, rule_words
from sroi.web import clock
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked_year

BADGES = {Standing.FULFILLED: "success", Standing.OVERDUE: "danger", Standing.BEHIND: "warning", Standing.ON_TRACK: "neutral"}


@dataclass(frozen=True)
class Line:
    """A contract in the table of the year, in words."""

    href: str
    name: str
    contractor_name: str
    scope: str
    standing: str
    tone: str
    euros: Euros
    placements: int


@get("/aansluiting", opt=permits(Permission.READ_RECONCILIATION))
async def current_year(request: WebRequest) -> Response[Any]:
    """Go to the year that was asked for, else to the last one with a goal."""
    year = asked_year(request) or await opening_year(viewer=request.viewer, today=clock.today())
    return see_other(request, f"/aansluiting/{year}")


@get("/aansluiting/{year:int}", opt=permits(Permission.READ_RECONCILIATION))
async def reconciliation(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show one year."""
    today = clock.today()
    report = await year_report(viewer=request.viewer, year=year, on=today)
    forecast = await forecast_of_year(viewer=request.viewer, report=report, today=today)
    return page(
        request,
        "desk/reconciliation.html",
        title=_("Aansluiting {year}").format(year=year),
        report=report,
        sentence=contracts_sentence(year=year),
        rule=rule_words(report.rule),
        once=once_words(report.rule),
        lines=tuple(_line(line) for line in report.contracts),
        course=course_of(report=report, forecast=forecast),
        course_styles=[line.style for line in (course_lines() if forecast else counted_lines())],
        is_expected=forecast is not None,
        years=await reported_years(viewer=request.viewer, today=today),
        may_read_groups=request.viewer.may(Permission.READ_CLAIMS),
        may_take_in=request.viewer.may(Permission.REVIEW_CLAIMS),
        may_export=request.viewer.may(Permission.EXPORT_COMPLIANCE),
    )


def _line(line: ContractLine) -> Line:
    return Line(
        href=f"/contracten/{line.contract.id}",
        name=f"{line.contract.number} {line.contract.title}",
        contractor_name=line.contract.contractor_name,
        scope=scope_label(line.contract.scope),
        standing=standing_label(line.standing),
        tone=BADGES[line.standing],
        euros=line.euros,
        placements=line.placements,
    )
