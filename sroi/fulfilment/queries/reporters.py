"""Who reported a claim."""

from uuid import UUID

from sroi.fulfilment.tables import Claim


async def reporter_of(*, claim_id: UUID) -> UUID:
    """Return the account that reported a claim that exists."""
    (row,) = await Claim.select(Claim.created_by).where(Claim.id == claim_id)
    found: UUID = row["created_by"]
    return found
