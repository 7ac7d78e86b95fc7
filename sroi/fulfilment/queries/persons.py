"""Whether a person was counted before: the same candidate of one contractor, or the same token with any."""

from collections.abc import Sequence
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Where

from sroi.fulfilment.rules import COUNTED, LIVE, ClaimStatus, UnableToReport
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


async def claimed_periods(*, contract_id: UUID, person: Where | None, employer_name: str, except_claim: UUID | None) -> tuple[Period, ...]:
    """Return the days that live claims on this contract hold already for this person at this employer."""
    rows = await _placements(person, (Placement.claim.contract == contract_id) & _is_one_of(LIVE))
    employer = search_text(employer_name)
    return tuple(_period(row) for row in rows if row["claim"] != except_claim and search_text(row["employer_name"]) == employer)


async def counted_periods(
    *, person: Where | None, except_claim: UUID | None, turn: tuple[datetime, int] | None = None
) -> tuple[Period, ...]:
    """Return the days on which this person counts in claims that were submitted or approved, on any contract.

    With `turn`, a moment and a number of submission, only those that were submitted before it.
    """
    rows = [row for row in await _placements(person, _is_one_of(COUNTED)) if row["claim"] != except_claim]
    return tuple(_period(row) for row in rows if turn is None or (row["claim.submitted_at"], row["claim.number"]) < turn)


async def find_person(*, candidate_id: UUID | None, person_token: str | None) -> Where | None:
    """Return the condition that leaves the placements of one person: by token where one is known, else of this candidate."""
    token = person_token
    if token is None and candidate_id is not None:
        rows = await Candidate.select(Candidate.person_token).where(Candidate.id == candidate_id)
        token = rows[0]["person_token"] if rows else None
    if token is not None:
        return Placement.candidate.person_token == token
    return None if candidate_id is None else Placement.candidate == candidate_id


def _is_one_of(statuses: Sequence[ClaimStatus]) -> Where:
    return Placement.claim.status.is_in([status.value for status in statuses])


async def _placements(person: Where | None, narrowed: Where | And) -> list[dict[str, Any]]:
    if person is None:
        return []
    columns = (
        Placement.claim,
        Placement.employer_name,
        Placement.claim.period_start,
        Placement.claim.period_before,
        Placement.claim.submitted_at,
        Placement.claim.number,
    )
    rows: list[dict[str, Any]] = await Placement.select(*columns).where(And(person, narrowed))
    return rows


def _period(row: dict[str, Any]) -> Period:
    return Period(row["claim.period_start"], row["claim.period_before"])
