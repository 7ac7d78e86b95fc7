"""Since when a person does not work at an employer any more, as the WSP recorded it."""

from datetime import date
from uuid import UUID

from sroi.fulfilment.tables import AftercareDropout
from sroi.values import search_text


async def stopped_before(*, candidate_id: UUID | None, employer_name: str, starts_on: date) -> date | None:
    """Return the first day without work of a placement of which a drop-out was recorded, else None."""
    if candidate_id is None:
        return None
    rows = (
        await AftercareDropout.select(AftercareDropout.ended_before)
        .where((AftercareDropout.aftercare.candidate == candidate_id) & (AftercareDropout.aftercare.starts_on == starts_on))
        .where((AftercareDropout.aftercare.employer_key == search_text(employer_name)[:200]) & AftercareDropout.revoked_at.is_null())
    )
    found: date | None = rows[0]["ended_before"] if rows else None
    return found
