"""Reads of plans of approach: a contractor finds those of its own contracts, staff those that were submitted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Where, WhereRaw

from sroi.access import Permission, Role, Viewer
from sroi.contracts.queries import contract
from sroi.contracts.rules import ContractRecord
from sroi.database import fetch
from sroi.fulfilment.kinds import KINDS
from sroi.fulfilment.rules import COUNTED, ClaimStatus
from sroi.fulfilment.rules.plans import Came, PlanItem, PlanNotFound, PlanRecord, PlanStatus, PlanStep, Setting
from sroi.fulfilment.tables import Plan, PlanStatusChange
from sroi.fulfilment.tables import PlanItem as PlanItemRow
from sroi.ledger.queries import balances
from sroi.obligations.queries import kept_policies
from sroi.values import Period, from_cents, from_hundredths

PAGE_SIZE = 25


@dataclass(frozen=True)
class PlanInList:
    """A submitted plan as the WSP's list shows it."""

    id: UUID
    number: int
    contract_number: str
    contract_title: str
    contractor_name: str
    submitted_at: datetime


async def plans_of_contract(*, viewer: Viewer, contract_id: UUID) -> tuple[PlanRecord, ...]:
    """Return the plans of a contract, newest first; raise ContractNotFound when it is not the viewer's."""
    await contract(viewer=viewer, contract_id=contract_id)
    rows = await Plan.select().where(Plan.contract == contract_id).where(_visible(viewer)).order_by(Plan.number, ascending=False)
    return await _records(rows)


async def plan(*, viewer: Viewer, plan_id: UUID) -> PlanRecord:
    """Return one plan; raise PlanNotFound when it does not exist for this viewer."""
    rows = await Plan.select().where(Plan.id == plan_id).where(_visible(viewer))
    if not rows:
        raise PlanNotFound(_("Dit plan van aanpak is niet gevonden."))
    await contract(viewer=viewer, contract_id=rows[0]["contract"])
    return (await _records(rows))[0]


def _visible(viewer: Viewer) -> Where | WhereRaw:
    """Return the condition that leaves out what staff may not see: a plan that the contractor still works on."""
    if viewer.role is Role.CONTRACTOR:
        return WhereRaw("1 = 1")
    viewer.require(Permission.READ_CLAIMS)
    return Plan.submitted_at.is_not_null()


async def _records(rows: Sequence[Mapping[str, Any]]) -> tuple[PlanRecord, ...]:
    ids = [row["id"] for row in rows]
    if not ids:
        return ()
    items: dict[UUID, list[PlanItem]] = {plan_id: [] for plan_id in ids}
    for item in await PlanItemRow.select().where(PlanItemRow.plan.is_in(ids)).order_by(PlanItemRow.position):
        items[item["plan"]].append(_item(item))
    steps = PlanStatusChange.select(PlanStatusChange.plan, PlanStatusChange.reason).where(PlanStatusChange.plan.is_in(ids))
    reasons = {step["plan"]: step["reason"] for step in await steps.order_by(PlanStatusChange.number)}
    return tuple(
        PlanRecord(
            id=row["id"],
            contract_id=row["contract"],
            number=int(row["number"]),
            status=PlanStatus(row["status"]),
            version=int(row["version"]),
            items=tuple(items[row["id"]]),
            changed_at=row["changed_at"],
            reason=reasons.get(row["id"], ""),
        )
        for row in rows
    )


def _item(row: Mapping[str, Any]) -> PlanItem:
    return PlanItem(
        kind=row["kind"],
        block=row["block"],
        starts_on=row["starts_on"],
        ends_before=row["ends_before"],
        people=int(row["people"]),
        hours_per_week=_number(row["hours_per_week_hundredths"]),
        costs=None if row["cost_cents"] is None else from_cents(row["cost_cents"]),
        hours=_number(row["hours_hundredths"]),
        days=_number(row["days_hundredths"]),
        with_whom=row["with_whom"],
        partner_id=row["partner"],
        note=row["note"],
    )


def _number(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else from_hundredths(hundredths)


async def setting_of(*, record: ContractRecord, on: date) -> Setting | None:
    """Return what a plan for a contract is valued against on a day; None when the contract keeps no policy or has no days."""
    policy = (await kept_policies(contract_ids=[record.id])).get(record.id)
    if policy is None or record.facts.starts_on is None:
        return None
    balance = (await balances(contract_ids=[record.id], as_of=on))[record.id]
    return Setting(policy, Period(record.facts.starts_on, record.facts.ends_before), balance.owed)


async def plan_history(*, record: PlanRecord) -> tuple[PlanStep, ...]:
    """Return each step of a plan that was found, oldest first."""
    columns = (PlanStatusChange.status, PlanStatusChange.reason, PlanStatusChange.changed_at, PlanStatusChange.changed_by.name)
    rows = await PlanStatusChange.select(*columns).where(PlanStatusChange.plan == record.id).order_by(PlanStatusChange.number)
    return tuple(PlanStep(PlanStatus(row["status"]), row["changed_by.name"], row["changed_at"], row["reason"]) for row in rows)


async def what_came(*, contract_id: UUID) -> dict[tuple[str, str], Came]:
    """Return what was approved and what waits in review on a contract, by kind and block; one query a kind."""
    statuses = ", ".join(f"'{status.value}'" for status in COUNTED)
    found: dict[tuple[str, str], Came] = {}
    for kind in KINDS.values():
        column = kind.columns[kind.block_column]
        rows = await fetch(
            f"""
            SELECT {column} AS block,
                SUM(CASE WHEN claim.status = '{ClaimStatus.APPROVED.value}' THEN claim.approved_cents ELSE 0 END) AS approved,
                SUM(CASE WHEN claim.status = '{ClaimStatus.SUBMITTED.value}' THEN claim.value_cents ELSE 0 END) AS in_review
            FROM claim {kind.tables}
            WHERE claim.kind = '{kind.key}' AND claim.status IN ({statuses}) AND claim.contract = {{}}
            GROUP BY {column}
            """,
            contract_id,
        )
        found |= {(kind.key, row["block"]): Came(from_cents(row["approved"]), from_cents(row["in_review"])) for row in rows}
    return found


async def submitted_plans(*, viewer: Viewer, after: tuple[datetime, UUID] | None = None, size: int = PAGE_SIZE) -> tuple[PlanInList, ...]:
    """Return the plans that wait for the WSP, the oldest first, after the key of the last one shown; at most `size`."""
    viewer.require(Permission.REVIEW_CLAIMS)
    query = Plan.select(
        *(Plan.id, Plan.number, Plan.submitted_at, Plan.contract.number, Plan.contract.title),
        Plan.contract.contractor.name,  # type: ignore[union-attr]  # a column of the joined table
    ).where(Plan.status == PlanStatus.SUBMITTED.value)
    if after is not None:
        moment, key = after
        query = query.where((Plan.submitted_at > moment) | ((Plan.submitted_at == moment) & (Plan.id > key)))
    rows = await query.order_by(Plan.submitted_at).order_by(Plan.id).limit(size)
    return tuple(
        PlanInList(
            id=row["id"],
            number=int(row["number"]),
            contract_number=row["contract.number"],
            contract_title=row["contract.title"],
            contractor_name=row["contract.contractor.name"],
            submitted_at=row["submitted_at"],
        )
        for row in rows
    )
