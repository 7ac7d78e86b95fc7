"""Reads of what a contract's claims are held against where its policy has limits: so many queries, however many contracts and claims."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS, Kind
from sroi.fulfilment.rules import LIVE, ClaimRecord, ClaimStatus, Ground, LimitedClaim, Share, share_at_review, share_of_claim
from sroi.ledger.queries import entries_of_contracts
from sroi.obligations.queries import kept_policies
from sroi.policy.rules import Policy
from sroi.values import from_cents

UNDECIDED = (ClaimStatus.DRAFT, ClaimStatus.SUBMITTED, ClaimStatus.RETURNED)


async def grounds(*, contract_ids: Sequence[UUID], as_of: date) -> dict[UUID, Ground]:
    """Return what claims are held against on a day, for each contract whose policy has limits; others are left out."""
    return await grounds_by(policies=await kept_policies(contract_ids=contract_ids), as_of=as_of)


async def grounds_by(*, policies: Mapping[UUID, Policy], as_of: date) -> dict[UUID, Ground]:
    """Return the same by the policies that the contracts keep, for those who know them."""
    held = {contract_id: policy for contract_id, policy in policies.items() if policy.limits}
    if not held:
        return {}
    entries = await entries_of_contracts(contract_ids=tuple(held))
    claims: dict[UUID, list[LimitedClaim]] = {contract_id: [] for contract_id in held}
    for kind in KINDS.values():
        for row in await fetch(_claims_of(kind, len(held)), *held):
            claims[row["contract"]].append(_claim(kind, row))
    return {contract_id: Ground(policy, entries[contract_id], tuple(claims[contract_id]), as_of) for contract_id, policy in held.items()}


async def share_of(*, record: ClaimRecord, as_of: date) -> Share:
    """Return what counts of a claim under the limits of its contract's policy; of one that was decided on, what it is worth."""
    return await _share(record, as_of, is_review=False)


async def share_in_review(*, record: ClaimRecord, as_of: date) -> Share:
    """Return what may be approved of a claim at most, beside what was approved already."""
    return await _share(record, as_of, is_review=True)


async def _share(record: ClaimRecord, as_of: date, *, is_review: bool) -> Share:
    found = await grounds(contract_ids=[record.contract_id], as_of=as_of) if record.status in UNDECIDED else {}
    if record.contract_id not in found:
        return Share(record.value, record.expected)
    ask = share_at_review if is_review else share_of_claim
    return ask(ground=found[record.contract_id], claim_id=record.id)


def _claims_of(kind: Kind, contracts: int) -> str:
    statuses = ", ".join(f"'{status.value}'" for status in LIVE)
    return f"""
    SELECT claim.id, claim.contract, claim.number, claim.status, claim.value_cents, claim.expected_cents, claim.approved_cents,
        claim.submitted_at, {kind.columns[kind.block_column]} AS block
    FROM claim {kind.tables}
    WHERE claim.kind = '{kind.key}' AND claim.status IN ({statuses}) AND claim.contract IN ({", ".join(["{}"] * contracts)})
    """


def _claim(kind: Kind, row: dict[str, Any]) -> LimitedClaim:
    status = ClaimStatus(row["status"])
    return LimitedClaim(
        id=row["id"],
        number=int(row["number"]),
        status=status,
        policy_table=kind.policy_table,
        block=row["block"],
        amount=from_cents(row["approved_cents"] if status is ClaimStatus.APPROVED else row["value_cents"]),
        expected=from_cents(row["expected_cents"]),
        submitted_at=row["submitted_at"],
    )
