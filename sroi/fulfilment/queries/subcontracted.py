"""What subcontractors reported on behalf of a contractor, as the contractor may see it: figures and status, nothing about a candidate.

Target group and benefit can tell of somebody's health; they are for who entered them and for who reviews them.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And

from sroi.access import Viewer
from sroi.contracts.queries import contract
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import ClaimNotFound, ClaimStatus
from sroi.fulfilment.tables import Claim
from sroi.values import Period, from_cents

PAGE_SIZE = 25


@dataclass(frozen=True)
class SubcontractedClaim:
    """A claim of a subcontractor without its details."""

    id: UUID
    number: int
    kind_label: str
    subcontractor_name: str
    period: Period
    status: ClaimStatus
    value: Decimal
    approved: Decimal | None
    submitted_at: datetime | None


def of_own_subcontractors(viewer: Viewer) -> And:
    """Return the condition that leaves what subcontractors submitted on behalf of the viewer's organisation; a draft is theirs alone."""
    return And(Claim.organisation == viewer.organisation_id, And(Claim.subcontractor.is_not_null(), Claim.submitted_at.is_not_null()))


async def subcontracted_claims(
    *, viewer: Viewer, contract_id: UUID, before: int | None = None, size: int = PAGE_SIZE
) -> tuple[SubcontractedClaim, ...]:
    """Return what subcontractors submitted on the viewer's contract, newest first, or that before number `before`; at most `size`.

    Raises ContractNotFound when the contract is not the viewer's.
    """
    await contract(viewer=viewer, contract_id=contract_id)
    query = _select(viewer, contract_id).order_by(Claim.number, ascending=False).limit(size)
    if before is not None:
        query = query.where(Claim.number < before)
    return tuple(_claim(row) for row in await query)


async def subcontracted_claim(*, viewer: Viewer, contract_id: UUID, claim_id: UUID) -> SubcontractedClaim:
    """Return one of what subcontractors submitted on the viewer's contract; raise ClaimNotFound."""
    rows = await _select(viewer, contract_id).where(Claim.id == claim_id)
    if not rows:
        raise ClaimNotFound(_("Deze opgave is niet gevonden."))
    return _claim(rows[0])


def _select(viewer: Viewer, contract_id: UUID) -> Any:
    columns = (Claim.id, Claim.number, Claim.kind, Claim.subcontractor.name, Claim.period_start, Claim.period_before, Claim.status)
    query = Claim.select(*columns, Claim.value_cents, Claim.approved_cents, Claim.submitted_at)
    return query.where(Claim.contract == contract_id).where(of_own_subcontractors(viewer))


def _claim(row: dict[str, Any]) -> SubcontractedClaim:
    return SubcontractedClaim(
        id=row["id"],
        number=int(row["number"]),
        kind_label=KINDS[row["kind"]].label,
        subcontractor_name=row["subcontractor.name"],
        period=Period(row["period_start"], row["period_before"]),
        status=ClaimStatus(row["status"]),
        value=from_cents(row["value_cents"]),
        approved=None if row["approved_cents"] is None else from_cents(row["approved_cents"]),
        submitted_at=row["submitted_at"],
    )
