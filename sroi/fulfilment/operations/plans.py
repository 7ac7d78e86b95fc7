"""Writes of plans of approach: a contractor keeps and submits, the WSP agrees or asks; what was agreed is replaced, never changed."""

from collections.abc import Sequence
from datetime import datetime
from gettext import gettext as _
from typing import Any
from uuid import UUID, uuid4

from piccolo.query.functions import Max

from sroi.access import Permission, Viewer
from sroi.audit.operations import record_event
from sroi.audit.rules import Subject, actor_of
from sroi.contracts.queries import contract
from sroi.database import transaction
from sroi.fulfilment.queries.plans import plan, plans_of_contract, setting_of
from sroi.fulfilment.rules.plans import OPEN_PLAN, PlanItem, PlanRecord, PlanStatus, UnableToPlan, value_of_item
from sroi.fulfilment.tables import Plan, PlanStatusChange
from sroi.fulfilment.tables import PlanItem as PlanItemRow
from sroi.values import to_cents

MAX_ITEMS, MAX_REASON = 200, 2_000


async def keep_plan(*, viewer: Viewer, contract_id: UUID, items: Sequence[PlanItem], version: int, now: datetime) -> UUID:
    """Keep the lines of the open plan of a contract, which is made when there is none, and return its id.

    `version` is that of the plan as the viewer saw it, 0 when there was none: a change in between is refused with UnableToPlan, as is a
    line that cannot be.
    """
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await contract(viewer=viewer, contract_id=contract_id)
        if record.contractor_id != viewer.organisation_id:
            raise UnableToPlan(_("Een andere opdrachtnemer heeft dit contract overgenomen."))
        setting = await setting_of(record=record, on=now.date())
        if setting is None:
            raise UnableToPlan(_("Voor dit contract is nog niet berekend wat u moet leveren."))
        if len(items) > MAX_ITEMS:
            raise UnableToPlan(_("Een plan heeft ten hoogste {most} rijen.").format(most=MAX_ITEMS))
        for item in items:
            value_of_item(item=item, setting=setting)
        plan_id = await _open_plan(viewer, contract_id, version, now)
        await PlanItemRow.delete().where(PlanItemRow.plan == plan_id)
        if items:
            await PlanItemRow.insert(*(_row(plan_id, position, item) for position, item in enumerate(items, 1)))
        await _event(viewer, "plan.kept", plan_id, contract_id, now, lines=len(items))
    return plan_id


async def _open_plan(viewer: Viewer, contract_id: UUID, version: int, now: datetime) -> UUID:
    """Return the id of the plan that may still be changed, as of now one version further; a new one when there is none."""
    known = await plans_of_contract(viewer=viewer, contract_id=contract_id)
    newest = known[0] if known else None
    if newest is not None and newest.status is PlanStatus.SUBMITTED:
        raise UnableToPlan(_("Dit plan ligt bij het WSP. Wacht op het antwoord, of neem het plan terug."))
    if newest is None or newest.status not in OPEN_PLAN:
        _require_version(0, version)
        plan_id = uuid4()
        number = 1 if newest is None else newest.number + 1
        await Plan.insert(Plan(id=plan_id, contract=contract_id, number=number, status=PlanStatus.DRAFT.value, version=1, changed_at=now))
        await _step(viewer, plan_id, PlanStatus.DRAFT, "", now)
        return plan_id
    _require_version(newest.version, version)
    await Plan.update({Plan.version: version + 1, Plan.changed_at: now}).where(Plan.id == newest.id)
    return newest.id


def _require_version(held: int, seen: int) -> None:
    if held != seen:
        raise UnableToPlan(_("Iemand anders heeft dit plan intussen gewijzigd. Bekijk eerst wat er nu staat."))


