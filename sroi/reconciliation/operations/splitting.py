"""Noting that somebody looked at contracts that look split."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.database import transaction
from sroi.reconciliation.queries import group_that_looks_split
from sroi.reconciliation.rules import check_review
from sroi.reconciliation.tables import SplitReview, SplitReviewContract


async def review_split(*, viewer: Viewer, name: str, looked_on: date, reason: str, now: datetime, today: date) -> UUID:
    """Note that the viewer looked at the group of this fingerprint, and return the note's id.

    Raises UnableToReview on the field in the way, and GroupNotFound when a contract came to the group since it was shown.
    """
    viewer.require(Permission.WRITE_REGISTER)
    check_review(looked_on=looked_on, reason=reason, today=today)
    review_id = uuid4()
    async with transaction():
        group = await group_that_looks_split(viewer=viewer, on=today, name=name)
        ids = [contract.id for contract in group.contracts]
        review = SplitReview(id=review_id, looked_on=looked_on, reason=reason.strip(), recorded_by=viewer.account_id, recorded_at=now)
        await SplitReview.insert(review)
        await SplitReviewContract.insert(*(SplitReviewContract(id=uuid4(), review=review_id, contract=contract_id) for contract_id in ids))
        await record_event(
            actor=actor_of(viewer),
            action="split.looked_at",
            subject=Subject("split", str(review_id)),
            now=now,
            details={"contracts": [str(contract_id) for contract_id in ids], "on": str(looked_on)},
        )
    return review_id
