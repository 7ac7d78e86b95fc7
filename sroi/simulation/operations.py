"""Publishing a policy together with what it changes: contracts that no policy covered are computed again."""

from datetime import datetime
from uuid import UUID

from sroi.access import Viewer
from sroi.database import transaction
from sroi.obligations.queries import uncovered_contracts
from sroi.policy.operations import publish_draft
from sroi.policy.rules import Policy


async def publish_policy(*, viewer: Viewer, draft_id: UUID, now: datetime) -> Policy:
    """Publish a draft that someone else uploaded and return the policy; raise UnableToDecide, or UnableToUpload when it no longer fits."""
    async with transaction():
        published = await publish_draft(viewer=viewer, draft_id=draft_id, now=now)
        await recompute_uncovered(viewer=viewer, now=now)
    return published


async def recompute_uncovered(*, viewer: Viewer, now: datetime) -> tuple[UUID, ...]:
    """Return the contracts that no policy covered until now: each is to be computed again, in the transaction of the publication."""
    return await uncovered_contracts()