async def submit_plan(*, viewer: Viewer, plan_id: UUID, version: int, now: datetime) -> None:
    """Send a plan to the WSP; raise UnableToPlan when it is empty, or changed since the viewer saw it."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await plan(viewer=viewer, plan_id=plan_id)
        if not record.items:
            raise UnableToPlan(_("Voeg eerst een rij aan het plan toe."))
        await _move(viewer, record, version, (OPEN_PLAN, PlanStatus.SUBMITTED), "", now)


async def take_plan_back(*, viewer: Viewer, plan_id: UUID, version: int, now: datetime) -> None:
    """Make a submitted plan a draft again, to change it; raise UnableToPlan once the WSP answered."""
    viewer.require(Permission.REPORT_FULFILMENT)
    async with transaction():
        record = await plan(viewer=viewer, plan_id=plan_id)
        await _move(viewer, record, version, ((PlanStatus.SUBMITTED,), PlanStatus.DRAFT), "", now)


async def agree_plan(*, viewer: Viewer, plan_id: UUID, version: int, reason: str, now: datetime) -> None:
    """Agree a submitted plan; the one that was agreed before is superseded. Raise UnableToPlan when it stands otherwise by now."""
    viewer.require(Permission.REVIEW_CLAIMS)
    async with transaction():
        record = await plan(viewer=viewer, plan_id=plan_id)
        await _require_other_organisation(viewer, record)
        for earlier in await plans_of_contract(viewer=viewer, contract_id=record.contract_id):
            if earlier.status is PlanStatus.AGREED:
                await _move(viewer, earlier, earlier.version, ((PlanStatus.AGREED,), PlanStatus.SUPERSEDED), "", now)
        await _move(viewer, record, version, ((PlanStatus.SUBMITTED,), PlanStatus.AGREED), reason.strip(), now)


async def return_plan(*, viewer: Viewer, plan_id: UUID, version: int, reason: str, now: datetime) -> None:
    """Send a plan back with a question; raise UnableToPlan without one, or when it stands otherwise by now."""
    viewer.require(Permission.REVIEW_CLAIMS)
    if not reason.strip():
        raise UnableToPlan(_("Schrijf op wat de opdrachtnemer moet veranderen."), field="reason")
    async with transaction():
        record = await plan(viewer=viewer, plan_id=plan_id)
        await _require_other_organisation(viewer, record)
        await _move(viewer, record, version, ((PlanStatus.SUBMITTED,), PlanStatus.RETURNED), reason.strip(), now)


async def _require_other_organisation(viewer: Viewer, record: PlanRecord) -> None:
    held = await contract(viewer=viewer, contract_id=record.contract_id)
    if held.contractor_id == viewer.organisation_id:
        raise UnableToPlan(_("Over een plan van uw eigen organisatie beslist een ander."))


async def _move(
    viewer: Viewer,
    record: PlanRecord,
    version: int,
    change: tuple[Sequence[PlanStatus], PlanStatus],
    reason: str,
    now: datetime,
) -> None:
    """Move a plan from one of some statuses to another, as it was seen; the history and the audit tell of it."""
    allowed, status = change
    _require_version(record.version, version)
    if record.status not in allowed:
        raise UnableToPlan(_("Dit kan niet meer: het plan is intussen afgehandeld of teruggenomen."))
    if len(reason) > MAX_REASON:
        raise UnableToPlan(_("Gebruik ten hoogste {most} tekens.").format(most=MAX_REASON), field="reason")
    values: dict[Any, Any] = {Plan.status: status.value, Plan.version: version + 1, Plan.changed_at: now}
    if status in (PlanStatus.DRAFT, PlanStatus.SUBMITTED):
        values[Plan.submitted_at] = now if status is PlanStatus.SUBMITTED else None
    await Plan.update(values).where(Plan.id == record.id)
    await _step(viewer, record.id, status, reason, now)
    await _event(viewer, f"plan.{status.value}", record.id, record.contract_id, now, number=record.number)


async def _step(viewer: Viewer, plan_id: UUID, status: PlanStatus, reason: str, now: datetime) -> None:
    last = await PlanStatusChange.select(Max(PlanStatusChange.number)).where(PlanStatusChange.plan == plan_id)
    await PlanStatusChange.insert(
        PlanStatusChange(
            id=uuid4(),
            plan=plan_id,
            number=int(last[0]["max"] or 0) + 1,
            status=status.value,
            reason=reason,
            changed_by=viewer.account_id,
            changed_at=now,
        )
    )


async def _event(viewer: Viewer, action: str, plan_id: UUID, contract_id: UUID, now: datetime, **details: object) -> None:
    told = {"contract": str(contract_id), **details}
    await record_event(actor=actor_of(viewer), action=action, subject=Subject("plan", str(plan_id)), now=now, details=told)


def _row(plan_id: UUID, position: int, item: PlanItem) -> PlanItemRow:
    return PlanItemRow(
        id=uuid4(),
        plan=plan_id,
        position=position,
        kind=item.kind,
        block=item.block,
        starts_on=item.starts_on,
        ends_before=item.ends_before,
        people=item.people,
        hours_per_week_hundredths=None if item.hours_per_week is None else int(item.hours_per_week * 100),
        cost_cents=None if item.costs is None else to_cents(item.costs),
        hours_hundredths=None if item.hours is None else int(item.hours * 100),
        days_hundredths=None if item.days is None else int(item.days * 100),
        with_whom=item.with_whom,
        partner=item.partner_id,
        note=item.note,
    )
