"""Reads for the reviewer: earlier decisions, and what about a claim deserves a second look."""

from collections.abc import Sequence
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.fulfilment.queries.cautions import cautions_of_claims
from sroi.fulfilment.queries.claims import claim
from sroi.fulfilment.rules import ClaimRecord
from sroi.review.rules import Decision, Verdict
from sroi.review.tables import ReviewDecision
from sroi.values import from_cents


async def decisions_on_claim(*, viewer: Viewer, claim_id: UUID) -> tuple[Decision, ...]:
    """Return every decision on a claim, newest first; raise ClaimNotFound when the claim is not the viewer's."""
    await claim(viewer=viewer, claim_id=claim_id)
    rows = (
        await ReviewDecision.select(*ReviewDecision.all_columns(), ReviewDecision.decided_by.name)
        .where(ReviewDecision.claim == claim_id)
        .order_by(ReviewDecision.decided_at, ascending=False)
    )
    return tuple(
        Decision(
            id=row["id"],
            claim_id=row["claim"],
            verdict=Verdict(row["verdict"]),
            amount=None if row["amount_cents"] is None else from_cents(row["amount_cents"]),
            reason=row["reason"],
            decided_by=row["decided_by.name"],
            decided_at=row["decided_at"],
        )
        for row in rows
    )


async def warnings_for_claim(*, viewer: Viewer, record: ClaimRecord) -> tuple[str, ...]:
    """Return what a reviewer should look at twice, as who reported it was told: days, invoices, hours and evidence, in claims of anyone."""
    return (await warnings_for_claims(viewer=viewer, records=[record]))[record.id]


async def warnings_for_claims(*, viewer: Viewer, records: Sequence[ClaimRecord]) -> dict[UUID, tuple[str, ...]]:
    """Return the same for many claims, in so many queries however many there are."""
    viewer.require(Permission.REVIEW_CLAIMS)
    found = await cautions_of_claims(records=records, reader=None)
    return {claim_id: tuple(caution.text for caution in cautions) for claim_id, cautions in found.items()}
