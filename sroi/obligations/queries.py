"""Reads of obligations and of the notices that the WSP has not seen yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sroi.access import Permission, Viewer
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractRecord
from sroi.database import fetch
from sroi.obligations.rules import AwardFacts, Obligation, Outcome, compute_obligation
from sroi.obligations.tables import ObligationNotice, ObligationRevision
from sroi.policy.queries import policies, policy
from sroi.policy.rules import Policy, policy_for_award, step_from_json
from sroi.values import from_cents

NOTICES_SHOWN = 50
UNCOVERED = """
SELECT contract.id FROM contract
JOIN obligation_revision ON obligation_revision.contract = contract.id
WHERE obligation_revision.policy_name IS NULL
AND obligation_revision.number = (SELECT MAX(latest.number) FROM obligation_revision AS latest WHERE latest.contract = contract.id)
ORDER BY contract.awarded_on, contract.id
"""


@dataclass(frozen=True)
class Revision:
    """An obligation as it was computed and kept, and when."""

    contract_id: UUID
    number: int
    effective_on: date
    recorded_at: datetime
    obligation: Obligation


@dataclass(frozen=True)
class Notice:
    """A contract with a new obligation that nobody of the WSP has seen yet."""

    contract_id: UUID
    number: str
    title: str
    contractor_name: str
    created_at: datetime


def _revision(row: dict[str, Any]) -> Revision:
    return Revision(
        contract_id=row["contract"],
        number=row["number"],
        effective_on=row["effective_on"],
        recorded_at=row["recorded_at"],
        obligation=Obligation(
            outcome=Outcome(row["outcome"]),
            amount=from_cents(row["amount_cents"]),
            policy_name=row["policy_name"],
            policy_sha256=row["policy_sha256"],
            steps=step_from_json(row["steps"]),
            questions=tuple(row["questions"].splitlines()),
        ),
    )


async def revisions(*, viewer: Viewer, contract_id: UUID) -> tuple[Revision, ...]:
    """Return every revision of a contract's obligation, newest first; raise ContractNotFound when it is not the viewer's."""
    await contract(viewer=viewer, contract_id=contract_id)
    rows = (
        await ObligationRevision.select()
        .where(ObligationRevision.contract == contract_id)
        .order_by(ObligationRevision.number, ascending=False)
    )
    return tuple(_revision(row) for row in rows)


async def current_obligations(*, contract_ids: Sequence[UUID]) -> dict[UUID, Revision]:
    """Return the revision that holds now for each of the contracts, in one query."""
    if not contract_ids:
        return {}
    rows = (
        await ObligationRevision.select().where(ObligationRevision.contract.is_in(list(contract_ids))).order_by(ObligationRevision.number)
    )
    return {row["contract"]: _revision(row) for row in rows}


async def expected_obligation(*, record: ContractRecord, authority_code: str | None) -> Obligation:
    """Return what a contract's facts owe by the policy that covers its award."""
    facts = record.facts
    assert facts.contract_type is not None and facts.contract_sum is not None and facts.awarded_on is not None
    covering = policy_for_award(policies=await policies(), authority_code=authority_code, awarded_on=facts.awarded_on)
    award = AwardFacts(
        contract_type=facts.contract_type,
        contract_sum=facts.contract_sum,
        awarded_on=facts.awarded_on,
        labour_share_pct=facts.labour_share_pct,
        tender_sum=facts.tender_sum,
        start=facts.starts_on,
        end=facts.ends_before,
        agreed_rate_pct=facts.agreed_rate_pct,
        award_date_is_assumed=facts.award_date_is_assumed,
    )
    return compute_obligation(policy=covering, award=award)


async def policy_of_contract(*, contract_id: UUID) -> Policy | None:
    """Return the policy that a contract's obligation keeps, or None when it owes nothing yet."""
    held = (await current_obligations(contract_ids=[contract_id])).get(contract_id)
    if held is None or held.obligation.outcome is not Outcome.OWED or held.obligation.policy_name is None:
        return None
    return await policy(name=held.obligation.policy_name)


async def uncovered_contracts() -> tuple[UUID, ...]:
    """Return the contracts whose obligation asks because no policy covers their award, the oldest award first."""
    return tuple(UUID(str(row["id"])) for row in await fetch(UNCOVERED))


async def unseen_notices(*, viewer: Viewer) -> tuple[Notice, ...]:
    """Return contracts with a new obligation that the WSP has not seen, oldest first; at most NOTICES_SHOWN."""
    viewer.require(Permission.REVIEW_CLAIMS)
    rows = (
        await ObligationNotice.select(
            ObligationNotice.contract,
            ObligationNotice.contract.number,
            ObligationNotice.contract.title,
            ObligationNotice.contract._.contractor._.name,
            ObligationNotice.created_at,
        )
        .where(ObligationNotice.seen_at.is_null())
        .order_by(ObligationNotice.created_at)
        .limit(NOTICES_SHOWN)
    )
    return tuple(
        Notice(row["contract"], row["contract.number"], row["contract.title"], row["contract.contractor.name"], row["created_at"])
        for row in rows
    )
