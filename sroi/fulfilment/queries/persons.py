"""Whether a person was counted before: the same candidate of one contractor, or the same token with any."""

from gettext import gettext as _
from uuid import UUID

from sroi.fulfilment.rules import COUNTED, LIVE, UnableToReport
from sroi.fulfilment.tables import Candidate, Placement
from sroi.values import Period, search_text


async def find_candidate(*, organisation_id: UUID, label: str, person_token: str | None) -> UUID | None:
    """Return the candidate that this contractor gave this label; raise UnableToReport when the label is someone else's."""
    rows = await Candidate.select(Candidate.id, Candidate.person_token).where(
        (Candidate.organisation == organisation_id) & (Candidate.label_key == search_text(label))
    )
    if not rows:
        return None
    known = rows[0]["person_token"]
    if person_token is not None and known is not None and known != person_token:
        raise UnableToReport(
            _("Het kenmerk {label} gebruikt u al voor iemand anders. Kies een ander kenmerk.").format(label=label), field="candidate_label"
        )
    return UUID(str(rows[0]["id"]))


async def claimed_periods(
    *, contract_id: UUID, candidate_id: UUID | None, employer_name: str, except_claim: UUID | None
) -> tuple[Period, ...]:
    """Return the days that live claims on this contract hold already for this candidate at this employer."""
    if candidate_id is None:
        return ()
    rows = await Placement.select(
        Placement.claim, Placement.employer_name, Placement.claim.period_start, Placement.claim.period_before
    ).where(
        (Placement.candidate == candidate_id)
        & (Placement.claim.contract == contract_id)
        & (Placement.claim.status.is_in([status.value for status in LIVE]))
    )
    employer = search_text(employer_name)
    return tuple(
        Period(row["claim.period_start"], row["claim.period_before"])
        for row in rows
        if row["claim"] != except_claim and search_text(row["employer_name"]) == employer
    )


async def counted_periods(*, candidate_id: UUID | None, person_token: str | None, except_claim: UUID | None) -> tuple[Period, ...]:
    """Return the days on which this person counts in claims that were submitted or approved, on any contract."""
    token = person_token
    if token is None and candidate_id is not None:
        rows = await Candidate.select(Candidate.person_token).where(Candidate.id == candidate_id)
        token = rows[0]["person_token"] if rows else None
    if token is not None:
        is_person = Placement.candidate.person_token == token
    elif candidate_id is not None:
        is_person = Placement.candidate == candidate_id
    else:
        return ()
    rows = await Placement.select(Placement.claim, Placement.claim.period_start, Placement.claim.period_before).where(
        is_person & (Placement.claim.status.is_in([status.value for status in COUNTED]))
    )
    return tuple(Period(row["claim.period_start"], row["claim.period_before"]) for row in rows if row["claim"] != except_claim)
