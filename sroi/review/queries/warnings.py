"""What about a claim deserves a second look."""

from collections.abc import Sequence
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.fulfilment.queries.cautions import cautions_of_claims
from sroi.fulfilment.rules import ClaimRecord


async def warnings_for_claim(*, viewer: Viewer, record: ClaimRecord) -> tuple[str, ...]:
    """Return what a reviewer should look at twice, as who reported it was told: days, invoices, hours and evidence, in claims of anyone."""
    return (await warnings_for_claims(viewer=viewer, records=[record]))[record.id]


async def warnings_for_claims(*, viewer: Viewer, records: Sequence[ClaimRecord]) -> dict[UUID, tuple[str, ...]]:
    """Return the same for many claims, in so many queries however many there are."""
    viewer.require(Permission.REVIEW_CLAIMS)
    found = await cautions_of_claims(records=records, reader=None)
    return {claim_id: tuple(caution.text for caution in cautions) for claim_id, cautions in found.items()}
