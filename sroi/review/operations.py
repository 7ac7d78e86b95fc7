"""Deciding on a claim: the decision, the claim's status and the ledger, in one transaction."""

from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.fulfilment.operations import transition
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.queries.limits import share_in_review
from sroi.fulfilment.rules import ClaimRecord, ClaimStatus, UnableToMoveClaim
from sroi.ledger.operations import post_entry
from sroi.ledger.rules import Entry, EntryKind
from sroi.review.rules import STATUS_AFTER, Verdict, check_decision
from sroi.review.tables import ReviewDecision
from sroi.values import AMSTERDAM, last_day, to_cents


async def decide(
    *, viewer: Viewer, claim_id: UUID, version: int, verdict: Verdict, amount: Decimal | None, reason: str, now: datetime
) -> None:
    """Decide on a submitted claim as the viewer saw it (`version`); raises UnableToDecide or UnableToMoveClaim.

    An approval fixes the amount over the claim's period and posts it to the ledger. No more is approved than the limits of the policy
    leave at that moment: of two claims under one limit the one that is approved second gets what is left.
    """
    viewer.require(Permission.REVIEW_CLAIMS)
    reason = reason.strip()
    async with transaction():
        record = await claim(viewer=viewer, claim_id=claim_id)
        if record.status is ClaimStatus.SUBMITTED and record.version != version:
            raise UnableToMoveClaim(_("De opdrachtnemer heeft deze opgave intussen gewijzigd. Bekijk de opgave opnieuw."))
        share = await share_in_review(viewer=viewer, record=record, as_of=now.astimezone(AMSTERDAM).date())
        check_decision(viewer=viewer, record=record, share=share, verdict=verdict, amount=amount, reason=reason)
        approved = amount if verdict is Verdict.APPROVED else None
        await transition(
            viewer=viewer,
            record=record,
            status=STATUS_AFTER[verdict],
            now=now,
            reason=reason,
            approved=approved,
            limit_steps=share.steps if verdict is Verdict.APPROVED else (),
        )
        await _keep(viewer, record, verdict, approved, reason, now)
        await record_event(
            actor=actor_of(viewer),
            action="review.decided",
            subject=Subject("claim", str(claim_id)),
            now=now,
            details={"verdict": verdict.value, "amount": None if approved is None else str(approved)},
        )


async def _keep(viewer: Viewer, record: ClaimRecord, verdict: Verdict, approved: Decimal | None, reason: str, now: datetime) -> None:
    decision_id = uuid4()
    await ReviewDecision.insert(
        ReviewDecision(
            id=decision_id,
            claim=record.id,
            verdict=verdict.value,
            amount_cents=None if approved is None else to_cents(approved),
            reason=reason,
            decided_by=viewer.account_id,
            decided_at=now,
        )
    )
    if approved is not None:
        effective_on = last_day(record.period.end)
        assert effective_on is not None
        await post_entry(entry=Entry(record.contract_id, EntryKind.APPROVED, approved, effective_on, now, "review_decision", decision_id))
