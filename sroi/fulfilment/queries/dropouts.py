"""Since when a person does not work at an employer any more, as the WSP recorded it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sroi.fulfilment.rules import employer_key
from sroi.fulfilment.tables import AftercareDropout


async def stops_of(*, candidate_ids: Collection[UUID]) -> dict[tuple[UUID, str, date], date]:
    """Return the first day without work of the placements of candidates that stopped, by candidate, employer and first day of work."""
    if not candidate_ids:
        return {}
    of = AftercareDropout.aftercare
    rows = await AftercareDropout.select(AftercareDropout.ended_before, of.candidate, of.employer_name, of.starts_on).where(
        of.candidate.is_in(list(candidate_ids)) & AftercareDropout.revoked_at.is_null()
    )
    return {
        (row["aftercare.candidate"], employer_key(row["aftercare.employer_name"]), row["aftercare.starts_on"]): row["ended_before"]
        for row in rows
    }


async def stopped_before(*, candidate_id: UUID | None, employer_name: str, starts_on: date) -> date | None:
    """Return the first day without work of a placement of which a drop-out was recorded, else None."""
    if candidate_id is None:
        return None
    return (await stops_of(candidate_ids=[candidate_id])).get((candidate_id, employer_key(employer_name), starts_on))
