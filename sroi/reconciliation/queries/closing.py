"""Reads of closed years, and of proposals to close one."""

from collections.abc import Sequence

from sroi.access import Permission, Viewer
from sroi.contracts.rules import Scope
from sroi.database import fetch
from sroi.reconciliation.queries.region import CURRENT_VERSIONS, DECIDED, SHOWN
from sroi.reconciliation.rules import JudgedPlacement
from sroi.reconciliation.rules.closing import Adjustment, Closing, ClosingProposal, Unsettled, UnsettledList, frozen_of, in_review_of
from sroi.reconciliation.rules.region import Shown
from sroi.reconciliation.tables import YearAdjustment, YearClosing, YearClosingProposal

# The lines of each partner's current list of a year that are not settled.
_LISTS = f"""
SELECT version.id, region_list.partner,
    SUM(CASE WHEN {SHOWN[Shown.OPEN]} THEN 1 ELSE 0 END) AS undecided, SUM(CASE WHEN {SHOWN[Shown.SURE]} THEN 1 ELSE 0 END) AS sure,
    SUM(CASE WHEN {SHOWN[Shown.DISPUTED]} THEN 1 ELSE 0 END) AS disputed
FROM region_line AS line
JOIN region_version AS version ON version.id = line.version
JOIN region_list ON region_list.id = version.list
{DECIDED}
WHERE region_list.year = {{}} AND version.id IN (SELECT id FROM ({CURRENT_VERSIONS}) AS current_version)
GROUP BY version.id, region_list.partner, region_list.partner_key ORDER BY region_list.partner_key
"""


async def closing_of_year(*, viewer: Viewer, year: int) -> Closing | None:
    """Return how a year was closed, with its adjustments; None while it is open."""
    viewer.require(Permission.READ_RECONCILIATION)
    columns = (YearClosing.year, YearClosing.closed_at, YearClosing.snapshot, YearClosing.sha256)
    people = (YearClosing.proposed_by.name, YearClosing.closed_by.name)
    rows = await YearClosing.select(*columns, *people).where(YearClosing.year == year)
    if not rows:
        return None
    row = rows[0]
    return Closing(
        year=year,
        proposed_by=row["proposed_by.name"],
        closed_by=row["closed_by.name"],
        closed_at=row["closed_at"],
        sha256=row["sha256"],
        frozen=frozen_of(row["snapshot"]),
        adjustments=await _adjustments(year),
    )


async def _adjustments(year: int) -> tuple[Adjustment, ...]:
    columns = (YearAdjustment.number, YearAdjustment.scope, YearAdjustment.placements, YearAdjustment.reason)
    who = (YearAdjustment.recorded_by.name, YearAdjustment.recorded_at)
    rows = await YearAdjustment.select(*columns, *who).where(YearAdjustment.year == year).order_by(YearAdjustment.number)
    return tuple(
        Adjustment(
            number=int(row["number"]),
            scope=Scope(row["scope"]),
            placements=int(row["placements"]),
            reason=row["reason"],
            recorded_by=row["recorded_by.name"],
            recorded_at=row["recorded_at"],
        )
        for row in rows
    )


async def snapshot_of_closed_year(*, viewer: Viewer, year: int) -> str | None:
    """Return the rows and figures of a closed year as they were frozen; None while it is open."""
    viewer.require(Permission.READ_RECONCILIATION)
    rows = await YearClosing.select(YearClosing.snapshot).where(YearClosing.year == year)
    return str(rows[0]["snapshot"]) if rows else None


async def unsettled_of_year(*, viewer: Viewer, year: int, placements: Sequence[JudgedPlacement]) -> Unsettled:
    """Return what of a year is not settled yet, its placements as they were judged; one query, however many lists."""
    viewer.require(Permission.CLOSE_YEAR)
    rows = await fetch(_LISTS, year)
    lists = tuple(
        UnsettledList(row["id"], row["partner"], int(row["undecided"]), int(row["sure"]), int(row["disputed"]))
        for row in rows
        if row["undecided"] or row["sure"] or row["disputed"]
    )
    return Unsettled(in_review_of(placements), lists)


async def open_proposal(*, year: int) -> ClosingProposal | None:
    """Return the proposal to close a year that waits for somebody else, or None."""
    proposal = YearClosingProposal
    columns = (proposal.proposed_by, proposal.proposed_by.name, proposal.proposed_at)
    rows = await proposal.select(*columns).where((proposal.year == year) & proposal.ended_at.is_null())
    if not rows:
        return None
    return ClosingProposal(year, rows[0]["proposed_by.name"], str(rows[0]["proposed_by"]), rows[0]["proposed_at"])
