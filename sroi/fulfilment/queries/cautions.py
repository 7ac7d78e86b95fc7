"""Reads of what about claims deserves a second look: of one that is being entered, and of many at once in so many queries."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sroi.access import Viewer
from sroi.contracts.tables import Contract
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.kinds.kind import Reported
from sroi.fulfilment.queries.contexts import own_context
from sroi.fulfilment.rules import Caution, ClaimRecord, evidence_cautions
from sroi.fulfilment.tables import Evidence
from sroi.policy.queries import policies_by_name
from sroi.values import Period


async def cautions_at_entry(
    *, viewer: Viewer, contract_id: UUID, kind: str, details: Any, period: Period, today: date, claim_id: UUID | None = None
) -> tuple[Caution, ...]:
    """Return what a contractor should look at before it keeps a claim; of another contractor no more than that something stands there."""
    context = await own_context(viewer=viewer, contract_id=contract_id, today=today, claim_id=claim_id)
    facts = context.contract.facts
    reported = Reported(
        details, period, context.policy, context.reporter_id, facts.starts_on, facts.ends_before, claim_id, viewer.organisation_id
    )
    return (await KINDS[kind].cautions(reported=[reported]))[0]


async def cautions_of_claims(*, records: Sequence[ClaimRecord], reader: UUID | None) -> dict[UUID, tuple[Caution, ...]]:
    """Return what to look at twice in each claim, its evidence too; `reader` is the contractor that reads it, None is the WSP."""
    if not records:
        return {}
    reported = await _reported(records, reader)
    found: dict[UUID, tuple[Caution, ...]] = {}
    for key, kind in KINDS.items():
        ids = [record.id for record in records if record.kind == key]
        if ids:
            found |= dict(zip(ids, await kind.cautions(reported=[reported[claim_id] for claim_id in ids]), strict=True))
    shown = await _shown(records)
    return {
        record.id: (*found[record.id], *evidence_cautions(required=record.required_evidence, shown=shown[record.id])) for record in records
    }


async def _reported(records: Sequence[ClaimRecord], reader: UUID | None) -> dict[UUID, Reported]:
    policies = await policies_by_name(names={record.policy_name for record in records})
    contracts = {record.contract_id for record in records}
    rows = await Contract.select(Contract.id, Contract.starts_on, Contract.ends_before).where(Contract.id.is_in(list(contracts)))
    days = {row["id"]: (row["starts_on"], row["ends_before"]) for row in rows}
    return {
        record.id: replace(
            Reported(
                record.details,
                record.period,
                policies[record.policy_name],
                record.subcontractor_id or record.contractor_id,
                *days[record.contract_id],
            ),
            claim_id=record.id,
            reader=reader,
        )
        for record in records
    }


async def _shown(records: Sequence[ClaimRecord]) -> dict[UUID, list[str]]:
    shown: dict[UUID, list[str]] = {record.id: [] for record in records}
    for row in await Evidence.select(Evidence.claim, Evidence.shows).where(Evidence.claim.is_in(list(shown))):
        shown[row["claim"]].append(row["shows"])
    return shown
