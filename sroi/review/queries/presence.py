"""Reads of who looks at a claim now."""

from datetime import datetime, timedelta
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.review.tables import ReviewPresence

LEASE = timedelta(minutes=2)


async def others_present(*, viewer: Viewer, claim_id: UUID, now: datetime) -> tuple[str, ...]:
    """Return the names of those who looked at a claim within the last LEASE, without the viewer."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = (
        await ReviewPresence.select(ReviewPresence.account.name)
        .where((ReviewPresence.claim == claim_id) & (ReviewPresence.account != viewer.account_id) & (ReviewPresence.seen_at >= now - LEASE))
        .order_by(ReviewPresence.account.name)
    )
    return tuple(row["account.name"] for row in rows)
