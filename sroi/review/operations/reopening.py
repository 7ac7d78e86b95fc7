"""Taking back a decision: the claim is in review again, in its turn, and an entry of its own takes off the ledger what was approved."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from piccolo.columns.combination import WhereRaw

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.errors import UnableTo
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.operations import transition
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.contexts import context_of_claim
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, UnableToMoveClaim
from sroi.ledger.operations import post_entry
from sroi.review.operations.deciding import approval_entry
from sroi.review.operations.telling import tell_reopening
from sroi.review.rules import UnableToReopen, check_reopening
from sroi.review.tables import ReviewDecision, ReviewReopening
from sroi.values import from_cents, local_day

REOPENING = "review_reopening"
NOT_REOPENED = "NOT EXISTS (SELECT 1 FROM review_reopening WHERE review_reopening.decision = review_decision.id)"


async def reopen(*, viewer: Viewer, claim_id: UUID, version: int, reason: str, now: datetime) -> None:
    """Take back the last decision on a claim as the viewer saw it (`version`); raises UnableToReopen or UnableToMoveClaim.

    Decision and reopening both stay. The limits of the policy need no correction: what counts of other claims is worked out from what is
    approved at each moment, so that what this decision used up is free again.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    reason = reason.strip()
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        check_reopening(viewer=viewer, record=record, reason=reason)
        if record.version != version:
            raise UnableToMoveClaim(_("Iemand anders heeft deze opgave intussen gewijzigd. Bekijk de opgave opnieuw."))
        if record.status is ClaimStatus.REJECTED:
            await _require_free(viewer, record, local_day(now))
        decision = await _standing_decision(record)
        before = replace(record, steps=record.steps[: len(record.steps) - decision["limit_steps"]])
        await transition(viewer=viewer, record=before, status=ClaimStatus.SUBMITTED, now=now, reason=reason)
        amount = None if decision["amount_cents"] is None else from_cents(decision["amount_cents"])
        await _keep(viewer, record, decision["id"], amount, reason, now)


async def _standing_decision(record: ClaimRecord) -> dict[str, Any]:
    """Return the one decision that gave a claim its status, and that nobody took back yet."""
    rows: list[dict[str, Any]] = (
        await ReviewDecision.select(ReviewDecision.id, ReviewDecision.amount_cents, ReviewDecision.limit_steps)
        .where((ReviewDecision.claim == record.id) & (ReviewDecision.verdict == record.status.value))
        .where(WhereRaw(NOT_REOPENED))
    )
    (found,) = rows
    return found


async def _keep(viewer: Viewer, record: ClaimRecord, decision_id: UUID, amount: Decimal | None, reason: str, now: datetime) -> None:
    reopening = ReviewReopening(id=uuid4(), decision=decision_id, reason=reason, reopened_by=viewer.account_id, reopened_at=now)
    await ReviewReopening.insert(reopening)
    await tell_reopening(record=record, now=now)
    if amount is not None:
        await post_entry(entry=approval_entry(record=record, amount=-amount, now=now, source=(REOPENING, reopening.id)))
    await record_event(
        actor=actor_of(viewer),
        action="review.reopened",
        subject=Subject("claim", str(record.id)),
        now=now,
        details={"decision": str(decision_id), "taken_back": None if amount is None else str(amount)},
    )


async def _require_free(viewer: Viewer, record: ClaimRecord, today: date) -> None:
    """Refuse when what was rejected was claimed again since: its days or its invoice would count twice."""
    try:
        context = await context_of_claim(viewer=viewer, record=record, today=today)
        valued = await KINDS[record.kind].value(details=record.details, context=context)
    except UnableTo as refusal:
        raise UnableToReopen(_("Dit besluit kan niet worden heropend. {message}").format(message=refusal.message)) from refusal
    if valued.period != record.period:
        raise UnableToReopen(_("Dit besluit kan niet worden heropend: een deel van de dagen staat nu in een andere opgave."))
