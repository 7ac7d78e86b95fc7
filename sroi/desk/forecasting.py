"""The forecast of a year as the pages of the desk show it."""

from datetime import date

from sroi.access import Viewer
from sroi.reconciliation.queries.goals import decided_placements, earlier_years
from sroi.reconciliation.rules import YearReport
from sroi.reconciliation.rules.forecasting import Forecast, ForecastFacts, forecast_of


async def forecast_of_year(*, viewer: Viewer, report: YearReport, today: date) -> Forecast | None:
    """Return what a year will probably come to; None for one whose figures come from elsewhere, or of which nothing can change any more."""
    if report.is_recorded or (today.year > report.year and not report.pending):
        return None
    approved, rejected = await decided_placements(viewer=viewer)
    return forecast_of(
        ForecastFacts(
            year=report.year,
            on=today,
            counted=report.total,
            pending=report.pending,
            approved_before=approved,
            rejected_before=rejected,
            earlier=await earlier_years(viewer=viewer, year=report.year, on=today, rule=report.rule),
        )
    )
