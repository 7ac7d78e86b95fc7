"""The one way in which the status of a claim moves: by a compare-and-set that leaves a row in its history."""

from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from sroi.access import Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.operations.doubles import keep_doubles
from sroi.fulfilment.rules import OPEN_TO_CONTRACTOR, ClaimRecord, ClaimStatus, UnableToMoveClaim, require_move
from sroi.fulfilment.tables import Claim, ClaimStatusChange
from sroi.policy.rules import Step, steps_to_json
from sroi.values import local_day, to_cents


async def transition(
    *,
    viewer: Viewer,
    record: ClaimRecord,
    status: ClaimStatus,
    now: datetime,
    reason: str = "",
    approved: Decimal | None = None,
    limit_steps: tuple[Step, ...] = (),
) -> None:
    """Move a claim, as the viewer saw it, to `status`; raise UnableToMoveClaim when it is not so any more.

    `approved` is the amount in euros that goes with an approval; `limit_steps` tell what counted of the claim then, and stay with it.
    """
    require_move(current=record.status, wanted=status)
    async with transaction():
        moved = (
            await Claim.update({Claim.status: status.value, Claim.updated_at: now, **_changes(record, status, now, approved, limit_steps)})
            .where((Claim.id == record.id) & (Claim.status == record.status.value) & (Claim.version == record.version))
            .returning(Claim.id)
        )
        if not moved:
            raise UnableToMoveClaim(_("Iemand anders heeft deze opgave intussen gewijzigd. Bekijk de opgave opnieuw."))
        await keep_doubles(claim_id=record.id)
        await add_to_history(viewer=viewer, claim_id=record.id, status=status, reason=reason, now=now)
        await record_event(
            actor=actor_of(viewer),
            action=f"claim.{status.value}",
            subject=Subject("claim", str(record.id)),
            now=now,
            details={"number": record.number, "value": str(record.value), "approved": None if approved is None else str(approved)},
        )


def _changes(
    record: ClaimRecord, status: ClaimStatus, now: datetime, approved: Decimal | None, limit_steps: tuple[Step, ...]
) -> dict[Any, Any]:
    """Return what else changes of a claim that moves; an amount and a day of approval go with an approval alone."""
    return {
        Claim.version: record.version + 1,
        Claim.submitted_at: _submitted_at(record, status, now),
        Claim.approved_cents: None if approved is None else to_cents(approved),
        Claim.approved_on: None if approved is None else local_day(now),
        Claim.steps: steps_to_json((*record.steps, *limit_steps)),
    }


def _submitted_at(record: ClaimRecord, status: ClaimStatus, now: datetime) -> datetime | None:
    """Return the moment that decides a claim's turn; one whose decision is reopened keeps its own."""
    return now if status is ClaimStatus.SUBMITTED and record.status in OPEN_TO_CONTRACTOR else record.submitted_at


async def add_to_history(*, viewer: Viewer, claim_id: UUID, status: ClaimStatus, reason: str, now: datetime) -> None:
    """Append one step to a claim's history."""
    last = await ClaimStatusChange.select(Max(ClaimStatusChange.number)).where(ClaimStatusChange.claim == claim_id)
    await ClaimStatusChange.insert(
        ClaimStatusChange(
            id=uuid4(),
            claim=claim_id,
            number=int(last[0]["max"] or 0) + 1,
            status=status.value,
            reason=reason,
            changed_by=viewer.account_id,
            changed_at=now,
        )
    )
