"""Reads of goals, and of what a forecast rests on."""

from datetime import date

from sroi.access import Permission, Viewer
from sroi.database import fetch
from sroi.reconciliation.queries.years import placements_between
from sroi.reconciliation.rules import PlacementRow
from sroi.reconciliation.rules.counting import counted_starts
from sroi.reconciliation.rules.forecasting import EarlierYear
from sroi.reconciliation.rules.goals import GoalKind, GoalOfKind
from sroi.reconciliation.tables import Goal, RecordedResult
from sroi.values import search_text

SEASONS = 3


async def goals(*, viewer: Viewer) -> tuple[GoalOfKind, ...]:
    """Return every goal, the newest year first."""
    viewer.require(Permission.READ_POLICY)
    return tuple(_goal(row) for row in await Goal.select().order_by(Goal.year, ascending=False).order_by(Goal.kind))


async def goals_of_year(*, viewer: Viewer, year: int) -> dict[GoalKind, GoalOfKind]:
    """Return the goals of one year by kind."""
    viewer.require(Permission.READ_RECONCILIATION)
    return {GoalKind(row["kind"]): _goal(row) for row in await Goal.select().where(Goal.year == year)}


def _goal(row: dict[str, object]) -> GoalOfKind:
    return GoalOfKind(int(str(row["year"])), GoalKind(str(row["kind"])), int(str(row["target"])), str(row["source"]))


async def earlier_years(*, viewer: Viewer, year: int) -> tuple[EarlierYear, ...]:
    """Return when the placements started that counted in the SEASONS years before; years before this register are left out."""
    viewer.require(Permission.READ_RECONCILIATION)
    recorded = {row["year"] for row in await RecordedResult.select(RecordedResult.year)}
    rows = await placements_between(start=date(year - SEASONS, 1, 1), before=date(year, 1, 1))
    by_year: dict[int, list[PlacementRow]] = {}
    for row in rows:
        if row.starts_on.year not in recorded:
            by_year.setdefault(row.starts_on.year, []).append(row)
    return tuple(EarlierYear(each, counted_starts(of_year)) for each, of_year in sorted(by_year.items()))


async def earlier_employers(*, viewer: Viewer, year: int) -> frozenset[str]:
    """Return the names, as `search_text`, of employers at whom a placement was approved that started before a year."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(
        "SELECT DISTINCT placement.employer_name FROM placement JOIN claim ON claim.id = placement.claim "
        "WHERE claim.status = 'approved' AND placement.starts_on < {}",
        date(year, 1, 1),
    )
    return frozenset(search_text(row["employer_name"]) for row in rows)


async def decided_placements(*, viewer: Viewer) -> tuple[int, int]:
    """Return how many claims of placements were approved and how many rejected, ever."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await fetch(
        "SELECT status, COUNT(*) AS number FROM claim WHERE kind = 'placement' AND status IN ('approved', 'rejected') GROUP BY status"
    )
    found = {row["status"]: int(row["number"]) for row in rows}
    return found.get("approved", 0), found.get("rejected", 0)
