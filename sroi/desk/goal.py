"""The goal of a year: how far it is, what it will probably come to, and which contracts could close the gap."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from gettext import gettext as _
from typing import Any

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from sroi.access import Permission
from sroi.desk.forecasting import forecast_of_year
from sroi.exports.course_chart import counted_lines, course_lines
from sroi.fulfilment.rules import employer_key
from sroi.partners.queries import network_growth
from sroi.reconciliation.queries import JudgedYear, opening_year, reported_years
from sroi.reconciliation.queries.bridge import bridged_year
from sroi.reconciliation.queries.closing import closing_of_year, open_proposal
from sroi.reconciliation.queries.goals import earlier_employers, goals_of_year
from sroi.reconciliation.queries.years import judged_for_figures
from sroi.reconciliation.rules import YearReport
from sroi.reconciliation.rules.bridge import Bridge, BridgeStep
from sroi.reconciliation.rules.closing import Closing
from sroi.reconciliation.rules.course import course_of
from sroi.reconciliation.rules.facts import once_words, rule_words
from sroi.reconciliation.rules.goals import GoalKind
from sroi.values import Period
from sroi.web import clock
from sroi.web.pages import page, see_other
from sroi.web.permissions import permits
from sroi.web.requests import WebRequest, asked_year

CLOSING_SHOWN = 25


@dataclass(frozen=True)
class RoomLine:
    """A contract on which more can be placed; `placements` is for how many there is money, at what one was worth so far this year."""

    href: str
    name: str
    contractor_name: str
    remaining: Decimal
    placements: int | None


@get("/doel", opt=permits(Permission.READ_RECONCILIATION))
async def current_goal(request: WebRequest) -> Response[Any]:
    """Go to the year that was asked for, else to the last one with a goal."""
    year = asked_year(request) or await opening_year(viewer=request.viewer, today=clock.today())
    return see_other(request, f"/doel/{year}")


@get("/doel/{year:int}", opt=permits(Permission.READ_RECONCILIATION))
async def goal_page(request: WebRequest, year: FromPath[int]) -> Response[Any]:
    """Show how one year stands against its goals."""
    viewer, today = request.viewer, clock.today()
    judged = await judged_for_figures(viewer=viewer, year=year, on=today)
    report = judged.report
    goals = await goals_of_year(viewer=viewer, year=year)
    known = await earlier_employers(viewer=viewer, year=year)
    closing = await closing_of_year(viewer=viewer, year=year)
    forecast = await forecast_of_year(viewer=viewer, report=report, today=today)
    bridge, may_review = await _bridge(request, judged, closing), viewer.may(Permission.REVIEW_CLAIMS)
    return page(
        request,
        "desk/goal.html",
        title=_("Doel {year}").format(year=year),
        report=report,
        goal=goals.get(GoalKind.PLACEMENTS),
        rule=rule_words(report.rule),
        once=once_words(report.rule),
        network_goal=goals.get(GoalKind.NETWORK_GROWTH),
        growth=await network_growth(period=Period(date(year, 1, 1), date(year + 1, 1, 1))),
        new_employers=len({employer_key(name) for name in report.employer_names} - known),
        forecast=forecast,
        course=course_of(report=report, forecast=forecast),
        course_styles=[line.style for line in (course_lines() if forecast else counted_lines())],
        is_expected=forecast is not None,
        room=_room(report),
        years=await reported_years(viewer=viewer, today=today),
        may_read_groups=viewer.may(Permission.READ_CLAIMS),
        may_close=viewer.may(Permission.CLOSE_YEAR),
        closing=closing,
        bridge=bridge,
        may_review=may_review,
        bridge_rows=[(step.label, step.number, _opens(step, year, may_review)) for step in bridge.steps] if bridge else [],
        proposal=await open_proposal(year=year),
    )


async def _bridge(request: WebRequest, judged: JudgedYear, closing: Closing | None) -> Bridge | None:
    """Return how the own total becomes what is reported; None for figures from elsewhere."""
    if judged.report.is_recorded:
        return None
    return (await bridged_year(viewer=request.viewer, judged=judged, closing=closing)).bridge


def _opens(step: BridgeStep, year: int, may_review: bool) -> str:
    """Return the address where the rows of a step stand; empty for who may not see them."""
    if not may_review:
        return ""
    return f"/doel/{year}/brug/{step.key}" if step.endings else f"/doel/{year}/afsluiten"


def _room(report: YearReport) -> tuple[RoomLine, ...]:
    """Return the contracts on which most is still to be done, with for how many placements there is money."""
    worth = report.euros.approved / report.total if report.total and report.euros.approved else None
    open_lines = sorted((line for line in report.contracts if line.euros.remaining > 0), key=lambda line: -line.euros.remaining)
    return tuple(
        RoomLine(
            href=f"/contracten/{line.contract.id}",
            name=f"{line.contract.number} {line.contract.title}",
            contractor_name=line.contract.contractor_name,
            remaining=line.euros.remaining,
            placements=None if worth is None else int((line.euros.remaining / worth).to_integral_value(ROUND_FLOOR)),
        )
        for line in open_lines[:CLOSING_SHOWN]
    )
