"""Closing a year by two persons, for good, and adjusting it afterwards."""

from datetime import date, datetime
from gettext import gettext as _
from uuid import uuid4

from piccolo.query.functions import Max

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.rules import Scope
from sroi.database import transaction
from sroi.reconciliation.queries.closing import closing_of_year, open_proposal, unsettled_of_year
from sroi.reconciliation.queries.years import JudgedYear, judged_year
from sroi.reconciliation.rules.closing import (
    UnableToClose,
    check_adjustment,
    check_closer,
    check_closing,
    snapshot_sha256,
    snapshot_to_close,
)
from sroi.reconciliation.tables import YearAdjustment, YearClosing, YearClosingProposal


async def propose_closing(*, viewer: Viewer, year: int, now: datetime, today: date) -> None:
    """Propose to close a year; raise UnableToClose when it is not over, or was proposed or closed already."""
    viewer.require(Permission.CLOSE_YEAR)
    async with transaction():
        await _require_open(year)
        judged = await judged_year(viewer=viewer, year=year, on=today)
        check_closing(report=judged.report, on=today)
        if await open_proposal(year=year) is not None:
            raise UnableToClose(_("Dit is al voorgesteld. Een ander dan wie het voorstelde sluit het jaar af."))
        proposal = YearClosingProposal(id=uuid4(), year=year, proposed_by=viewer.account_id, proposed_at=now)
        await YearClosingProposal.insert(proposal)
        await _tell(viewer, "year.closing_proposed", year, now, await _left(viewer, judged))


async def withdraw_closing(*, viewer: Viewer, year: int, now: datetime) -> None:
    """Take back a proposal to close a year; raise UnableToClose when there is none."""
    viewer.require(Permission.CLOSE_YEAR)
    async with transaction():
        await _end_proposal(year, now)
        await _tell(viewer, "year.closing_withdrawn", year, now, {})


async def close_year(*, viewer: Viewer, year: int, seen: str, now: datetime, today: date) -> None:
    """Close a year that somebody else proposed to close, with its rows and figures as they are; it is never opened again.

    `seen` is the hash of the figures that the viewer saw: raise UnableToClose when they changed since, and when it is the viewer's own
    proposal.
    """
    viewer.require(Permission.CLOSE_YEAR)
    async with transaction():
        await _require_open(year)
        proposal = await open_proposal(year=year)
        check_closer(viewer=viewer, proposal=proposal)
        judged = await judged_year(viewer=viewer, year=year, on=today)
        snapshot = snapshot_to_close(report=judged.report, placements=judged.placements, on=today)
        if snapshot_sha256(snapshot) != seen:
            raise UnableToClose(_("De cijfers zijn intussen veranderd. Bekijk ze opnieuw voordat u het jaar afsluit."))
        assert proposal is not None
        await YearClosing.insert(
            YearClosing(
                year=year,
                proposed_by=proposal.proposed_by_id,
                closed_by=viewer.account_id,
                closed_at=now,
                snapshot=snapshot,
                sha256=seen,
            )
        )
        await _end_proposal(year, now)
        await _tell(viewer, "year.closed", year, now, {"sha256": seen, **await _left(viewer, judged)})


async def _left(viewer: Viewer, judged: JudgedYear) -> dict[str, object]:
    """Return how much of a year was not settled, as the audit keeps it."""
    left = await unsettled_of_year(viewer=viewer, year=judged.report.year, placements=judged.placements)
    return {"in_review": left.in_review, "undecided": left.undecided, "disputed": left.disputed}


async def adjust_year(*, viewer: Viewer, year: int, scope: Scope, placements: int, reason: str, now: datetime) -> None:
    """Record a correction beside the figures of a closed year; raise UnableToClose on the field with what cannot be."""
    viewer.require(Permission.CLOSE_YEAR)
    check_adjustment(placements=placements, reason=reason)
    async with transaction():
        closing = await closing_of_year(viewer=viewer, year=year)
        if closing is None:
            raise UnableToClose(_("Dit jaar is niet afgesloten: wat verandert, telt vanzelf mee."))
        if closing.reported(scope) + placements < 0:
            raise UnableToClose(_("Er kunnen niet meer plaatsingen af dan er zijn."), field="placements")
        last = await YearAdjustment.select(Max(YearAdjustment.number)).where(YearAdjustment.year == year)
        await YearAdjustment.insert(
            YearAdjustment(
                id=uuid4(),
                year=year,
                number=int(last[0]["max"] or 0) + 1,
                scope=scope.value,
                placements=placements,
                reason=reason.strip(),
                recorded_by=viewer.account_id,
                recorded_at=now,
            )
        )
        await _tell(viewer, "year.adjusted", year, now, {"scope": scope.value, "placements": placements})


async def _require_open(year: int) -> None:
    if await YearClosing.exists().where(YearClosing.year == year):
        raise UnableToClose(_("Dit jaar is al afgesloten. Een correctie legt u vast als aanpassing."))


async def _end_proposal(year: int, now: datetime) -> None:
    is_open = (YearClosingProposal.year == year) & YearClosingProposal.ended_at.is_null()
    ended = await YearClosingProposal.update({YearClosingProposal.ended_at: now}).where(is_open).returning(YearClosingProposal.id)
    if not ended:
        raise UnableToClose(_("Er is geen voorstel meer om dit jaar af te sluiten."))


async def _tell(viewer: Viewer, action: str, year: int, now: datetime, details: dict[str, object]) -> None:
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("year", str(year)), now=now, details=details)
