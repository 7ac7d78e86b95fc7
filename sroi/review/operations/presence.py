"""Who looks at a claim now. It says something for a few minutes, decides nothing, and so leaves no event."""

from datetime import datetime
from uuid import UUID, uuid4

from sroi.access import Permission, Viewer
from sroi.database import transaction
from sroi.review.queries.presence import LEASE
from sroi.review.tables import ReviewPresence


async def be_present(*, viewer: Viewer, claim_id: UUID, now: datetime) -> None:
    """Note that the viewer looks at a claim, for as long as LEASE; of this claim, what is older is forgotten."""
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        is_own = ReviewPresence.account == viewer.account_id
        is_over = ReviewPresence.seen_at < now - LEASE
        await ReviewPresence.delete().where((ReviewPresence.claim == claim_id) & (is_own | is_over))
        await ReviewPresence.insert(ReviewPresence(id=uuid4(), claim=claim_id, account=viewer.account_id, seen_at=now))
