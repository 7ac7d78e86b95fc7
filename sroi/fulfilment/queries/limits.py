"""Reads of what a contract's claims are held against where its policy has limits: so many queries, however many contracts and claims."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS, Kind
from sroi.fulfilment.queries.contexts import values_now
from sroi.fulfilment.rules import (
    LIVE,
    UNDECIDED,
    ClaimRecord,
    ClaimStatus,
    Ground,
    LimitedClaim,
    Share,
    Valued,
    share_at_review,
    share_of_claim,
)
from sroi.ledger.queries import entries_of_contracts
from sroi.obligations.queries import kept_policies
from sroi.policy.rules import Policy, Step
from sroi.values import format_euros, from_cents


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
    ground = await _ground(record, as_of)
    return Share(record.value, record.expected) if ground is None else share_of_claim(ground=ground, claim_id=record.id)


async def share_in_review(*, viewer: Viewer, record: ClaimRecord, as_of: date) -> Share:
    """Return what may be approved of a claim at most: what it is worth by what is known now, beside what was approved already.

    Since it was submitted, two candidates may have turned out to be one person, whose days count once and under one cap.
    """
    return (await shares_in_review(viewer=viewer, records=[record], as_of=as_of))[record.id]


async def shares_in_review(*, viewer: Viewer, records: Sequence[ClaimRecord], as_of: date) -> dict[UUID, Share]:
    """Return the same for many claims, in so many queries however many there are."""
    submitted = [record for record in records if record.status is ClaimStatus.SUBMITTED]
    undecided = {record.contract_id for record in records if record.status in UNDECIDED}
    now = await values_now(viewer=viewer, records=submitted, today=as_of)
    held = await grounds(contract_ids=tuple(undecided), as_of=as_of)
    return {
        record.id: _share_at_review(record, now.get(record.id), held.get(record.contract_id) if record.status in UNDECIDED else None)
        for record in records
    }


def _share_at_review(record: ClaimRecord, now: Valued | None, ground: Ground | None) -> Share:
    worth = record.value if now is None else min(now.value, record.value)
    share = Share(worth, record.expected) if ground is None else share_at_review(ground=ground, claim_id=record.id, amount=worth)
    notes = () if now is None else now.notes
    return share if worth == record.value else replace(share, steps=(*notes, _worth_step(worth), *share.steps))


def _worth_step(worth: Decimal) -> Step:
    text = _("Wat deze dagen waard zijn bij wat nu bekend is: het contract, en alle opgaven voor deze persoon samen.")
    return Step(label=_("Opnieuw gerekend"), explanation=text, figure=format_euros(worth))


async def _ground(record: ClaimRecord, as_of: date) -> Ground | None:
    if record.status not in UNDECIDED:
        return None
    return (await grounds(contract_ids=[record.contract_id], as_of=as_of)).get(record.contract_id)


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
