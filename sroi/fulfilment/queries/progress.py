"""Reads of how contracts stand over time: what runs on, and the marks of a picture; so many queries, however many contracts and claims.

The viewer's right to the contracts is that of the query that found their ids.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sroi.contracts.rules import ContractRecord
from sroi.fulfilment.rules import LIVE, ClaimStatus, Ground
from sroi.fulfilment.rules.limits import shares_in_review
from sroi.fulfilment.rules.progress import Mark, PlacedClaim, RunningPlacement, marks, running_placements
from sroi.fulfilment.tables import Claim, Placement
from sroi.ledger.queries import entries
from sroi.values import Period, from_cents

ZERO = Decimal("0.00")


async def running_on(*, contracts: Mapping[UUID, date | None], today: date) -> dict[UUID, tuple[RunningPlacement, ...]]:
    """Return the placements that run on after what was reported of them, on each contract, given with its exclusive end; none on one
    that has ended."""
    found: dict[UUID, list[PlacedClaim]] = {contract_id: [] for contract_id in contracts}
    if found:
        claim = Placement.claim
        columns = (
            Placement.claim, Placement.candidate, Placement.candidate.label, Placement.employer_name, claim.contract, claim.organisation,
            claim.subcontractor, claim.status, claim.period_start, claim.period_before, claim.value_cents, claim.expected_cents,
        )  # fmt: skip
        is_live = Placement.claim.status.is_in([status.value for status in LIVE])
        rows = await Placement.select(*columns).where(Placement.claim.contract.is_in(list(found))).where(is_live)
        for row in rows:
            found[row["claim.contract"]].append(_placed(row))
    return {
        contract_id: running_placements(claims=claims, contract_end=contracts[contract_id], today=today)
        for contract_id, claims in found.items()
    }


def _placed(row: dict[str, Any]) -> PlacedClaim:
    return PlacedClaim(
        claim_id=row["claim"],
        contract_id=row["claim.contract"],
        organisation_id=row["claim.subcontractor"] or row["claim.organisation"],
        status=ClaimStatus(row["claim.status"]),
        candidate_id=row["candidate"],
        candidate_label=row["candidate.label"],
        employer_name=row["employer_name"],
        period=Period(row["claim.period_start"], row["claim.period_before"]),
        value=from_cents(row["claim.value_cents"]),
        expected=from_cents(row["claim.expected_cents"]),
    )


def to_come_from(running: Sequence[RunningPlacement]) -> Decimal:
    """Return what running placements will still be worth together."""
    return sum((one.to_come for one in running), ZERO)


async def marks_of_contract(*, record: ContractRecord, ground: Ground | None, to_come: Decimal, today: date) -> tuple[Mark, ...]:
    """Return how a contract stands over time, as a table and a picture show it; nothing of one without a first or a last day."""
    if record.facts.starts_on is None or record.facts.ends_before is None:
        return ()
    rows = await Claim.select(Claim.id, Claim.value_cents, Claim.period_before).where(
        (Claim.contract == record.id) & (Claim.status == ClaimStatus.SUBMITTED.value)
    )
    limited = shares_in_review(ground) if ground is not None else {}
    in_review = [(row["period_before"], limited.get(row["id"], from_cents(row["value_cents"]))) for row in rows]
    return marks(
        period=Period(record.facts.starts_on, record.facts.ends_before),
        entries=await entries(contract_id=record.id),
        in_review=[(min(day, today), amount) for day, amount in in_review],
        to_come=to_come,
        today=today,
    )
