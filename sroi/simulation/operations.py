"""Publishing a policy together with what it changes: contracts that no policy covered are computed again."""

from datetime import datetime
from uuid import UUID

from sroi.access import Viewer
from sroi.database import transaction
from sroi.obligations.operations import impose
from sroi.obligations.queries import current_life, uncovered_contracts
from sroi.policy.operations import publish_draft
from sroi.policy.rules import Policy

PUBLICATION = "publication"


async def publish_policy(*, viewer: Viewer, draft_id: UUID, now: datetime) -> Policy:
    """Publish a draft that someone else uploaded and return the policy; raise UnableToDecide, or UnableToUpload when it no longer fits."""
    async with transaction():
        published = await publish_draft(viewer=viewer, draft_id=draft_id, now=now)
        await recompute_uncovered(viewer=viewer, now=now)
    return published


async def recompute_uncovered(*, viewer: Viewer, now: datetime) -> tuple[UUID, ...]:
    """Compute again what contracts owe that no policy covered until now; return those that one covers from now on."""
    computed = []
    for contract_id in await uncovered_contracts():
        life = await current_life(viewer=viewer, contract_id=contract_id)
        if life.policy is not None:
            await impose(viewer=viewer, contract_id=contract_id, now=now, cause=PUBLICATION)
            computed.append(contract_id)
    return tuple(computed)
