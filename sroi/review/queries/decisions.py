"""Reads of the decisions on a claim, with what took them back."""

from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.fulfilment.queries.claims import claim
from sroi.review.rules import Decision, Reopening, Verdict, checks_from_json
from sroi.review.tables import ReviewDecision, ReviewReopening
from sroi.values import from_cents


async def decisions_on_claim(*, viewer: Viewer, claim_id: UUID) -> tuple[Decision, ...]:
    """Return every decision on a claim, newest first; raise ClaimNotFound when the claim is not the viewer's."""
    await claim(viewer=viewer, claim_id=claim_id)
    rows = (
        await ReviewDecision.select(*ReviewDecision.all_columns(), ReviewDecision.decided_by.name)
        .where(ReviewDecision.claim == claim_id)
        .order_by(ReviewDecision.decided_at, ascending=False)
    )
    reopened = await _reopenings(claim_id)
    return tuple(
        Decision(
            id=row["id"],
            claim_id=row["claim"],
            verdict=Verdict(row["verdict"]),
            amount=None if row["amount_cents"] is None else from_cents(row["amount_cents"]),
            reason=row["reason"],
            decided_by=row["decided_by.name"],
            decided_at=row["decided_at"],
            checks=checks_from_json(row["checks"]),
            reopening=reopened.get(row["id"]),
        )
        for row in rows
    )


async def _reopenings(claim_id: UUID) -> dict[UUID, Reopening]:
    query = ReviewReopening.select(*ReviewReopening.all_columns(), ReviewReopening.reopened_by.name)
    rows: list[dict[str, Any]] = await query.where(ReviewReopening.decision.claim == claim_id)
    return {row["decision"]: Reopening(row["reason"], row["reopened_by.name"], row["reopened_at"]) for row in rows}
